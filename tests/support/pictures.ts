/** Pictures that begin as real ones do; what they show nobody looks at. */

const bytesOf = (...parts: (string | number[])[]): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(
    parts.flatMap((part) =>
      typeof part === "string" ? [...part].map((letter) => letter.charCodeAt(0)) : part,
    ),
  );

const four = (value: number) => [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
const two = (value: number) => [(value >>> 8) & 255, value & 255];
const twoBack = (value: number) => two(value).reverse();

/** A PNG of this size; `more` stands behind its head. */
export function png(width: number, height: number, more = ""): Uint8Array<ArrayBuffer> {
  const head = [...four(width), ...four(height), 8, 6, 0, 0, 0, 0, 0, 0, 0];
  return bytesOf([0x89], "PNG\r\n", [0x1a, 0x0a], four(13), "IHDR", head, more);
}

/** A JPEG with a comment before the frame that tells its size. */
export function jpeg(width: number, height: number, comment = "made by hand"): Uint8Array<ArrayBuffer> {
  return bytesOf(
    [0xff, 0xd8, 0xff, 0xfe],
    two(comment.length + 2),
    comment,
    [0xff, 0xc2, ...two(11), 8, ...two(height), ...two(width), 1, 1, 0x11, 0],
    [0xff, 0xd9],
  );
}

/** A WebP of each of the three kinds. */
export function webp(kind: "VP8 " | "VP8L" | "VP8X", width: number, height: number): Uint8Array<ArrayBuffer> {
  const bodies = {
    "VP8 ": [0, 0, 0, 0x9d, 0x01, 0x2a, ...twoBack(width), ...twoBack(height), 0, 0, 0, 0],
    VP8L: [0x2f, ...four(((height - 1) << 14) | (width - 1)).reverse(), 0, 0, 0, 0, 0, 0, 0, 0],
    VP8X: [0, 0, 0, 0, ...twoBack(width - 1), 0, ...twoBack(height - 1), 0, 0, 0, 0, 0],
  };
  return bytesOf("RIFF", [30, 0, 0, 0], "WEBP", kind, [20, 0, 0, 0], bodies[kind]);
}

/** What comes in pieces, as an upload does. */
export async function* inPieces(bytes: Uint8Array, size = 1000): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** The bytes of a text. */
export const textBytes = (text: string): Uint8Array => new TextEncoder().encode(text);
