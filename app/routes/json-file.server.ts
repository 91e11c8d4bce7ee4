/** A document of the domain as a download. */
export function jsonFile({ fileName, data }: { fileName: string; data: Record<string, unknown> }): Response {
  return new Response(`${JSON.stringify(data, null, 2)}\n`, {
    headers: {
      "Content-Type": "application/json; charset=utf-8",
      "Content-Disposition": `attachment; filename="${fileName}"`,
    },
  });
}
