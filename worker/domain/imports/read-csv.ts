import Papa, { type ParseError, type ParseResult } from "papaparse";
import { DomainError } from "../errors.ts";
import { cleanCell } from "./clean-cell.ts";
import { type Delimiter, sniffDelimiter } from "./sniff-delimiter.ts";
import { type Encoding, textOfBytes } from "./text-of-bytes.ts";

/** What a file may measure (F65, C-04, C-05). A row must fit a value of D1 in any script. */
export const importLimits = {
  bytes: 32 * 1024 * 1024,
  rows: 200_000,
  columns: 100,
  cellCharacters: 10_000,
  rowCharacters: 100_000,
};

export interface CsvRow {
  /** Of the file, from 1: where the row begins. */
  line: number;
  /** As many as the header has. */
  cells: string[];
  /** What stands right of the last heading: an error of this row (C-17). */
  surplus?: string[];
}

/** How the bytes were read, and for a guess some cells that show whether it is right (C-11). */
interface Reading {
  encoding: Encoding;
  /** Cells with letters beyond ASCII; empty unless Windows-1252 was assumed. */
  fallbackSamples: string[];
}

export type CsvPart =
  | ({ kind: "head"; delimiter: Delimiter; header: string[]; headerLine: number } & Reading)
  | { kind: "rows"; rows: CsvRow[] }
  /** The last word on the encoding: the first letter beyond ASCII may stand far below the header. */
  | ({ kind: "end"; rowCount: number } & Reading);

export interface ReadCsvOptions {
  limits?: typeof importLimits;
  /** What somebody said the encoding is; otherwise it is found out. */
  encoding?: Encoding;
}

/** Each batch costs four queries, and an invocation has a thousand for 32 MB. */
const batchRows = 2_000;
/** In UTF-8 at most 750 KB; what checking adds fits beside it in a value of D1. */
const batchCharacters = 250_000;
const judgedRows = 50;
const mostSamples = 5;

/**
 * A CSV or TSV file as a head, batches of rows and an end, read in one pass within the memory of one
 * batch (F64, F65, C-01 to C-17). A refusal may come after rows were given: nothing counts before `end`.
 * FILE_EMPTY, FILE_BINARY, FILE_TOO_LARGE, TOO_MANY_ROWS, TOO_MANY_COLUMNS, CELL_TOO_LONG, ROW_TOO_LARGE,
 * ROW_TOO_LONG, DUPLICATE_HEADER, QUOTE_UNCLOSED; params name the line, the limit and what was found.
 */
export async function* readCsv(
  bytes: AsyncIterable<Uint8Array>,
  { limits = importLimits, encoding: told }: ReadCsvOptions = {},
): AsyncGenerator<CsvPart> {
  const reading: Reading = { encoding: told ?? "utf-8", fallbackSamples: [] };
  const surplus = { rows: 0, first: null as { line: number; found: number } | null };
  let delimiter: Delimiter = ",";
  let parser: Papa.Parser | null = null;
  let header: string[] | null = null;
  let rowCount = 0;
  let batch: CsvRow[] = [];
  let charactersInBatch = 0;
  let rest = "";
  /** Where `rest` begins. */
  let line = 1;

  for await (const { text, encoding } of textOfBytes(bytes, limits.bytes, told)) {
    rest += text;
    reading.encoding = encoding;
    if (!parser) {
      const beginning = beginningOf(rest);
      line += breaksIn(rest.slice(0, beginning.at));
      rest = rest.slice(beginning.at);
      if (rest === "") continue;
      delimiter = beginning.delimiter ?? sniffDelimiter(rest);
      parser = new Papa.Parser({ delimiter, newline: "\n" });
    }

    const { data, errors, meta }: ParseResult<string[]> = parser.parse(rest, 0, true);
    const badQuote = errors.find(({ index = 0 }) => index <= meta.cursor);
    if (badQuote) throw unclosed(badQuote, rest, line);
    if (encoding === "windows-1252" && !told) collectSamples(data, reading.fallbackSamples);
    const quoted = rest.includes('"');

    for (const cells of data) {
      const start = line;
      line += 1 + (quoted ? breaksWithin(cells) : 0);
      const characters = cleanRow(cells, start, limits);
      if (cells.length === 0) continue;
      if (!header) {
        header = headerOf(cells, start);
        yield {
          kind: "head",
          delimiter,
          header,
          headerLine: start,
          ...reading,
          fallbackSamples: [...reading.fallbackSamples],
        };
        continue;
      }

      if (isTemplateNote(cells)) continue;
      rowCount++;
      if (rowCount > limits.rows) throw refusal("TOO_MANY_ROWS", start, limits.rows);
      const row = rowOf(cells, start, header.length);
      if (row.surplus) {
        surplus.rows++;
        surplus.first ??= { line: start, found: header.length + row.surplus.length };
      }
      if (rowCount === judgedRows) refuseMisfit();
      if (batch.length === batchRows || charactersInBatch + characters > batchCharacters) {
        yield { kind: "rows", rows: batch };
        batch = [];
        charactersInBatch = 0;
      }
      batch.push(row);
      charactersInBatch += characters;
    }

    rest = rest.slice(meta.cursor);
    // Longer than any row that will be taken: stop here, or each piece would be parsed from its start again.
    if (rest.length > limits.rowCharacters * 4) throw endless(parser, rest, line, limits);
  }

  // The text ends with a line break, so what is left can only be a quoted cell without an end.
  if (parser && rest !== "") throw endless(parser, rest, line, limits);
  if (!header || rowCount === 0) throw new DomainError("FILE_EMPTY");
  if (rowCount < judgedRows) refuseMisfit();
  if (batch.length > 0) yield { kind: "rows", rows: batch };
  yield { kind: "end", rowCount, ...reading };

  /** When most of the first rows are longer than the header, it is the file that is wrong, not they. */
  function refuseMisfit(): void {
    if (!surplus.first || surplus.rows * 2 <= rowCount) return;
    const { line, found } = surplus.first;
    throw new DomainError("ROW_TOO_LONG", { params: { line, limit: header?.length ?? 0, found, delimiter } });
  }
}

