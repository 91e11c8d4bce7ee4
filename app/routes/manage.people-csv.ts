import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/cloudflare";
import { filterQuery, listInput, readFilter } from "../components/people/filter";
import { manageOf } from "../manage-words.server";
import { posted } from "../posted";
import { csvFile } from "./manage.csv-file.server";
import { insideOf, redirectWithFlash } from "./manage.guard.server";

/** The list's current filter as a file. */
export async function loader({ context, request }: LoaderFunctionArgs) {
  const { member } = insideOf(context, request);
  const filter = readFilter(new URL(request.url).searchParams);
  return csvFile(await context.useCases.exportPeople(posted({ filter: listInput(filter, member.id) })));
}

/** The ticked rows as a file, or all that the filter matches where that was ticked. */
export async function action({ context, request }: ActionFunctionArgs) {
  const manage = manageOf(context);
  const { member, base } = insideOf(context, request);
  const form = new URLSearchParams(await request.text());
  const filter = readFilter(form);
  const ids = form.getAll("ids");
  if (form.has("all")) {
    return csvFile(await context.useCases.exportPeople(posted({ filter: listInput(filter, member.id) })));
  }
  if (ids.length > 0) return csvFile(await context.useCases.exportPeople({ ids }));
  const list = `${base}/people${filterQuery(filter)}`;
  return redirectWithFlash(context, list, { kind: "error", text: manage.bulk.nobody });
}
