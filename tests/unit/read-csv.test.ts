import process from "node:process";
import { parse as parseWithOther } from "csv-parse/sync";
import fc from "fast-check";
import { expect, test } from "vitest";
import { csvLine } from "../../worker/domain/csv-cells.ts";
import { DomainError } from "../../worker/domain/errors.ts";
import { cleanCell } from "../../worker/domain/imports/clean-cell.ts";
import {
  type CsvPart,
  type CsvRow,
  importLimits,
  type ReadCsvOptions,
  readCsv,
} from "../../worker/domain/imports/read-csv.ts";
import { spoiledCsv } from "../support/spoiled-csv.ts";

type Head = Extract<CsvPart, { kind: "head" }>;
type End = Extract<CsvPart, { kind: "end" }>;

/** Whole numbers of random trials, or a sample of them. */
const runs = process.env.LONG ? 100_000 : 2_000;

async function* inChunks(bytes: Uint8Array, size = bytes.length || 1) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function partsOf(file: string | Uint8Array, options?: ReadCsvOptions, size?: number) {
  const bytes = typeof file === "string" ? new TextEncoder().encode(file) : file;
  const parts: CsvPart[] = [];
  for await (const part of readCsv(inChunks(bytes, size), options)) parts.push(part);
  return parts;
}

async function read(file: string | Uint8Array, options?: ReadCsvOptions, size?: number) {
  const parts = await partsOf(file, options, size);
  const batches = parts.flatMap((part) => (part.kind === "rows" ? [part.rows] : []));
  return { head: parts[0] as Head, end: parts.at(-1) as End, batches, rows: batches.flat() };
}

async function refusalOf(file: string | Uint8Array, options?: ReadCsvOptions) {
  try {
    await partsOf(file, options);
  } catch (error) {
    if (error instanceof DomainError) return { code: error.code, params: error.details.params };
    throw error;
  }
  return null;
}

function utf16(text: string, bigEndian: boolean): Uint8Array {
  const bytes = new Uint8Array(text.length * 2);
  const view = new DataView(bytes.buffer);
  for (let at = 0; at < text.length; at++) view.setUint16(at * 2, text.charCodeAt(at), !bigEndian);
  return bytes;
}

