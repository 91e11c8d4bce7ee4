import { useManage } from "../../manage-words";
import { TextField } from "../ui/text-field";

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
  const manage = useManage();
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
