import { DomainError } from "../errors.ts";

export type Encoding = "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";

export interface TextPiece {
  /** Line ends are `\n`, non-breaking blanks are blanks. */
  text: string;
  /** What the bytes so far have shown; `utf-8` until the first letter beyond ASCII. */
  encoding: Encoding;
}

const pieceBytes = 128 * 1024;
const noBytes = new Uint8Array(0);

/**
 * A file as text in pieces of 128 KiB, however its bytes arrive; the last piece is a line break (F64,
 * C-10, C-11). A byte order mark decides, then the pattern of NULs; of all others the first letter beyond
 * ASCII: where its bytes are no UTF-8, the file is Windows-1252, and all before it reads the same in both.
 * So one pass is enough and nothing is read twice. Bytes that turn out wrong later become U+FFFD, an
 * error of their row. `told` overrules the guess. FILE_TOO_LARGE, FILE_BINARY.
 */
export async function* textOfBytes(
  bytes: AsyncIterable<Uint8Array>,
  mostBytes: number,
  told?: Encoding,
): AsyncGenerator<TextPiece> {
  let encoding: Encoding | null = null;
  let decoder = new TextDecoder("utf-8");
  let begun = false;
  // Bytes of a letter that the end of the piece cut, while the encoding is open.
  let held: Uint8Array = noBytes;
  let endsInReturn = false;

  for await (const part of piecesOf(bytes, mostBytes)) {
    const piece = held.length > 0 ? joined(held, part) : part;
    held = noBytes;
    if (!begun) {
      begun = true;
      refuseBinary(piece);
      encoding = told ?? encodingBySigns(piece);
      if (encoding) decoder = new TextDecoder(encoding);
      else if (looksBinary(piece)) throw binary("unknown");
    }
    let end = piece.length;
    if (!encoding) {
      const at = firstBeyondAscii(piece);
      if (at + 4 > piece.length && at < piece.length && part.length === pieceBytes) {
        held = piece.slice(at);
        end = at;
      } else if (at < piece.length) {
        encoding = beginsLetter(piece, at) ? "utf-8" : "windows-1252";
        decoder = new TextDecoder(encoding);
      }
    }
    yield plain(decoder.decode(piece.subarray(0, end), { stream: true }));
  }
  if (held.length > 0) {
    encoding = beginsLetter(held, 0) ? "utf-8" : "windows-1252";
    decoder = new TextDecoder(encoding);
    yield plain(decoder.decode(held, { stream: true }));
  }
  yield plain(`${decoder.decode()}\n`);

  /** A return at the end of a piece waits for the next: it may be the first half of CRLF. */
  function plain(decoded: string): TextPiece {
    let text = endsInReturn ? `\r${decoded}` : decoded;
    endsInReturn = text.endsWith("\r");
    if (endsInReturn) text = text.slice(0, -1);
    if (text.includes("\r")) text = text.replace(/\r\n?/g, "\n");
    return { text: text.replace(/[\u00a0\u2007\u202f]/g, " "), encoding: encoding ?? "utf-8" };
  }
}

/** The same pieces for the same bytes; the memory of a piece is used again for the next. */
async function* piecesOf(bytes: AsyncIterable<Uint8Array>, mostBytes: number): AsyncGenerator<Uint8Array> {
  const piece = new Uint8Array(pieceBytes);
  let filled = 0;
  let passed = 0;
  for await (const chunk of bytes) {
    passed += chunk.length;
    if (passed > mostBytes) throw new DomainError("FILE_TOO_LARGE", { params: { limit: mostBytes } });
    for (let at = 0; at < chunk.length; ) {
      const part = chunk.subarray(at, at + pieceBytes - filled);
      piece.set(part, filled);
      filled += part.length;
      at += part.length;
      if (filled < pieceBytes) continue;
      yield piece;
      filled = 0;
    }
  }
  if (filled > 0) yield piece.subarray(0, filled);
}

function encodingBySigns(bytes: Uint8Array): Encoding | null {
  const [first, second, third] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf) return "utf-8";
  if (first === 0xff && second === 0xfe) return "utf-16le";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  return byNuls(bytes);
}

/** Addresses are ASCII, so in UTF-16 every other byte of much of a list of them is NUL. */
function byNuls(bytes: Uint8Array): Encoding | null {
  const sample = bytes.subarray(0, 4096);
  const nuls = [0, 0] as [even: number, odd: number];
  for (let at = 0; at < sample.length; at++) if (sample[at] === 0) nuls[at % 2 === 0 ? 0 : 1]++;
  const pairs = sample.length / 2;
  if (nuls[1] > pairs * 0.4 && nuls[0] < pairs * 0.05) return "utf-16le";
  if (nuls[0] > pairs * 0.4 && nuls[1] < pairs * 0.05) return "utf-16be";
  return null;
}

const beginnings: readonly (readonly [kind: string, bytes: readonly number[]])[] = [
  ["excel", [0xd0, 0xcf, 0x11, 0xe0]],
  ["zip", [0x50, 0x4b, 0x03, 0x04]],
  ["pdf", [0x25, 0x50, 0x44, 0x46, 0x2d]],
  ["image", [0x89, 0x50, 0x4e, 0x47]],
  ["image", [0xff, 0xd8, 0xff]],
  ["zip", [0x1f, 0x8b]],
];

function refuseBinary(bytes: Uint8Array): void {
  const kind = beginnings.find(([, signs]) => signs.every((sign, at) => bytes[at] === sign))?.[0];
  if (kind) throw binary(kind === "zip" && holdsWorkbook(bytes) ? "excel" : kind);
}

/** The names of the files in an archive stand in it as they are. */
function holdsWorkbook(bytes: Uint8Array): boolean {
  const names = new TextDecoder("windows-1252").decode(bytes.subarray(0, 8192), { stream: true });
  return /\[Content_Types\]\.xml|xl\/|opendocument\.spreadsheet/.test(names);
}

/** A stray control character is an error of its row (C-13); one in twenty bytes is no text. */
function looksBinary(bytes: Uint8Array): boolean {
  const sample = bytes.subarray(0, 4096);
  let controls = 0;
  for (const byte of sample) if (byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d) controls++;
  return controls * 20 > sample.length;
}

function binary(kind: string): DomainError {
  return new DomainError("FILE_BINARY", { params: { kind } });
}

function firstBeyondAscii(bytes: Uint8Array): number {
  let at = 0;
  while (at < bytes.length && (bytes[at] ?? 0) < 0x80) at++;
  return at;
}

/** True when a letter of UTF-8 begins here and is whole. */
function beginsLetter(bytes: Uint8Array, at: number): boolean {
  const lead = bytes[at] ?? 0;
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(at, at + length));
    return true;
  } catch {
    return false;
  }
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}