/** Letters up to U+00FF have the same number there. */
function windows1252(text: string): Uint8Array {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

const people = "email,first_name,last_name\nana@x.org,José,Ruiz\nbob@x.org,Zoë,Lee\n";
const peopleRows: CsvRow[] = [
  { line: 2, cells: ["ana@x.org", "José", "Ruiz"] },
  { line: 3, cells: ["bob@x.org", "Zoë", "Lee"] },
];

test.each([
  ["UTF-8", new TextEncoder().encode(people), "utf-8"],
  ["UTF-8 with its mark", new TextEncoder().encode(`\ufeff${people}`), "utf-8"],
  ["UTF-16 little-endian with its mark", utf16(`\ufeff${people}`, false), "utf-16le"],
  ["UTF-16 big-endian with its mark", utf16(`\ufeff${people}`, true), "utf-16be"],
  ["UTF-16 little-endian", utf16(people, false), "utf-16le"],
  ["UTF-16 big-endian", utf16(people, true), "utf-16be"],
  ["Windows-1252", windows1252(people), "windows-1252"],
])("a file in %s is read (F64, C-10, C-11)", async (_, bytes, encoding) => {
  const { head, end, rows } = await read(bytes);
  expect(head).toMatchObject({
    encoding,
    delimiter: ",",
    header: ["email", "first_name", "last_name"],
    headerLine: 1,
  });
  expect(end).toMatchObject({ encoding, rowCount: 2 });
  expect(rows).toEqual(peopleRows);
});

test("Windows-1252 is told with cells that show it, also in the signs it has beyond Latin-1", async () => {
  const bytes = windows1252("email,name\na@x.org,J\u00f6rg\nb@x.org,O\u0092Brien \u0080\n");
  const { head, end, rows } = await read(bytes);
  expect(end.fallbackSamples).toEqual(["Jörg", "O’Brien €"]);
  expect(head.fallbackSamples).toEqual(["Jörg", "O’Brien €"]);
  expect(rows[1]?.cells).toEqual(["b@x.org", "O’Brien €"]);
  expect((await read(people)).end.fallbackSamples).toEqual([]);
});

test("the first letter beyond ASCII decides, however far down it stands and however it is cut", async () => {
  const many = "ana@x.org,Ana\n".repeat(10_000);
  for (const shift of ["", "1", "12"]) {
    const text = `email,name${shift}\n${many}zoe@x.org,Zoë\n`;
    const narrow = await read(windows1252(text));
    expect(narrow.head.encoding).toBe("utf-8");
    expect(narrow.end).toMatchObject({ encoding: "windows-1252", fallbackSamples: ["Zoë"] });
    expect(narrow.rows.at(-1)?.cells[1]).toBe("Zoë");
    const wide = await read(text);
    expect(wide.end).toMatchObject({ encoding: "utf-8", fallbackSamples: [] });
    expect(wide.rows).toEqual(narrow.rows);
  }
});

test("a letter at the very edge of a piece is read whole, in both encodings", async () => {
  const edge = 128 * 1024;
  for (const back of [0, 1, 2, 3, 4]) {
    const start = "email,name\nana@x.org,";
    const filler = "\nbob@x.org,Bob".repeat(12_000).slice(0, edge - back - start.length - 1);
    const text = `${start}${filler}€`;
    expect((await read(text)).end.encoding).toBe("utf-8");
    const bytes = windows1252(text.replace("€", "\u0080"));
    const { end, rows } = await read(bytes);
    expect(end.encoding).toBe("windows-1252");
    expect(rows.at(-1)?.cells.join("").endsWith("€")).toBe(true);
  }
});

test("a byte that is wrong after true UTF-8 spoils its cell, not the file", async () => {
  const bytes = new Uint8Array([
    ...new TextEncoder().encode("email,name\nzoe@x.org,Zoë\njose@x.org,Jos"),
    0xe9,
    ...new TextEncoder().encode("\nana@x.org,Ana\n"),
  ]);
  const { end, rows } = await read(bytes);
  expect(end.encoding).toBe("utf-8");
  expect(rows).toEqual([
    { line: 2, cells: ["zoe@x.org", "Zoë"] },
    { line: 3, cells: ["jose@x.org", "Jos\ufffd"] },
    { line: 4, cells: ["ana@x.org", "Ana"] },
  ]);
});

test("an encoding that somebody named is not guessed", async () => {
  const { end, rows } = await read(windows1252("email,name\na@x.org,Ã©\n"), { encoding: "windows-1252" });
  expect(end).toMatchObject({ encoding: "windows-1252", fallbackSamples: [] });
  expect(rows[0]?.cells[1]).toBe("Ã©");
});

test.each([
  [",", "email,name,note"],
  [";", "email;name;note"],
  ["\t", "email\tname\tnote"],
  ["|", "email|name|note"],
])("the delimiter %j is found, quoted ones do not count", async (delimiter, header) => {
  const row = ["a@x.org", '"Lee, Ann; Dr | PhD\t"', '"one, two; three"'].join(delimiter);
  const { head, rows } = await read(`${header}\n${row}\n${row}\n`);
  expect(head.delimiter).toBe(delimiter);
  expect(rows[0]?.cells).toEqual(["a@x.org", "Lee, Ann; Dr | PhD", "one, two; three"]);
});

test("the header divides, not what stands in the cells", async () => {
  const { head, rows } = await read("email;remark\na@x.org;one, two, three\nb@x.org;four, five\n");
  expect(head.delimiter).toBe(";");
  expect(rows[0]?.cells).toEqual(["a@x.org", "one, two, three"]);
  expect((await read('email;"last, first, third"\n"a@x.org";"Lee, Ann, 3"\n')).head.delimiter).toBe(";");
  expect((await read("email,role|scope\na@x.org,learner\nb@x.org,admin\n")).head.delimiter).toBe(",");
});

test.each(["sep=;\n", '"sep=;"\r\n', "\n\nSEP=;;;\n"])(
  "%j names the delimiter as Excel does",
  async (named) => {
    const { head, rows } = await read(`${named}email;"a,b,c"\nx@x.org;1\n`);
    expect(head).toMatchObject({ delimiter: ";", header: ["email", "a,b,c"] });
    expect(rows[0]?.line).toBe(named.split("\n").length + 1);
  },
);

test("a list of addresses alone needs no delimiter", async () => {
  const { head, rows } = await read("email\na@x.org\nb@x.org");
  expect(head).toMatchObject({ delimiter: ",", header: ["email"] });
  expect(rows.map(({ cells }) => cells[0])).toEqual(["a@x.org", "b@x.org"]);
});

test.each([
  ["CRLF", "\r\n"],
  ["LF", "\n"],
  ["CR", "\r"],
])("%s ends a line; lines that are blank or hold delimiters only are no rows (C-14)", async (_, end) => {
  const lines = ["", " ", "email,name,", "a@x.org,Ann,", "", ",,,", " ,\t,", "b@x.org,Bob,,,", ""];
  for (const text of [lines.join(end), lines.join(end).trimEnd()]) {
    const { head, rows } = await read(text);
    expect(head).toMatchObject({ header: ["email", "name"], headerLine: 3 });
    expect(rows).toEqual([
      { line: 4, cells: ["a@x.org", "Ann"] },
      { line: 8, cells: ["b@x.org", "Bob"] },
    ]);
  }
});

test("line numbers are those of the file, across quoted line breaks and mixed line ends", async () => {
  const text =
    '\nemail,"full\r\nname"\r\na@x.org,"one\ntwo\r\nthree"\n\n"b@x.org" ,"x"\r\r\n"c""@x.org","\r"\nd@x.org,y';
  const { head, rows } = await read(text);
  expect(head).toMatchObject({ headerLine: 2, header: ["email", "full\nname"] });
  expect(rows).toEqual([
    { line: 4, cells: ["a@x.org", "one\ntwo\nthree"] },
    { line: 8, cells: ["b@x.org", "x"] },
    { line: 10, cells: ['c"@x.org', ""] },
    { line: 12, cells: ["d@x.org", "y"] },
  ]);
});

test("a quotation mark within a cell that does not begin with one is a letter", async () => {
  const { rows } = await read('email,name\na@x.org,Bob "The" Lee\nb@x.org,5"\n');
  expect(rows.map(({ cells }) => cells[1])).toEqual(['Bob "The" Lee', '5"']);
});

test.each([
  ["  Ann\u00a0", "Ann"],
  ["\ufeffAnn\u200b", "Ann"],
  ["\u2060\u00ad Ann \u200e", "Ann"],
  ["“Ann”", "Ann"],
  ["„Ann“", "Ann"],
  ["« Ann »", "Ann"],
  ["»Ann«", "Ann"],
  ["‘Ann’", "Ann"],
  ["’t Hooft", "’t Hooft"],
  ["“Ann” and “Bob”", "“Ann” and “Bob”"],
  ["“Ann", "“Ann"],
  ["”", "”"],
  ["'=1+1", "=1+1"],
  ["'+49", "+49"],
  ["'-1", "-1"],
  ["'@x", "@x"],
  ["'\t1", "1"],
  ["''=1", "'=1"],
  ["'tis", "'tis"],
  ["O'Brien", "O'Brien"],
  ["'", "'"],
  ["=1+1", "=1+1"],
  ["An\u200cn", "An\u200cn"],
  ["", ""],
])("the cell %j means %j", (raw, meant) => {
  expect(cleanCell(raw)).toBe(meant);
});

test("a long run of blanks in a cell costs no more than its length", () => {
  expect(cleanCell(`é${" ".repeat(1_000_000)}é`).length).toBe(1_000_002);
});

test("what our export writes reads back as it was (C-01)", async () => {
  const start = fc.constantFrom("", "'", "''", "=", "+", "-", "@", "\t=", '"=', "＝");
  const text = fc
    .tuple(start, fc.string({ maxLength: 20 }))
    .map(([before, after]) => (before + after).trim());
  const plain = text.filter(
    (value) => value !== "" && !/[\r\n\u00ad\u200b-\u200f\u2060“„«»‘‚‹＂”]/.test(value),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(plain, { minLength: 1, maxLength: 5 }), async (values) => {
      const file = csvLine(["email", "value"]) + values.map((value) => csvLine(["a@x.org", value])).join("");
      expect((await read(file)).rows.map(({ cells }) => cells[1])).toEqual(values);
    }),
    { numRuns: 500 },
  );
});

