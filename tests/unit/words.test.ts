import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { de } from "../../app/messages/de.ts";
import { en } from "../../app/messages/en.ts";
import { es } from "../../app/messages/es.ts";
import { fr } from "../../app/messages/fr.ts";
import { help as helpDe } from "../../app/messages/help/de.ts";
import { help as helpEn } from "../../app/messages/help/en.ts";
import { help as helpEs } from "../../app/messages/help/es.ts";
import { help as helpFr } from "../../app/messages/help/fr.ts";
import { helpForManagers } from "../../app/messages/help/manage.ts";
import { manage } from "../../app/messages/manage/en/index.ts";
import { policies } from "../../app/messages/manage/en/policies.ts";
import { usual as usualDe } from "../../app/messages/usual/de.ts";
import { usual as usualEn } from "../../app/messages/usual/en.ts";
import { usual as usualEs } from "../../app/messages/usual/es.ts";
import { usual as usualFr } from "../../app/messages/usual/fr.ts";
import { wordSamples } from "../../app/messages/word-samples.ts";
import { fill, inTerms } from "../../app/terms.ts";
import { de as mailDe } from "../../emails/messages/de.ts";
import { en as mailEn } from "../../emails/messages/en.ts";
import { es as mailEs } from "../../emails/messages/es.ts";
import { fr as mailFr } from "../../emails/messages/fr.ts";
import { inWords } from "../../emails/words.ts";
import { languages } from "../../worker/domain/languages.ts";
import { presets } from "../../worker/domain/presets.ts";
import { nounKeys, phraseKeys, sayIn, type Terms, termsIn, usualTerms } from "../../worker/domain/terms.ts";

const catalogues: Readonly<Record<string, object>> = {
  manage,
  policies,
  en,
  de,
  fr,
  es,
  helpForManagers,
  helpEn,
  helpDe,
  helpFr,
  helpEs,
  mailEn,
  mailDe,
  mailFr,
  mailEs,
};

/** Every text of a catalogue by its path; functions are asked with words for what is filled in. */
function textsOf(value: unknown, path = ""): [path: string, text: string][] {
  if (typeof value === "string") return [[path, value]];
  if (typeof value === "function") {
    return [1, 2].flatMap((count) => textsOf((value as (given: unknown) => unknown)(given(count)), path));
  }
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([key, item]) => textsOf(item, path ? `${path}.${key}` : key));
}

/** Answers to every name: numbers where they are counted, a word without meaning elsewhere. */
function given(count: number): unknown {
  const numbers = new Set([
    "count",
    "done",
    "total",
    "line",
    "percent",
    "days",
    "errors",
    "seconds",
    "minimum",
  ]);
  return new Proxy(
    {},
    {
      get: (_, name) => {
        if (name === Symbol.toPrimitive) return () => "Xx";
        if (name === "locale" || name === "toLowerCase") return () => "xx";
        return numbers.has(String(name)) ? count : "Xx";
      },
      has: () => true,
    },
  );
}

const token = /‹([^‹›]*)›/g;
const known = new Set<string>([...nounKeys, ...nounKeys.map((key) => `${key}s`), ...phraseKeys]);

/** Tokens that name no word. */
function strangeTokens(texts: readonly string[]): string[] {
  return texts.flatMap((text) =>
    [...text.matchAll(token)].flatMap(([whole, inner = ""]) =>
      known.has(inner.toLowerCase().replace(/^an? /, "")) ? [] : [whole],
    ),
  );
}

test.each(Object.entries(catalogues))(
  "every token of the catalogue %s is a word that there is",
  (_, found) => {
    const texts = textsOf(found).map(([, text]) => text);
    expect(strangeTokens(texts)).toEqual([]);
    expect(texts.filter((text) => /[‹›]/.test(text.replace(token, "")))).toEqual([]);
  },
);

/** What a workspace may call otherwise, as it would stand bare in a sentence. */
const bare: Readonly<Record<string, RegExp>> = {
  en: /\b(workspaces?|units?|groups?|courses?|sessions?|administrators?|managers?|instructors?|learners?|coach(?:es)?)\b/i,
  de: /\b(Arbeitsbereich\w*|Organisationseinheit\w*|Gruppen?|Kurse?[sn]?|Termine?[sn]?|Administration|Administrator\w*|Lernende\w*|Kursleitung\w*)\b/,
  fr: /\b(espaces?|unités?|groupes?|cours|sessions?|séances?|administrateurs?|apprenants?|formateurs?)(?![\p{L}’])/iu,
  es: /\b(espacios?|unidad(?:es)?|grupos?|cursos?|administrador(?:es)?|estudiantes?|instructor(?:es)?)(?!\p{L})|\bsesi(?:ón|ones)(?!\p{L})/iu,
};

const languageOf: Readonly<Record<string, string>> = {
  manage: "en",
  policies: "en",
  en: "en",
  de: "de",
  fr: "fr",
  es: "es",
  helpForManagers: "en",
  helpEn: "en",
  helpDe: "de",
  helpFr: "fr",
  helpEs: "es",
  mailEn: "en",
  mailDe: "de",
  mailFr: "fr",
  mailEs: "es",
};

