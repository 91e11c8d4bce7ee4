/** Characters of an answer that are kept as they are; D1 refuses a value of 2 MB (platform.md). */
const longestPlain = 500_000;
const mark = "gzip:";
const perPiece = 8_192;

/** A stored answer as it is kept: a thousand invitations with the same note are 2 MB of mostly the same. */
export async function packAnswer(body: string): Promise<string> {
  if (body.length <= longestPlain) return body;
  const stream = new Blob([body]).stream().pipeThrough(new CompressionStream("gzip"));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  let binary = "";
  for (let at = 0; at < bytes.length; at += perPiece) {
    binary += String.fromCharCode(...bytes.subarray(at, at + perPiece));
  }
  return mark + btoa(binary);
}

/** The answer as it was given. Answers are JSON, so that none begins like a packed one. */
export async function unpackAnswer(kept: string): Promise<string> {
  if (!kept.startsWith(mark)) return kept;
  const bytes = Uint8Array.from(atob(kept.slice(mark.length)), (letter) => letter.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
}