test("a short row is filled up; a row with more than the header keeps the surplus apart (C-17)", async () => {
  const { rows } = await read(
    "email,name\na@x.org\nb@x.org,Bob,surplus,,more,,\nc@x.org,Cem\nd@x.org,Di,,\n",
  );
  expect(rows).toEqual([
    { line: 2, cells: ["a@x.org", ""] },
    { line: 3, cells: ["b@x.org", "Bob"], surplus: ["surplus", "", "more"] },
    { line: 4, cells: ["c@x.org", "Cem"] },
    { line: 5, cells: ["d@x.org", "Di"] },
  ]);
});

test("control characters stay in their cell, for whoever checks the row (C-13)", async () => {
  const { rows } = await read("email,name\na\u0000@x.org,Ann\nb@x.org,\u0007Bob\nc@x.org,C\tem\n");
  expect(rows.map(({ cells }) => cells)).toEqual([
    ["a\u0000@x.org", "Ann"],
    ["b@x.org", "\u0007Bob"],
    ["c@x.org", "C\tem"],
  ]);
});

const excel = [0x50, 0x4b, 0x03, 0x04, 0x14, 0, 6, 0, ...new TextEncoder().encode("[Content_Types].xml")];

test.each<[name: string, file: string | Uint8Array, code: string, params: object | undefined]>([
  ["nothing", "", "FILE_EMPTY", undefined],
  ["blanks", " \r\n\n\t\n", "FILE_EMPTY", undefined],
  ["a header alone", "email,name\r\n,\r\n", "FILE_EMPTY", undefined],
  ["a workbook", new Uint8Array(excel), "FILE_BINARY", { kind: "excel" }],
  ["an old workbook", new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1]), "FILE_BINARY", { kind: "excel" }],
  ["an archive", new Uint8Array([0x50, 0x4b, 3, 4, 20, 0, 6, 0]), "FILE_BINARY", { kind: "zip" }],
  ["a PDF", "%PDF-1.7\nemail", "FILE_BINARY", { kind: "pdf" }],
  ["zeros", new Uint8Array(5_000), "FILE_BINARY", { kind: "unknown" }],
  [
    "a header that control characters follow",
    `email,name\n${"\u0001\u0002\u0003\u0004".repeat(100)}`,
    "FILE_BINARY",
    { kind: "unknown" },
  ],
  [
    "a header with a NUL",
    `em\u0000ail,name\n${"a@x.org,Ann\n".repeat(9)}`,
    "FILE_BINARY",
    { kind: "unknown" },
  ],
  [
    "a heading twice",
    "email,name,email\na@x.org,Ann,b@x.org",
    "DUPLICATE_HEADER",
    { line: 1, header: "email", column: 3, firstColumn: 1 },
  ],
  [
    "a heading twice in other case",
    "\nemail,Name , NAME\na@x.org,Ann,b",
    "DUPLICATE_HEADER",
    { line: 2, header: "NAME", column: 3, firstColumn: 2 },
  ],
  [
    "a quote without an end",
    'email,name\na@x.org,"A\nB"\nb@x.org,"Bob\nc@x.org,Cem\n',
    "QUOTE_UNCLOSED",
    { line: 4 },
  ],
  ["a quote at the end", 'email,name\na@x.org,Ann\nb@x.org,"', "QUOTE_UNCLOSED", { line: 3 }],
  [
    "a quote that another cell closes",
    'email,name\na@x.org,"Ann\nb@x.org,"Bob"\nc@x.org,Cem\n',
    "QUOTE_UNCLOSED",
    { line: 2 },
  ],
  [
    "letters behind a quote, on the second line of a row",
    'email,note,name\na@x.org,"one\ntwo","Ann" Lee\nb@x.org,"x","Bob"\n',
    "QUOTE_UNCLOSED",
    { line: 3 },
  ],
  [
    "a quote that swallows a long file",
    `email,name\n"a@x.org,Ann\n${"b@x.org,Bob\n".repeat(100_000)}`,
    "QUOTE_UNCLOSED",
    { line: 2 },
  ],
  [
    "a quote that swallows a thousand rows",
    `email,name\n"a@x.org,Ann\n${"b@x.org,Bob\n".repeat(1_000)}c@x.org,Cem"\n`,
    "QUOTE_UNCLOSED",
    { line: 2 },
  ],
  [
    "rows longer than the header",
    "email,name\na@x.org,Ann\nb@x.org,Lee, Bob\nc@x.org,Ito, Cem\n",
    "ROW_TOO_LONG",
    { line: 3, limit: 2, found: 3, delimiter: "," },
  ],
])("%s is refused with its line (C-05, C-07, C-16)", async (_, file, code, params) => {
  expect(await refusalOf(file)).toEqual({ code, params });
});

