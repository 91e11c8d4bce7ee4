import { Form, useNavigation } from "@remix-run/react";
import clsx from "clsx";
import { type FormEvent, type ReactNode, useState } from "react";
import { useManage } from "../../manage-words";
import type { Language } from "../../messages";
import type { NounKey, PhraseKey } from "../../messages/manage/en/words";
import { words } from "../../messages/manage/en/words";
import { wordSamples } from "../../messages/word-samples";
import { useHydrated } from "../../request";
import { fill, type Terms } from "../../terms";
import { Button } from "../ui/button";
import { ErrorSummary } from "../ui/error-summary";
import { Section } from "../ui/section";
import { TextField } from "../ui/text-field";

const sections = { words };

type Values = Readonly<Record<string, string>>;

const things: readonly NounKey[] = ["workspace", "unit", "group", "course", "session"];

/** The words of one language, beside what stands where a field is empty. */
export function WordsForm({
  language,
  usual,
  roles,
  values,
  errors,
}: {
  language: Language;
  /** What stands where the workspace says nothing. */
  usual: Terms;
  /** Those that there are in the workspace. */
  roles: readonly NounKey[];
  values: Values;
  errors: Readonly<Record<string, string>> | undefined;
}) {
  const { words } = useManage(sections);
  const hydrated = useHydrated();
  const busy = useNavigation().state !== "idle";
  const [typed, setTyped] = useState(values);
  const read = (event: FormEvent<HTMLFormElement>) =>
    setTyped(
      Object.fromEntries([...new FormData(event.currentTarget)].map(([name, text]) => [name, `${text}`])),
    );
  const field = (name: string, label: ReactNode, word: string) => (
    <TextField
      key={name}
      name={name}
      label={label}
      placeholder={word}
      markOptional={false}
      lang={language}
      maxLength={40}
      autoComplete="off"
      // Clear of what stands fixed at the bottom when it gets the focus.
      className="scroll-mb-60"
      error={errors?.[name]}
      defaultValue={values[name] ?? ""}
    />
  );
  const nouns = (keys: readonly NounKey[]) => (
    <div className="grid max-w-3xl gap-5 sm:gap-2">
      {keys.map((key, row) => {
        // Where they stand in columns, the first row names these for the eye.
        const column = (label: string) => <span className={clsx(row > 0 && "sm:sr-only")}>{label}</span>;
        return (
          <fieldset
            key={key}
            className="grid grid-cols-2 items-start gap-x-3 gap-y-1 sm:grid-cols-[12rem_1fr_1fr]"
          >
            <legend
              className={clsx(
                "float-start mb-1 font-medium max-sm:col-span-2 sm:mb-0",
                row > 0 ? "sm:pt-2" : "sm:pt-8",
              )}
            >
              {words.nouns[key]}
            </legend>
            {field(`${key}.one`, column(words.one), usual[key].one)}
            {field(`${key}.many`, column(words.many), usual[key].many)}
          </fieldset>
        );
      })}
    </div>
  );
  return (
    // The document carries the words for the browser: it is loaded anew with them.
    <Form method="post" reloadDocument className="grid gap-8" noValidate={hydrated} onInput={read}>
      <ErrorSummary errors={errors} />
      <Section title={words.things} description={words.thingsLead}>
        {nouns(things)}
      </Section>
      <Section title={words.roles} description={words.rolesLead}>
        {nouns(roles)}
      </Section>
      <Section title={words.phrases} description={words.phrasesLead}>
        <div className="grid max-w-3xl gap-5 sm:grid-cols-2">
          {(Object.keys(words.texts) as PhraseKey[]).map((key) => field(key, words.texts[key], usual[key]))}
        </div>
      </Section>
      <div className="sm:sticky bottom-0 -mx-1 grid gap-3 border-t border-line bg-bg px-1 py-4">
        <div className="grid gap-1" lang={language}>
          <p className="text-sm text-muted" lang="en">
            {words.preview}
          </p>
          {wordSamples[language].map((sample) => (
            <p key={sample}>{fill(sample, said(typed, usual))}</p>
          ))}
        </div>
        <div>
          <Button type="submit" variant="primary" pending={busy}>
            {words.submit}
          </Button>
        </div>
      </div>
    </Form>
  );
}

/** The words as they are typed, and the usual ones where nothing is. */
function said(typed: Values, usual: Terms): Terms {
  const word = (name: string, known: string) => typed[name]?.trim() || known;
  // Every key of the usual words gets a word of the same shape, which the type of the entries does not say.
  return Object.fromEntries(
    Object.entries(usual).map(([key, known]) => [
      key,
      typeof known === "string"
        ? word(key, known)
        : { one: word(`${key}.one`, known.one), many: word(`${key}.many`, known.many) },
    ]),
    // One entry for each key of `usual`, which the type of the entries does not say.
  ) as unknown as Terms;
}
