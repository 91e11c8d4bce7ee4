import { DomainError } from "../domain/errors.ts";

/** What stands above the content of a part. */
export interface PartHead {
  name: string;
  /** Null for a field of text; empty where a browser's file input was left empty. */
  fileName: string | null;
}

export interface Multipart {
  /** Goes on behind the content before, which must have been read; null behind the last part. */
  nextPart(): Promise<PartHead | null>;
  /** The bytes of the part whose head was read, as they arrive. */
  content(): AsyncGenerator<Uint8Array, void, void>;
}

/** Bytes of the heading of one part, as in other servers. */
const mostHeadBytes = 8 * 1024;

const lineEnd = bytesOf("\r\n");
const blankLine = bytesOf("\r\n\r\n");

/**
 * Reads multipart/form-data (RFC 7578) in one pass, in the memory of one chunk. The parsers that exist for
 * web streams keep each part whole before they hand it out: 32 MB for every upload that is under way.
 *
 * Throws UPLOAD_BROKEN where the body ends early or is not what it says.
 */
export function readMultipart(body: AsyncIterable<Uint8Array>, boundary: string): Multipart {
  const chunks = body[Symbol.asyncIterator]();
  const delimiter = bytesOf(`\r\n--${boundary}`);
  // The first delimiter need not stand behind a line break.
  let held = lineEnd;
  let begun = false;

  /** The bytes up to a mark, which is passed over. Whoever stops reading can go on with another call. */
  async function* upTo(mark: Uint8Array): AsyncGenerator<Uint8Array, void, void> {
    for (;;) {
      const at = indexOf(held, mark);
      // What is left may hold the beginning of the mark.
      const sure = at >= 0 ? at : Math.max(0, held.length - mark.length + 1);
      const piece = held.subarray(0, sure);
      held = held.subarray(at >= 0 ? at + mark.length : sure);
      if (piece.length > 0) yield piece;
      if (at >= 0) return;
      held = joined([held, await nextChunk()]);
    }
  }

  async function collected(mark: Uint8Array): Promise<Uint8Array> {
    const pieces: Uint8Array[] = [];
    let length = 0;
    for await (const piece of upTo(mark)) {
      length += piece.length;
      if (length > mostHeadBytes) throw broken();
      pieces.push(piece);
    }
    return joined(pieces);
  }

  async function taken(length: number): Promise<string> {
    while (held.length < length) held = joined([held, await nextChunk()]);
    const text = textOf(held.subarray(0, length));
    held = held.subarray(length);
    return text;
  }

  async function nextChunk(): Promise<Uint8Array> {
    const { value, done } = await chunks.next();
    if (done) throw broken();
    return value;
  }

  return {
    async nextPart() {
      if (!begun) {
        begun = true;
        await collected(delimiter);
      }
      const behind = await taken(2);
      if (behind === "--") return null;
      if (behind !== "\r\n") throw broken();
      return headOf(textOf(await collected(blankLine)));
    },
    content: () => upTo(delimiter),
  };
}

function headOf(text: string): PartHead {
  const disposition = /^content-disposition:\s*form-data\s*;(.*)$/im.exec(text)?.[1];
  const { name, fileName } = dispositionOf(`;${disposition ?? ""}`);
  if (name === null) throw broken();
  return { name, fileName };
}

/** The names in a Content-Disposition. `filename*` (RFC 5987) says better what `filename` can only say in ASCII. */
export function dispositionOf(header: string): PartHead | { name: null; fileName: string | null } {
  const named = new Map<string, string>();
  for (const [, key = "", quoted, plain] of header.matchAll(
    /;\s*(name|filename\*?)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s"]+))/gi,
  )) {
    // Browsers send a backslash as it is and write a quotation mark as %22, other programs as \".
    named.set(key.toLowerCase(), quoted?.replaceAll('\\"', '"').replaceAll("%22", '"') ?? plain ?? "");
  }
  const extended = /^utf-8'[^']*'(.*)$/i.exec(named.get("filename*") ?? "")?.[1];
  return {
    name: named.get("name") ?? null,
    fileName: (extended === undefined ? null : decoded(extended)) ?? named.get("filename") ?? null,
  };
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

function indexOf(bytes: Uint8Array, mark: Uint8Array): number {
  const [first = 0] = mark;
  for (let at = bytes.indexOf(first); at >= 0; at = bytes.indexOf(first, at + 1)) {
    if (at + mark.length > bytes.length) return -1;
    let same = 1;
    while (same < mark.length && bytes[at + same] === mark[same]) same++;
    if (same === mark.length) return at;
  }
  return -1;
}

export function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

export function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

function broken(): DomainError {
  return new DomainError("UPLOAD_BROKEN");
}