test("more than half of the first fifty rows being too long refuses the file; later ones are their own", async () => {
  const good = "a@x.org,Ann\n";
  const long = "b@x.org,Lee,Bob\n";
  expect(await refusalOf(`email,name\n${good.repeat(24)}${long.repeat(26)}${good.repeat(99)}`)).toMatchObject(
    {
      code: "ROW_TOO_LONG",
      params: { line: 26 },
    },
  );
  expect(await refusalOf(`email,name\n${good.repeat(25)}${long.repeat(25)}`)).toBeNull();
  expect(await refusalOf(`email,name\n${good.repeat(50)}${long.repeat(500)}`)).toBeNull();
});

test("every limit lets its number pass and refuses the next, naming both", async () => {
  const { columns, cellCharacters, rowCharacters } = importLimits;
  const headings = (count: number) => Array.from({ length: count }, (_, at) => `c${at}`).join(",");
  expect(await refusalOf(`${headings(columns)}\nx\n`)).toBeNull();
  expect(await refusalOf(`${headings(101)}\nx\n`)).toEqual({
    code: "TOO_MANY_COLUMNS",
    params: { line: 1, limit: 100, found: 101 },
  });
  expect(await refusalOf(`email\n\n${"x".repeat(cellCharacters)}\n`)).toBeNull();
  expect(await refusalOf(`email\n\n${"x".repeat(10_001)}\n`)).toEqual({
    code: "CELL_TOO_LONG",
    params: { line: 3, limit: 10_000, found: 10_001 },
  });
  const wide = `${"x".repeat(9_000)},`.repeat(11);
  expect(await refusalOf(`${headings(12)}\n${wide}x\n`)).toBeNull();
  expect(await refusalOf(`${headings(12)}\n${wide}${"x".repeat(2_000)}\n`)).toMatchObject({
    code: "ROW_TOO_LARGE",
    params: { line: 2, limit: rowCharacters },
  });
  expect(importLimits.rows).toBe(200_000);
  expect(await refusalOf(`email\n${"a\n\n".repeat(200_000)}`)).toBeNull();
  expect(await refusalOf(`email\n${"a\n\n".repeat(200_001)}`)).toEqual({
    code: "TOO_MANY_ROWS",
    params: { line: 400_002, limit: 200_000 },
  });
  const bytes = new Uint8Array(32 * 1024 * 1024 + 1).fill(0x0a);
  bytes.set(new TextEncoder().encode("email\na@x.org\n"));
  expect(await refusalOf(bytes.subarray(0, 1_000), { limits: { ...importLimits, bytes: 1_000 } })).toBeNull();
  expect(await refusalOf(bytes)).toEqual({ code: "FILE_TOO_LARGE", params: { limit: 33_554_432 } });
});

