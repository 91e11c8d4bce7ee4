/** The bytes of a body of at most so many; null: it has more. The stated length may lie or be missing, so it is counted. */
export async function limitedBody(request: Request, largest: number): Promise<Uint8Array | null> {
  if (Number(request.headers.get("Content-Length") ?? 0) > largest) return null;
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = request.body?.getReader();
  for (let read = await reader?.read(); read && !read.done; read = await reader?.read()) {
    length += read.value.length;
    if (length > largest) {
      await reader?.cancel();
      return null;
    }
    chunks.push(read.value);
  }
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}
