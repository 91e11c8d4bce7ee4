import type { PageError } from "../worker/web";
import type { FieldErrors } from "./components/ui/error-summary";
import type { Messages } from "./messages";

/** The longest password the domain takes, in characters. */
const longestPassword = 128;

/** Why an action did not do it, as its page shows it. Never holds a password. */
export interface Refusal {
  code: string;
  errors: { path: string; code: string }[];
  params: PageError["params"];
  /** Seconds. */
  retryAfter: number | null;
  /** Of the password that was refused, to say how much is missing. */
  passwordLength: number;
}

export function refusalOf(error: PageError, password = ""): Refusal {
  return {
    code: error.code,
    errors: error.errors.map(({ path, code }) => ({ path, code })),
    params: error.params,
    retryAfter: error.retryAfter,
    passwordLength: [...password.normalize("NFKC")].length,
  };
}

/** What somebody reads whose password is right and whose membership is switched off. */
export function deactivatedWords(
  { signIn }: Messages,
  workspace: string,
  params: PageError["params"],
): string {
  return params.accessEnded === 1 ? signIn.accessEnded({ workspace }) : signIn.deactivated({ workspace });
}

/** The words beside the fields of a refused form, by field name. */
export function fieldErrors(words: Messages, refusal: Refusal | undefined): FieldErrors {
  const found: Record<string, string> = {};
  for (const { path, code } of refusal?.errors ?? []) {
    found[path] ??= fieldWords(words, path, code, refusal);
  }
  return found;
}

function fieldWords(words: Messages, path: string, code: string, refusal?: Refusal): string {
  switch (path) {
    case "password":
      return passwordWords(words, code, refusal);
    case "firstName":
      return code === "required" ? words.join.firstNameMissing : words.common.nameInvalid;
    case "lastName":
      return code === "required" ? words.join.lastNameMissing : words.common.nameInvalid;
    case "currentPassword":
      return words.account.currentWrong;
    case "email":
      return code === "domain" ? words.register.domain : words.common.emailInvalid;
    case "securityCode":
      return code === "required" ? words.register.securityMissing : words.register.securityWrong;
    default:
      return words.errors.conflict.lead;
  }
}

function passwordWords(words: Messages, code: string, refusal?: Refusal): string {
  const length = refusal?.passwordLength ?? 0;
  if (length === 0) return words.password.missing;
  switch (code) {
    case "too_short":
      return words.password.tooShort({ minimum: Number(refusal?.params.minLength ?? 12), length });
    case "same":
      return words.choose.same;
    case "common":
      return words.password.common;
    case "contains_context":
      return words.password.contextPlain;
    default:
      return words.password.tooLong({ maximum: longestPassword });
  }
}

/**
 * The fields of a form but `intent`, as the domain wants to see them: one posted twice stays a list,
 * an unknown one stays in, so that both are refused there (T-20, A-02).
 */
export function fieldsOf(form: FormData): Record<string, string | string[]> {
  const fields: Record<string, string | string[]> = {};
  for (const name of new Set(form.keys())) {
    if (name === "intent") continue;
    const values = form.getAll(name).map(String);
    fields[name] = values.length === 1 ? (values[0] ?? "") : values;
  }
  return fields;
}

/** One field as text; empty when it is absent. */
export function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
}
