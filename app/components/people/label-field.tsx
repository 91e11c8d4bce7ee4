import { useManage } from "../../manage-words";
import { invite } from "../../messages/manage/en/invite";
import { TextField } from "../ui/text-field";

const sections = { invite };

/** Labels as words between commas; those that people have already are offered. */
export function LabelField({
  value,
  known,
  error,
}: {
  value: string;
  known: readonly string[];
  error: string | undefined;
}) {
  const manage = useManage(sections);
  const words = manage.invite.offer.labels;
  return (
    <>
      <TextField
        name="labels"
        label={words.label}
        hint={words.hint}
        list="known-labels"
        autoComplete="off"
        error={error}
        defaultValue={value}
      />
      <datalist id="known-labels">
        {known.map((label) => (
          <option key={label} value={label} />
        ))}
      </datalist>
    </>
  );
}
