import type { PageContext } from "../../worker/web";
import type { ManageMessages } from "../messages/manage/en";
import { dayOf, endOfDay } from "./manage.guard.server";

type Policies = NonNullable<PageContext["workspace"]>["policies"];

const hour = 3_600;
const day = 24 * hour;

function termLabel(manage: ManageMessages, seconds: number | null): string {
  if (seconds === null) return manage.invite.terms.never;
  return seconds % day === 0 && seconds > day
    ? manage.invite.days({ count: seconds / day })
    : manage.invite.hours({ count: Math.round(seconds / hour) });
}

/** The terms a link may have here (D1): the usual one first, then those within the bounds. */
export function termChoices(
  manage: ManageMessages,
  policies: Policies,
  first: "usual" | "keep",
): { value: string; label: string }[] {
  const usual = policies["invite.link_ttl_s"];
  const longest = policies["invite.link_ttl_max_s"];
  const { terms } = manage.invite;
  const fixed: [number, string][] = [
    [day, terms.hours24],
    [7 * day, terms.days7],
    [30 * day, terms.days30],
  ];
  const leading =
    first === "keep"
      ? { value: "keep", label: manage.person.edit.termKeep }
      : { value: "usual", label: manage.invite.termDefault({ term: termLabel(manage, usual) }) };
  return [
    leading,
    ...fixed
      .filter(
        ([seconds]) => (longest === null || seconds <= longest) && (first === "keep" || seconds !== usual),
      )
      .map(([seconds, label]) => ({ value: String(seconds), label })),
    { value: "until", label: terms.until },
    ...(longest === null && (usual !== null || first === "keep")
      ? [{ value: "never", label: terms.never }]
      : []),
  ];
}

/** The first and last day that a link may end on. */
export function untilBounds(policies: Policies, timeZone: string, now: number) {
  const longest = policies["invite.link_ttl_max_s"];
  return {
    min: dayOf(now, timeZone),
    max: longest === null ? null : dayOf(now + (longest - day) * 1000, timeZone),
  };
}

/** The chosen term as the use cases take it; a wrong date is an error of the field. */
export function readTerm(manage: ManageMessages, form: FormData, timeZone: string) {
  const term = String(form.get("term") ?? "usual");
  if (term === "never") return { input: { linkTermSeconds: null } };
  if (term === "until") {
    const end = endOfDay(String(form.get("until") ?? ""), timeZone);
    return end === null
      ? { input: {}, error: manage.invite.untilMissing }
      : { input: { linkExpiresAt: new Date(end).toISOString() } };
  }
  const seconds = Number(term);
  return { input: Number.isInteger(seconds) && seconds > 0 ? { linkTermSeconds: seconds } : {} };
}

/** Names of the form's fields for the use cases' paths. */
export const termFields = { linkTermSeconds: "term", linkExpiresAt: "until" } as const;
