import { useRouteLoaderData } from "@remix-run/react";
import { useMemo } from "react";
import type { PageError } from "../../../worker/web";
import type { ManageMessages } from "../../messages/manage/en";
import { type Policies, type PolicyKey, type PolicyTheme, policies } from "../../messages/manage/en/policies";
import { useWords } from "../../request";
import { fill, inTerms, type Terms } from "../../terms";
import { controlOf, percentOf, type Reminder, timeOf } from "./policy-controls";

export type PolicyWords = typeof policies;

/** The words about policies, in the terms of the workspace; apart from the catalogue, for they are long. */
export function usePolicyWords(): PolicyWords {
  const terms = (useRouteLoaderData("routes/manage") as { terms: Terms }).terms;
  return useMemo(() => policyWordsIn(terms), [terms]);
}

/** The same in loaders, for what the page is called. */
export function policyWordsIn(terms: Terms): PolicyWords {
  return inTerms(policies, terms);
}

export type PresetKey = keyof PolicyWords["presets"];
export const presetKeys = Object.keys(policies.presets) as PresetKey[];

export function isPreset(text: string): text is PresetKey {
  return Object.hasOwn(policies.presets, text);
}

export const themeKeys = Object.keys(policies.themes) as PolicyTheme[];

export function isPolicy(text: string): text is PolicyKey {
  return Object.hasOwn(policies.keys, text);
}

export function isTheme(text: string | undefined): text is PolicyTheme {
  return text !== undefined && Object.hasOwn(policies.themes, text);
}

/** The refusals of a use case by the policy that they are about; the empty name is the change as a whole. */
export function policyErrors(manage: ManageMessages, error: PageError): Record<string, string> {
  const keys = Object.keys(policies.keys);
  const found: Record<string, string> = {};
  for (const { path, message } of error.errors) {
    const rest = path.replace(/^policies\./, "");
    const key = keys.find((one) => rest === one || rest.startsWith(`${one}.`)) ?? "";
    found[key] ??= message;
  }
  return Object.keys(found).length > 0 ? found : { "": manage.errors[error.code] ?? manage.errorOther };
}

/** Refusals in words: keys of policies as they are called on the page, roles as they are called here. */
export function usePolicyErrors(
  errors: Readonly<Record<string, string>> | undefined,
): Record<string, string> | undefined {
  const words = usePolicyWords();
  const { terms } = useRouteLoaderData("routes/manage") as { terms: Terms };
  const roles = useWords().roles as Readonly<Record<string, { name: string } | undefined>>;
  return useMemo(() => {
    const said = (message: string) =>
      fill(message, terms).replace(/[a-z_]+(?:\.[a-z_]+)*/g, (name) => {
        if (Object.hasOwn(words.keys, name)) return `“${words.keys[name as PolicyKey].title}”`;
        return name.includes("_") && roles[name] ? roles[name].name : name;
      });
    return errors && Object.fromEntries(Object.entries(errors).map(([key, message]) => [key, said(message)]));
  }, [errors, words, terms, roles]);
}

interface KeyWords {
  title: string;
  meaning: string;
  some?: string;
  none?: string;
  all?: string;
  values?: Record<string, string>;
}

/** The words of a key, whatever kind it is of. */
export function wordsOf(words: PolicyWords, key: PolicyKey): KeyWords {
  return words.keys[key];
}

/** What values do, in words: a sentence for one, a few words for each of a list. */
export function useValueWords(): (key: PolicyKey, value: unknown) => string {
  const words = usePolicyWords();
  const { roles } = useWords();
  return (key, value) => {
    const own = wordsOf(words, key);
    const control = controlOf(key);
    const none = own.none ?? words.form.none;
    switch (control.kind) {
      case "choice":
        return own.values?.[String(value)] ?? String(value);
      case "role":
        return value === null ? none : nameOf(roles, String(value));
      case "list":
        if (value === "all") return own.all ?? none;
        return inSentence((value as string[]).map((item) => own.values?.[item] ?? item)) || none;
      case "roles":
        if (value === "all" || (value === null && control.empty === null)) return own.all ?? none;
        return listed(((value ?? []) as string[]).map((role) => nameOf(roles, role))) || none;
      case "rights":
        return listed((value as string[]).map((right) => rightIn(words, roles, right))) || none;
      case "number":
        return value === null ? none : numberIn(words, control.unit, Number(value));
      case "lines":
        return listed(value as string[]) || none;
      case "order":
        return (value as string[]).map((role) => nameOf(roles, role)).join(", ") || none;
      case "reminders":
        return inSentence((value as Reminder[]).map((moment) => momentIn(words, moment))) || none;
      case "landing":
        return (
          listed(
            Object.entries(value as Policies["landing.by_role"]).map(([role, place]) =>
              words.values.landing({
                role: role === "*" ? words.form.landingOthers : nameOf(roles, role),
                place: words.form.landing[place],
              }),
            ),
            "; ",
          ) || none
        );
    }
  };
}

function nameOf(roles: Readonly<Record<string, { name: string }>>, role: string): string {
  return roles[role]?.name ?? role;
}

/** A role among those who may invite: `unit_manager@unit` as where they may. */
export function rightIn(
  words: PolicyWords,
  roles: Readonly<Record<string, { name: string }>>,
  right: string,
): string {
  const [role = "", scope] = right.split("@");
  const name = nameOf(roles, role);
  if (scope === "unit" || scope === "group") {
    return words.form.rightPlace({ role: name, place: words.form.places[scope] });
  }
  return name;
}

function numberIn(words: PolicyWords, unit: string, value: number): string {
  const { values } = words;
  if (unit === "seconds") {
    const { count, unit } = timeOf(value);
    return values[unit]({ count });
  }
  if (unit === "hours" || unit === "days" || unit === "characters" || unit === "people") {
    return values[unit]({ count: value });
  }
  return String(value);
}

function momentIn(words: PolicyWords, moment: Reminder): string {
  const { values } = words;
  if (moment.kind === "share") return values.share({ percent: percentOf(moment.of) });
  const { count, unit } = timeOf(moment.seconds);
  const term = values[unit]({ count });
  return moment.kind === "before_end" ? values.beforeEnd({ term }) : values.afterSending({ term });
}

/** Words that stand alone in a form, in a row: only the first begins like a sentence. */
function inSentence(items: readonly string[]): string {
  const [first = "", ...rest] = items;
  const lowered = rest.map((item) =>
    /^\p{Lu}[\p{Ll}-]/u.test(item) ? item[0]?.toLowerCase() + item.slice(1) : item,
  );
  return listed([first && first[0]?.toUpperCase() + first.slice(1), ...lowered]);
}

function listed(items: readonly string[], between = ", "): string {
  return items.filter(Boolean).join(between);
}
