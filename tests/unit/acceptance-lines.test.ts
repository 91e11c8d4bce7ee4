import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

/** How many lines each document has, which of them are blank, and which hold several sentences. */
const documents = {
  S0: {
    lines: 87,
    blank: [4, 5],
    sentences: {
      2: 3,
      17: 3,
      25: 4,
      34: 2,
      47: 2,
      48: 3,
      54: 2,
      75: 3,
      77: 2,
      79: 5,
      80: 5,
      81: 3,
      82: 4,
      83: 4,
    },
  },
  S1: {
    lines: 22,
    blank: [],
    sentences: {
      1: 2,
      2: 2,
      8: 2,
      9: 2,
      10: 3,
      11: 3,
      13: 3,
      14: 2,
      15: 2,
      17: 4,
      18: 2,
      19: 3,
      20: 4,
      21: 3,
    },
  },
  S2: { lines: 73, blank: [], sentences: { 2: 3, 3: 5, 9: 2, 12: 2, 34: 4, 45: 2, 73: 2 } },
  S3: { lines: 129, blank: [], sentences: { 2: 2, 3: 2, 27: 2, 79: 2, 127: 2 } },
  S4: { lines: 41, blank: [], sentences: { 2: 2, 7: 2, 10: 2, 35: 3, 38: 2 } },
} as const;

type DocumentName = keyof typeof documents;

interface Line {
  document: DocumentName;
  line: string;
  kind: "behaviour" | "heading" | "navigation" | "later" | "not built";
  tests?: string[];
  reason?: string;
}

const folder = new URL("../acceptance/", import.meta.url);
const clickPaths = new URL("../e2e/documents/", import.meta.url);
const listed = JSON.parse(readFileSync(new URL("lines.json", folder), "utf8")) as Line[];

/** The sentences of a document: "12", or "12.1", "12.2" where a line holds several. */
function sentencesOf({ lines, blank, sentences }: (typeof documents)[DocumentName]): string[] {
  return Array.from({ length: lines }, (_, at) => at + 1)
    .filter((line) => !(blank as readonly number[]).includes(line))
    .flatMap((line) => {
      const count = (sentences as Readonly<Record<number, number>>)[line] ?? 0;
      return count ? Array.from({ length: count }, (_, at) => `${line}.${at + 1}`) : [String(line)];
    });
}

/** Names of the tests that are there, by document: of behaviours in the worker, and of click paths in a browser. */
function testsOf(document: DocumentName): string[] {
  const named = (folder: URL, call: string) =>
    readdirSync(folder, { encoding: "utf8" })
      .filter((file) => file.startsWith(document) && /\.(test|spec)\.ts$/.test(file))
      .flatMap((file) => [
        ...readFileSync(new URL(file, folder), "utf8").matchAll(new RegExp(`^${call}\\(\\s*"([^"]+)"`, "gm")),
      ])
      .map((match) => match[1] as string);
  return [...named(folder, "behaviour"), ...named(clickPaths, "test")];
}

test.each(Object.keys(documents) as DocumentName[])(
  "every line of %s is listed once, in order",
  (document) => {
    const lines = listed.filter((one) => one.document === document).map(({ line }) => line);
    expect(lines).toEqual(sentencesOf(documents[document]));
  },
);

test.each(Object.keys(documents) as DocumentName[])(
  "every behaviour of %s names tests that are there, and every test belongs to a line",
  (document) => {
    const lines = listed.filter((one) => one.document === document);
    const named = lines.flatMap(({ tests = [] }) => tests);
    expect(new Set(named)).toEqual(new Set(testsOf(document)));
    for (const { line, kind, tests = [], reason = "" } of lines) {
      expect(tests.length > 0, `${document} L${line}`).toBe(kind === "behaviour");
      expect(reason !== "", `${document} L${line}`).toBe(kind === "later" || kind === "not built");
    }
  },
);

test.each(Object.keys(documents) as DocumentName[])(
  "a click path of %s in a browser is never the only proof of a line: it does not fail by itself under another preset",
  (document) => {
    for (const { line, kind, tests = [] } of listed.filter((one) => one.document === document)) {
      if (kind !== "behaviour") continue;
      expect(
        tests.filter((name) => !name.startsWith("in the browser: ")),
        `${document} L${line}`,
      ).not.toEqual([]);
    }
  },
);