test("lines without an end are refused before they are read whole (C-05)", async () => {
  let passed = 0;
  async function* endlessly(start: string, chunk: string) {
    yield new TextEncoder().encode(start);
    for (; passed < importLimits.bytes; passed += chunk.length) yield new TextEncoder().encode(chunk);
  }
  for (const [chunk, code] of [
    ["x".repeat(50_000), "CELL_TOO_LONG"],
    [",".repeat(50_000), "TOO_MANY_COLUMNS"],
    [`"${"x, ".repeat(20_000)}`, "QUOTE_UNCLOSED"],
    [`${"x".repeat(5_000)},`.repeat(10), "TOO_MANY_COLUMNS"],
  ] as const) {
    passed = 0;
    const reading = (async () => {
      for await (const _ of readCsv(endlessly("email\n", chunk)));
    })();
    await expect(reading).rejects.toMatchObject({ code, details: { params: { line: 2 } } });
    expect(passed).toBeLessThan(2_000_000);
  }
});

test("batches hold at most 2,000 rows and 750 KB of JSON, and every row once", async () => {
  const text = `email,name\n${"a@x.org,Ann\n".repeat(4_500)}`;
  expect((await read(text)).batches.map((batch) => batch.length)).toEqual([2_000, 2_000, 500]);
  const heavy = `email,name\n${`a@x.org,${"王".repeat(9_000)}\n`.repeat(60)}`;
  const { batches, rows } = await read(heavy);
  expect(rows.length).toBe(60);
  for (const batch of batches) {
    expect(new TextEncoder().encode(JSON.stringify(batch)).length).toBeLessThan(750 * 1024);
  }
});

