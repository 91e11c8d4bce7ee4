import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { data } from "@remix-run/cloudflare";
import { useActionData, useLoaderData } from "@remix-run/react";
import { WordsForm } from "../components/settings/words-form";
import { FilterChip } from "../components/ui/chip";
import { PageHeader } from "../components/ui/page-header";
import { manageOfPage, useManage } from "../manage-words";
import { manageOf } from "../manage-words.server";
import { type Language, languageNames, languages } from "../messages";
import type { NounKey, PhraseKey } from "../messages/manage/en/words";
import { words } from "../messages/manage/en/words";
import { languageFrom } from "../preferences";
import type { Terms } from "../terms";
import { errorText, insideOf, redirectWithFlash } from "./manage.guard.server";

const sections = { words };

/** What the form holds, by the name of the field: `unit.one`, `people`. */
type Values = Readonly<Record<string, string>>;

function languageOf(request: Request): Language {
  return languageFrom(new URL(request.url).searchParams.get("language")) ?? "en";
}

export async function loader({ context, request }: LoaderFunctionArgs) {
  const { workspace, member, base } = insideOf(context, request);
  if (!member.may.includes("workspace.manage")) throw new Response(null, { status: 403 });
  const language = languageOf(request);
  const { terms } = workspace.policyOverrides as { terms?: Partial<Record<Language, Partial<Terms>>> };
  const own = terms?.[language] ?? {};
  const values: Record<string, string> = {};
  for (const [key, word] of Object.entries(own)) {
    if (typeof word === "string") values[key] = word;
    else Object.assign(values, { [`${key}.one`]: word.one, [`${key}.many`]: word.many });
  }
  return {
    base,
    workspace: workspace.name,
    language,
    usual: context.presetTerms(language),
    roles: workspace.policies["roles.set"],
    values: values as Values,
  };
}

export async function action({ context, request }: ActionFunctionArgs) {
  const manage = manageOf(context);
  const { workspace, base } = insideOf(context, request);
  const language = languageOf(request);
  const form = await request.formData();
  const text = (name: string) => String(form.get(name) ?? "").trim();
  const values: Record<string, string> = {};
  // All languages are one policy: those of the others stay, and so do words of which the form did not ask.
  const { terms: before } = workspace.policyOverrides as { terms?: Record<string, Record<string, unknown>> };
  const { [language]: known = {}, ...others } = before ?? {};
  const own: Record<string, unknown> = {};
  for (const key of Object.keys(manage.words.nouns) as NounKey[]) {
    if (!form.has(`${key}.one`)) {
      if (Object.hasOwn(known, key)) own[key] = known[key];
      continue;
    }
    const word = { one: text(`${key}.one`), many: text(`${key}.many`) };
    Object.assign(values, { [`${key}.one`]: word.one, [`${key}.many`]: word.many });
    if (word.one || word.many) own[key] = word;
  }
  for (const key of Object.keys(manage.words.texts) as PhraseKey[]) {
    if (!form.has(key)) {
      if (Object.hasOwn(known, key)) own[key] = known[key];
      continue;
    }
    values[key] = text(key);
    if (values[key]) own[key] = values[key];
  }
  const terms = Object.keys(own).length > 0 ? { ...others, [language]: own } : others;
  const changed = await context.attempt(() =>
    context.useCases.changeWorkspace({ policies: { terms: Object.keys(terms).length > 0 ? terms : null } }),
  );
  if (!changed.ok) {
    const errors: Record<string, string> = {};
    for (const { path, message } of changed.error.errors) {
      errors[path.replace(`policies.terms.${language}.`, "")] ??= message;
    }
    if (Object.keys(errors).length === 0) errors[""] = errorText(manage, changed.error);
    return data({ values: values as Values, errors }, { status: changed.error.status });
  }
  return redirectWithFlash(context, `${base}/settings/words?language=${language}`, { kind: "settings" });
}

export const meta: MetaFunction<typeof loader> = ({ data: found, matches }) => {
  const manage = manageOfPage(matches, sections);
  return [{ title: `${manage.words.title} · ${found?.workspace ?? ""}` }];
};

/** What the workspace calls things, a language at a time (F12). */
export default function WordsPage() {
  const { words } = useManage(sections);
  const { base, language, usual, roles, values } = useLoaderData<typeof loader>();
  const answer = useActionData() as { values: Values; errors: Record<string, string> } | undefined;
  return (
    <>
      <PageHeader title={words.title} description={words.lead} />
      <nav aria-label={words.language} className="flex flex-wrap gap-2">
        {languages.map((one) => (
          <FilterChip key={one} to={`${base}/settings/words?language=${one}`} current={one === language}>
            <span lang={one}>{languageNames[one]}</span>
          </FilterChip>
        ))}
      </nav>
      <WordsForm
        key={language}
        language={language}
        usual={usual}
        roles={roles}
        values={answer?.values ?? values}
        errors={answer?.errors}
      />
    </>
  );
}