/** How the line of the template begins that says what its columns take, and that is nobody's row (F53). */
export const templateNote = "# allowed";

function isTemplateNote([first = ""]: readonly string[]): boolean {
  return first.toLowerCase().startsWith(templateNote);
}

/** Where the table begins: behind blank lines and the line `sep=;`, with which Excel names the delimiter. */
function beginningOf(text: string): { at: number; delimiter?: Delimiter } {
  const first = text.search(/\S/);
  if (first < 0) return { at: text.length };
  const at = text.lastIndexOf("\n", first) + 1;
  const [named = "", delimiter] = /^"?sep=([,;\t|])"?[,;\t| ]*\n/i.exec(text.slice(at, at + 200)) ?? [];
  return { at: at + named.length, delimiter: delimiter as Delimiter | undefined };
}

/** Cleans the cells in place, without the empty ones at the end; answers how many characters they hold. */
function cleanRow(cells: string[], line: number, limits: typeof importLimits): number {
  let characters = 0;
  let filled = 0;
  for (let at = 0; at < cells.length; at++) {
    const cell = cleanCell(cells[at] ?? "");
    cells[at] = cell;
    if (cell === "") continue;
    filled = at + 1;
    characters += cell.length + 3;
    if (cell.length > limits.cellCharacters) throw overlong(cell, line + breaksWithin(cells.slice(0, at)));
  }
  cells.length = filled;
  if (filled > limits.columns) throw refusal("TOO_MANY_COLUMNS", line, limits.columns, filled);
  if (characters > limits.rowCharacters) {
    throw refusal("ROW_TOO_LARGE", line, limits.rowCharacters, characters);
  }
  return characters;

  /** Nobody writes that much over several lines: the quotation mark that closes is missing. */
  function overlong(cell: string, line: number): DomainError {
    return cell.includes("\n")
      ? refusal("QUOTE_UNCLOSED", line)
      : refusal("CELL_TOO_LONG", line, limits.cellCharacters, cell.length);
  }
}

/** No two columns of one name, also after trimming and in other case (C-07). */
function headerOf(cells: string[], line: number): string[] {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
  if (cells.some((cell) => /[\u0000-\u0008\u000e-\u001f]/.test(cell))) {
    throw new DomainError("FILE_BINARY", { params: { kind: "unknown" } });
  }
  const seen = new Map<string, number>();
  for (const [at, cell] of cells.entries()) {
    const name = cell.toLowerCase();
    const first = name === "" ? undefined : seen.get(name);
    if (first !== undefined) {
      const params = { line, header: cell, column: at + 1, firstColumn: first + 1 };
      throw new DomainError("DUPLICATE_HEADER", { params });
    }
    seen.set(name, at);
  }
  return [...cells];
}

function rowOf(cells: string[], line: number, width: number): CsvRow {
  if (cells.length > width) return { line, surplus: cells.splice(width), cells };
  while (cells.length < width) cells.push("");
  return { line, cells };
}

function collectSamples(rows: readonly string[][], samples: string[]): void {
  for (const cells of rows) {
    for (const cell of cells) {
      if (samples.length === mostSamples) return;
      // biome-ignore lint/suspicious/noControlCharactersInRegex: the range is ASCII
      if (/[^\u0000-\u007f]/.test(cell)) samples.push(cleanCell(cell).slice(0, 80));
    }
  }
}

/** Why a row does not end; how long it would have become is not known. */
function endless(parser: Papa.Parser, rest: string, line: number, limits: typeof importLimits): DomainError {
  const { data, errors }: ParseResult<string[]> = parser.parse(rest, 0, false);
  if (errors[0]) return unclosed(errors[0], rest, line);
  const cells = data.at(-1) ?? [];
  if (cells.slice(0, limits.columns).some((cell) => cell.length > limits.cellCharacters)) {
    return refusal("CELL_TOO_LONG", line, limits.cellCharacters);
  }
  if (cells.length > limits.columns) return refusal("TOO_MANY_COLUMNS", line, limits.columns);
  return refusal("ROW_TOO_LARGE", line, limits.rowCharacters);
}

/** The index of Papa's error is that of the first character behind the quotation mark that opens. */
function unclosed({ index = 0 }: ParseError, text: string, line: number): DomainError {
  return refusal("QUOTE_UNCLOSED", line + breaksIn(text.slice(0, index)));
}

function refusal(
  code: "TOO_MANY_ROWS" | "TOO_MANY_COLUMNS" | "CELL_TOO_LONG" | "ROW_TOO_LARGE" | "QUOTE_UNCLOSED",
  line: number,
  limit?: number,
  found?: number,
): DomainError {
  return new DomainError(code, { params: { line, ...(limit && { limit }), ...(found && { found }) } });
}

function breaksWithin(cells: readonly string[]): number {
  let breaks = 0;
  for (const cell of cells) breaks += breaksIn(cell);
  return breaks;
}

function breaksIn(text: string): number {
  let breaks = 0;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) breaks++;
  return breaks;
}
