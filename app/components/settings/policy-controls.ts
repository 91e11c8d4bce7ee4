import type { Policies, PolicyKey } from "../../messages/manage/en/policies";

/**
 * How a policy is asked for: one of its values, some of them, roles, a number with its unit, or a table of its own.
 * `empty` is what "none" or "all" is in the place of a list or number: what the page calls so.
 */
export type Control =
  | { kind: "choice" }
  | { kind: "list"; empty?: "all" }
  | { kind: "role" }
  | { kind: "roles"; empty?: null | "all"; only?: readonly string[] }
  | { kind: "rights" }
  | { kind: "number"; unit: "seconds" | "hours" | "days" | "characters" | "people"; empty?: null }
  | { kind: "reminders" }
  | { kind: "landing" }
  | { kind: "order" }
  | { kind: "lines" };

const choice: Control = { kind: "choice" };

const others: Partial<Record<PolicyKey, Control>> = {
  "invite.required": { kind: "list" },
  "invite.optional": { kind: "list" },
  "invite.unit_fields_for_roles": { kind: "roles", empty: null },
  "invite.default_role": { kind: "role" },
  "from_session.requires": { kind: "roles" },
  "invite.link_ttl_s": { kind: "number", unit: "seconds", empty: null },
  "invite.link_ttl_max_s": { kind: "number", unit: "seconds", empty: null },
  "reminders.schedule": { kind: "reminders" },
  "roles.set": { kind: "roles" },
  "roles.may_invite": { kind: "rights" },
  "roles.may_manage_invites": { kind: "rights" },
  "landing.by_role": { kind: "landing" },
  "landing.priority": { kind: "order" },
  "retention.never_accepted_days": { kind: "number", unit: "days", empty: null },
  "retention.import_rows_days": { kind: "number", unit: "days" },
  "csv.required": { kind: "list" },
  "csv.optional": { kind: "list", empty: "all" },
  "csv.default_role": { kind: "role" },
  "csv.allowed_roles": { kind: "roles", empty: "all" },
  "session.remind_hours": { kind: "number", unit: "hours", empty: null },
  "identity.password_min": { kind: "number", unit: "characters" },
  "identity.card_days": { kind: "number", unit: "days" },
  "selfreg.roles": { kind: "roles", only: ["learner"] },
  "selfreg.domains_allowed": { kind: "lines" },
  "selfreg.domains_refused": { kind: "lines" },
  "limits.users_soft": { kind: "number", unit: "people", empty: null },
};

/** Those that are chosen from a few values need no entry: their words are their values. */
export function controlOf(key: PolicyKey): Control {
  return others[key] ?? choice;
}

/** As many reminders can be entered as the policy takes. */
export const mostReminders = 5;

export type Reminder = Policies["reminders.schedule"][number];

const hour = 3_600;
const day = 24 * hour;

/** Seconds as whole days where they are, and as hours otherwise, to a second. */
export function timeOf(seconds: number): { count: number; unit: "days" | "hours" } {
  return seconds % day === 0 && seconds > day
    ? { count: seconds / day, unit: "days" }
    : { count: hoursOf(seconds), unit: "hours" };
}

/** Seconds as hours. */
export function hoursOf(seconds: number): number {
  return rounded(seconds / hour);
}

/** A share as per cent. */
export function percentOf(share: number): number {
  return rounded(share * 100);
}

function rounded(count: number): number {
  return Math.round(count * 10_000) / 10_000;
}

/** True for values that say the same: a list of names has no order. */
export function sameValue(a: unknown, b: unknown): boolean {
  return JSON.stringify(ordered(a)) === JSON.stringify(ordered(b));
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value))
    return value.every((item) => typeof item === "string") ? [...value].sort() : value;
  if (value === null || typeof value !== "object") return value;
  return Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
}

/**
 * What a form says of a policy, as the use case takes it; undefined where the form does not ask for it. A number that
 * is none is handed on as it was typed, so that the refusal names the field.
 */
export function readPolicy(key: PolicyKey, form: FormData): unknown {
  const control = controlOf(key);
  if (!form.has(`${key}.asked`)) return undefined;
  const text = (part: string) => String(form.get(part ? `${key}.${part}` : key) ?? "").trim();
  const ticked = form.getAll(key).map(String);
  switch (control.kind) {
    case "choice":
      return scalar(text(""));
    case "role":
      return text("") === "" ? null : text("");
    case "list":
    case "rights":
      return text("mode") === "all" ? "all" : ticked;
    case "roles":
      if (text("mode") === "all") return control.empty;
      // No role that is needed is no need for any, which this key says with null.
      return key === "from_session.requires" && ticked.length === 0 ? null : ticked;
    case "number":
      if (text("mode") === "none") return null;
      return control.unit === "seconds"
        ? Math.round(numberOf(text("number")) * secondsOf(text("unit")))
        : numberOf(text("number"));
    case "reminders":
      return Array.from({ length: mostReminders }, (_, at) =>
        reminderOf(text(`${at}.kind`), text(`${at}.number`)),
      ).filter((moment) => moment !== null);
    case "lines":
      return [
        ...new Set(
          text("")
            .toLowerCase()
            .split(/[\s,;]+/)
            .filter(Boolean),
        ),
      ];
    case "order":
      return [...new Set(ticked.filter((role) => role !== ""))];
    case "landing":
      return Object.fromEntries(
        [...form.keys()]
          .filter((name) => name.startsWith(`${key}.at.`))
          .map((name) => [name.slice(`${key}.at.`.length), String(form.get(name))])
          .filter(([, place]) => place !== ""),
      );
  }
}

function scalar(text: string): string | boolean | null {
  if (text === "true" || text === "false") return text === "true";
  return text === "null" ? null : text;
}

/** Not a number where nothing, or no number, was typed. */
function numberOf(text: string): number {
  return /^\d{1,9}(?:[.,]\d{1,4})?$/.test(text) ? Number(text.replace(",", ".")) : Number.NaN;
}

function secondsOf(unit: string): number {
  return unit === "hours" ? hour : day;
}

function reminderOf(kind: string, number: string): Reminder | null {
  const count = numberOf(number);
  if (kind === "share") return { kind, of: rounded(count / 100) };
  if (kind === "before_end" || kind === "after_sending") return { kind, seconds: Math.round(count * hour) };
  return null;
}
