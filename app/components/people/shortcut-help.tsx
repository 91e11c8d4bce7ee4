import { useManage } from "../../manage-words";
import { palette, shortcuts } from "../../messages/manage/en/shell";
import { Checkbox } from "../ui/checkbox";
import { DefinitionList } from "../ui/definition-list";
import { Dialog } from "../ui/dialog";
import { Kbd } from "../ui/kbd";

const sections = { palette, shortcuts };

/** All shortcuts and their switch. */
export default function ShortcutHelp({
  on,
  onTurn,
  onClose,
}: {
  on: boolean;
  onTurn: (on: boolean) => void;
  onClose: () => void;
}) {
  const manage = useManage(sections);
  const { keys } = manage.shortcuts;
  const list: readonly (readonly [words: string, key: string])[] = [
    [keys.search, "/"],
    [keys.invite, "I"],
    [keys.import, "U"],
    [keys.next, "J"],
    [keys.previous, "K"],
    [keys.select, "X"],
    [keys.resend, "R"],
    [keys.edit, "E"],
    [keys.help, "?"],
    [manage.palette.title, manage.palette.key],
  ];
  return (
    <Dialog title={manage.shortcuts.title} onClose={onClose}>
      <Checkbox
        name="shortcuts"
        label={manage.shortcuts.on}
        checked={on}
        onChange={(event) => onTurn(event.target.checked)}
      />
      <DefinitionList items={list.map(([term, key]) => ({ term, value: <Kbd>{key}</Kbd> }))} />
    </Dialog>
  );
}
