import { useManage } from "../../manage-words";
import { languageNames } from "../../messages";
import { permissions } from "../../messages/manage/en/api-keys";
import { fields, no, nothing, reasons, yes } from "../../messages/manage/en/audit";
import { ownFields, personParts } from "../../messages/manage/en/fields";
import { orders } from "../../messages/manage/en/orders";
import { ownRoles } from "../../messages/manage/en/own-roles";
import { useRoleWords } from "../../role-words";
import { Time } from "../ui/time";

const sections = { fields, no, nothing, orders, ownFields, ownRoles, permissions, personParts, reasons, yes };

type Details = Readonly<Record<string, unknown>>;

const skipped = new Set(["before", "after", "filter", "email"]);

/** What keeps roles, alone or with where they hold. */
const nameRoles = new Set(["roles", "maxRole", "requiredFor", "added", "taken"]);

/** A recorded value in words: roles, times, languages, yes and no. */
function Value({ name, value }: { name: string; value: unknown }) {
  const manage = useManage(sections);
  const roleWords = useRoleWords();
  const { kinds } = manage.ownFields;
  const places: Readonly<Record<string, { label: string } | undefined>> = manage.ownRoles.scopes;
  if (value === null || value === undefined || value === "") return <em>{manage.nothing}</em>;
  if (name === "expiresAt" && typeof value === "number") return <Time at={value} show="exact" />;
  if (typeof value === "boolean") return value ? manage.yes : manage.no;
  const text = (one: unknown): string => {
    const key = String(one && typeof one === "object" && "role" in one ? one.role : one);
    if (nameRoles.has(name)) {
      // A role of the workspace's own as it was called then: it may be deleted by now.
      const named = one && typeof one === "object" && "name" in one ? String(one.name) : null;
      const role = named ?? roleWords(key).name;
      const place = one && typeof one === "object" && "place" in one ? one.place : null;
      return place ? manage.personParts.roleAt({ role, place: String(place) }) : role;
    }
    if (name === "fieldKind") return kinds[key as keyof typeof kinds] ?? key;
    if (name === "reason") return manage.reasons[key] ?? key;
    if (name === "concern") {
      const concerns: Readonly<Record<string, string>> = manage.orders.concern;
      return concerns[key] ?? key;
    }
    if (name === "scopes" || name === "permissions") return manage.permissions[key] ?? key;
    if (name === "holdsIn") return places[key]?.label ?? key;
    if (name === "language") return languageNames[key as keyof typeof languageNames] ?? key;
    return key;
  };
  if (Array.isArray(value)) return value.length > 0 ? value.map(text).join(", ") : <em>{manage.nothing}</em>;
  if (nameRoles.has(name)) return text(value);
  return typeof value === "object" ? <code>{JSON.stringify(value)}</code> : text(value);
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

interface Change {
  name: string;
  before: unknown;
  after: unknown;
}

/** What differs between two records of values. */
function changesOf(before: Details, after: Details): Change[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((name) => !same(before[name], after[name]))
    .map((name) => ({ name, before: before[name], after: after[name] }));
}

function isChange(value: unknown): boolean {
  return value !== null && typeof value === "object" && "before" in value && "after" in value;
}

/** True when there is something to show beyond who and when. */
export function hasDetails(details: Details): boolean {
  return "before" in details || Object.keys(details).some((name) => !skipped.has(name));
}

/** What an event keeps: values, and for changes how they were before and after. */
export function EventDetails({ details }: { details: Details }) {
  const manage = useManage(sections);
  const { fields } = manage;
  const record = (value: unknown) => (value && typeof value === "object" ? (value as Details) : {});
  // A change of roles keeps the lists themselves.
  const before = Array.isArray(details.before) ? { roles: details.before } : record(details.before);
  const after = Array.isArray(details.after) ? { roles: details.after } : record(details.after);
  const changed = changesOf(before, after);
  const others = Object.entries(details).filter(([name]) => !skipped.has(name));
  // Some keep what they changed beside each other, each with a before and an after of its own.
  const own = others.filter(([, value]) => isChange(value));
  const plain = others.filter(([, value]) => !isChange(value)).map(([name]) => name);
  for (const [name, value] of own) {
    const { before: was, after: is } = record(value);
    const isRecord = [was, is].every((one) => one && typeof one === "object" && !Array.isArray(one));
    changed.push(...(isRecord ? changesOf(record(was), record(is)) : [{ name, before: was, after: is }]));
  }
  return (
    <ul className="grid">
      {changed.map((change) => (
        <li key={change.name}>
          {fields[change.name] ?? change.name}:{" "}
          <del>
            <Value name={change.name} value={change.before} />
          </del>
          {" → "}
          <ins className="no-underline">
            <Value name={change.name} value={change.after} />
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
