/** A file as an answer, in pieces that are asked for one after another. */
export interface FileAnswer {
  /** A name of ours, never one of a user's (C-28). */
  fileName: string;
  pieces: AsyncIterable<string> | Iterable<string>;
}

/** A CSV file to keep; what it holds is read as fast as it is taken. */
export function fileAnswer({ fileName, pieces }: FileAnswer): Response {
  const encoder = new TextEncoder();
  const source = (async function* () {
    for await (const piece of pieces) yield encoder.encode(piece);
  })();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await source.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      await source.return();
    },
  });
  return new Response(body, {
    headers: {
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": `attachment; filename="${fileName}"`,
      "X-Content-Type-Options": "nosniff",
      "Cache-Control": "no-store",
    },
  });
}
