import type { LoaderFunctionArgs } from "@remix-run/cloudflare";
import { listInput, readFilter } from "../components/people/filter";
import { insideOf } from "./manage.guard.server";

/** The list's current filter as a file, streamed page by page. */
export async function loader({ context, request }: LoaderFunctionArgs) {
  const { member } = insideOf(context, request);
  const filter = readFilter(new URL(request.url).searchParams);
  const { fileName, lines } = await context.useCases.exportPeople(listInput(filter, member.id) as never);
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await lines.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await lines.return();
    },
  });
  return new Response(body, {
    headers: {
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": `attachment; filename="${fileName}"`,
    },
  });
}
