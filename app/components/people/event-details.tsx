import { languageNames } from "../../messages";
import { manage } from "../../messages/manage/en";
import { useWords } from "../../request";
import { Time } from "../ui/time";

type Details = Readonly<Record<string, unknown>>;

const skipped = new Set(["before", "after", "filter", "email"]);

/** A recorded value in words: roles, times, languages, yes and no. */
function Value({ name, value }: { name: string; value: unknown }) {
  const { roles } = useWords();
  if (value === null || value === undefined || value === "") return <em>{manage.nothing}</em>;
  if (name === "expiresAt" && typeof value === "number") return <Time at={value} show="exact" />;
  if (typeof value === "boolean") return value ? manage.yes : manage.no;
  const text = (one: unknown): string => {
    const key = String(one && typeof one === "object" && "role" in one ? one.role : one);
    if (name === "roles" || name === "maxRole") return roles[key as keyof typeof roles]?.name ?? key;
    if (name === "reason") return manage.reasons[key] ?? key;
    if (name === "scopes") return manage.permissions[key] ?? key;
    if (name === "language") return languageNames[key as keyof typeof languageNames] ?? key;
    return key;
  };
  if (Array.isArray(value)) return value.length > 0 ? value.map(text).join(", ") : <em>{manage.nothing}</em>;
  return typeof value === "object" ? <code>{JSON.stringify(value)}</code> : text(value);
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** True when there is something to show beyond who and when. */
export function hasDetails(details: Details): boolean {
  return "before" in details || Object.keys(details).some((name) => !skipped.has(name));
}

/** What an event keeps: values, and for changes how they were before and after. */
export function EventDetails({ details }: { details: Details }) {
  const { fields } = manage;
  const record = (value: unknown) => (value && typeof value === "object" ? (value as Details) : {});
  // A change of roles keeps the lists themselves.
  const before = Array.isArray(details.before) ? { roles: details.before } : record(details.before);
  const after = Array.isArray(details.after) ? { roles: details.after } : record(details.after);
  const changed = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (name) => !same(before[name], after[name]),
  );
  const plain = Object.keys(details).filter((name) => !skipped.has(name));
  return (
    <ul className="grid">
      {changed.map((name) => (
        <li key={name}>
          {fields[name] ?? name}:{" "}
          <del>
            <Value name={name} value={before[name]} />
          </del>
          {" → "}
          <ins className="no-underline">
            <Value name={name} value={after[name]} />
          </ins>
        </li>
      ))}
      {plain.map((name) => (
        <li key={name}>
          {fields[name] ?? name}: <Value name={name} value={details[name]} />
        </li>
      ))}
    </ul>
  );
}