test("a file is the same however its bytes are cut", async () => {
  const text = `email;name\r\n"a@x.org";"Zoë\r\nLee"\r\n${"b@x.org;Björn\r\n".repeat(300)}`;
  const files = [new TextEncoder().encode(text), utf16(`\ufeff${text}`, true), windows1252(text)];
  for (const file of files) {
    const whole = await partsOf(file);
    for (const size of [1, 2, 3, 7, 1_000]) expect(await partsOf(file, {}, size)).toEqual(whole);
  }
  const long = new TextEncoder().encode(`email,name\n${'a@x.org,"Zoë, 😀\r\n"\r\n'.repeat(20_000)}`);
  const whole = await partsOf(long);
  expect(await partsOf(long, {}, 999)).toEqual(whole);
  expect((whole.at(-1) as End).rowCount).toBe(20_000);
});

test("line ends and closing quotes at the edge of a piece are what they are elsewhere", async () => {
  const row = '"a@x.org" ,"Ann" \r\n';
  for (let shift = 0; shift < row.length; shift++) {
    const { rows } = await read(`email,${"n".repeat(shift + 1)}\r\n${row.repeat(8_000)}`);
    expect(rows.length).toBe(8_000);
    expect(rows.at(-1)).toEqual({ line: 8_001, cells: ["a@x.org", "Ann"] });
  }
});

test("non-breaking blanks inside a cell are blanks", async () => {
  const { rows } = await read("email,group\na@x.org,Year\u00a07\u202fb\n");
  expect(rows[0]?.cells[1]).toBe("Year 7 b");
});

test("headings like __proto__ are headings (C-23)", async () => {
  const { head, rows } = await read("email,__proto__,constructor,toString\na@x.org,1,2,3\n");
  expect(head.header).toEqual(["email", "__proto__", "constructor", "toString"]);
  expect(rows[0]?.cells).toEqual(["a@x.org", "1", "2", "3"]);
  expect(({} as Record<string, unknown>).email).toBeUndefined();
});