/** Where such a word stands on purpose, and why. */
const allowed: readonly { in: string; path: RegExp; why: string }[] = [
  { in: "manage", path: /^words\./, why: "the page that chooses the words names what is chosen" },
  { in: "de", path: /^home\./, why: "the first page stands outside every workspace" },
  { in: "fr", path: /^home\./, why: "the first page stands outside every workspace" },
  { in: "es", path: /^home\./, why: "the first page stands outside every workspace" },
  { in: "fr", path: /^account\.(sessions|addSent)/, why: "a login, not a session of a course" },
  {
    in: "es",
    path: /^(common\.signOut|home|signIn|forgot|reset|verify|join|joined|account|errors|choose|card|sso|catalog)\b/,
    why: "iniciar sesión is to sign in",
  },
  {
    in: "helpEs",
    path: /^signIn$|^notReceived\.provider$|^haveAccount\.join\./,
    why: "iniciar sesión is to sign in",
  },
  { in: "mailEs", path: /./, why: "iniciar sesión is to sign in; un espacio para aprender is a place" },
  {
    in: "mailFr",
    path: /^(invitation|account\w*)\.intro$/,
    why: "un espace pour apprendre is a place, not a word for it",
  },
  { in: "policies", path: /^themes\.\w+\.keys\.\d+$/, why: "names of policies, no text" },
  { in: "policies", path: /^presets\./, why: "says what a preset does before its words count" },
  {
    in: "manage",
    path: /^(customer\.|flash\.customerAdmin)/,
    why: "administrators of the customer, who stand above its workspaces and have no word",
  },
  { in: "policies", path: /^form\.unit$/, why: "a unit of time" },
];

test.each(Object.keys(catalogues))(
  "no noun that a workspace may choose stands bare in the catalogue %s",
  (name) => {
    const words = bare[languageOf[name] ?? "en"] as RegExp;
    const left = textsOf(catalogues[name]).filter(
      ([path, text]) =>
        words.test(text.replace(token, "")) && !allowed.some((one) => one.in === name && one.path.test(path)),
    );
    expect(left).toEqual([]);
  },
);

test("the browser's usual words are those of the domain", () => {
  expect({ en: usualEn, de: usualDe, fr: usualFr, es: usualEs }).toEqual(usualTerms);
});

const school: Terms = termsIn(presets.academy.terms, "en");

test("a token takes the form, the article and the capital that it asks for", () => {
  const said: readonly [string, string][] = [
    ["‹a unit›, ‹units›, ‹Units›, ‹A unit›", "a school, schools, Schools, A school"],
    ["‹an admin› and ‹a group_admin›", "an Admin and a GroupAdmin"],
    ["‹people›: ‹invite›", "Users: Invite User"],
    ["‹status_pending› ‹Manage_area›", "Pending Manage dashboard"],
    ["‹nothing› ‹__proto__› ‹constructor›", "‹nothing› ‹__proto__› ‹constructor›"],
  ];
  for (const [text, wanted] of said) {
    expect(fill(text, school)).toBe(wanted);
    expect(sayIn(text, school)).toBe(wanted);
  }
});

test("the article goes by the sound of the word", () => {
  const article = (one: string) => fill("‹a unit›", { ...school, unit: { one, many: one } });
  const heard = [
    "unit",
    "university",
    "user group",
    "European school",
    "one-off",
    "organisation",
    "umbrella",
    "area",
  ];
  expect(heard.map((word) => article(word).split(" ")[0])).toEqual([
    "a",
    "a",
    "a",
    "a",
    "a",
    "an",
    "an",
    "an",
  ]);
});

test("pages, mails and the domain put words in alike", () => {
  const texts = [...nounKeys].flatMap((key) => [
    `‹a ${key}›`,
    `‹${key}s›`,
    `‹${key[0]?.toUpperCase()}${key.slice(1)}›`,
  ]);
  for (const preset of Object.values(presets)) {
    const terms = termsIn(preset.terms, "en");
    for (const text of texts) {
      expect(fill(text, terms)).toBe(sayIn(text, terms));
      expect(inWords({ text }, terms).text).toBe(sayIn(text, terms));
    }
  }
});

test("a catalogue in terms has no token left, whatever is filled in", () => {
  for (const preset of Object.values(presets)) {
    for (const language of languages) {
      const found = { en, de, fr, es }[language];
      const texts = textsOf(inTerms(found, termsIn(preset.terms, language)));
      expect(texts.filter(([, text]) => /[‹›]/.test(text))).toEqual([]);
      for (const sample of wordSamples[language]) {
        expect(fill(sample, termsIn(preset.terms, language))).not.toMatch(/[‹›]/);
      }
    }
  }
});

test("sentences of the domain that pages show name words that there are, and hold no bare noun", () => {
  const files = ["invitations/decide-offer.ts", "places/group-unit.ts", "imports/problem-words.ts"];
  for (const file of files) {
    const source = readFileSync(join(import.meta.dirname, "../../worker/domain", file), "utf8");
    const code = source.replace(/^\s*(\/?\*|\/\/).*$/gm, "");
    const sentences = [...code.matchAll(/["`]([^"`\n]* [^"`\n]*)["`]/g)].map(([, text = ""]) => text);
    expect(sentences.length).toBeGreaterThan(0);
    expect(strangeTokens(sentences)).toEqual([]);
    expect(sentences.filter((text) => bare.en?.test(text.replace(token, "")))).toEqual([]);
  }
});