test("another parser finds the same rows on the same lines", async () => {
  const letter = fc.constantFrom("a", "Ö", "王", "😀", " ", ",", ";", "|", '"', "\n", "\r\n", "\t", "'", "=");
  const content = fc.string({ unit: letter, maxLength: 8 });
  const table = fc.record({
    delimiter: fc.constantFrom(",", ";", "\t", "|"),
    end: fc.constantFrom("\n", "\r\n"),
    closed: fc.boolean(),
    rows: fc.array(
      fc.tuple(
        fc.constantFrom("cells", "cells", "cells", "blank"),
        fc.array(content, { minLength: 3, maxLength: 3 }),
      ),
      { minLength: 1, maxLength: 12 },
    ),
  });
  const quoted = (cell: string) =>
    /[^aÖ王😀]/u.test(cell) || cell.length % 2 ? `"${cell.replaceAll('"', '""')}"` : cell;
  await fc.assert(
    fc.asyncProperty(table, async ({ delimiter, end, closed, rows }) => {
      const lines = rows.map(([kind, cells]) =>
        kind === "blank" ? "" : ["row", ...cells].map(quoted).join(delimiter),
      );
      const text = ["email", "b", "c", "d"].join(delimiter) + end + lines.join(end) + (closed ? end : "");
      const expected = parseWithOther(text, {
        delimiter,
        info: true,
        relax_column_count: true,
        skip_empty_lines: true,
      }) as unknown as { record: string[]; info: { lines: number } }[];
      const records = expected
        .slice(1)
        .map(({ record }) => record.map((cell) => cleanCell(cell.replaceAll("\r\n", "\n"))));
      if (records.length === 0) {
        expect(await refusalOf(text)).toMatchObject({ code: "FILE_EMPTY" });
        return;
      }
      const found = await read(text, {}, 5);
      expect(found.head.delimiter).toBe(delimiter);
      expect(found.rows.map(({ cells }) => cells)).toEqual(records);
      let line = 2;
      const starts = lines.flatMap((written) => {
        const start = line;
        line += written.split("\n").length;
        return written === "" ? [] : [start];
      });
      expect(found.rows.map((row) => row.line)).toEqual(starts);
    }),
    { numRuns: runs / 4 },
  );
});

test("whatever the bytes are, they are read or refused, and soon (C-31)", { timeout: 600_000 }, async () => {
  const csvish = fc
    .string({
      unit: fc.constantFrom("a", ",", ";", '"', "\n", "\r", "\t", "é", "\u0000", "@", " ", "'", "="),
    })
    .map((text) => new TextEncoder().encode(`email,name\n${text}`));
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    csvish,
    fc.tuple(csvish, fc.uint8Array({ maxLength: 20 })).map(([one, two]) => new Uint8Array([...one, ...two])),
  );
  await fc.assert(
    fc.asyncProperty(bytes, fc.integer({ min: 1, max: 50 }), async (file, size) => {
      try {
        const { head, rows, end } = await read(file, {}, size);
        expect(end.rowCount).toBe(rows.length);
        for (const { cells, line } of rows) {
          expect(cells.length).toBe(head.header.length);
          expect(line).toBeGreaterThan(head.headerLine);
        }
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
      }
    }),
    { numRuns: runs },
  );
});

test("the spoiled file of a thousand rows is read whole, with the lines of its forty faults", async () => {
  const spoiled = spoiledCsv({ unit: "North School", group: "Evening class" });
  expect(spoiledCsv({ unit: "North School", group: "Evening class" })).toEqual(spoiled);
  expect(spoiled.rowCount).toBe(1_000);
  expect(new Set(spoiled.faults.map(({ kind }) => kind)).size).toBe(40);
  const { rows } = await read(spoiled.text);
  expect(rows.length).toBe(1_000);
  const byLine = new Map(rows.map((row) => [row.line, row]));
  for (const { kind, line, outcome } of spoiled.faults) {
    expect([kind, byLine.has(line)]).toEqual([kind, outcome !== "blank"]);
  }
  const at = (kind: string) => byLine.get(spoiled.faults.find((fault) => fault.kind === kind)?.line ?? 0);
  expect(at("no address")?.cells[0]).toBe("");
  expect(at("line break in a name")?.cells[1]).toBe("Ana\nRuiz");
  expect(at("more cells than headings")?.surplus).toEqual(["and", "more"]);
  expect(at("fewer cells than headings")?.cells.slice(3)).toEqual(["", "", "", "", ""]);
  expect(at("control character inside")?.cells[0]).toMatch(/\p{Cc}/u);
  expect(at("non-breaking blanks round a cell")?.cells[0]).toMatch(/^person\d+@example\.org$/);
  expect(at("typographic quotation marks")?.cells[1]).toBe("Ana");
  expect(at("disarmed formula")?.cells[2]).toBe("=SUM(A1)");
});
