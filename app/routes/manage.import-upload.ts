import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/cloudflare";
import { redirect } from "@remix-run/cloudflare";
import type { UploadAnswer } from "../components/imports/upload-form";
import { manageOf } from "../manage-words.server";
import { importErrorText, insideImports, readEncoding, stepPath } from "./manage.import.server";

/** Nothing to look at: the form is the page. */
export function loader({ context, request }: LoaderFunctionArgs) {
  return redirect(`${insideImports(context, request).base}/imports/new`);
}

/** Takes in a file whose bytes are the body, as the upload form sends it with scripts, to show how far it is. */
export async function action({ context, request }: ActionFunctionArgs) {
  const manage = manageOf(context);
  const { base } = insideImports(context, request);
  const query = new URL(request.url).searchParams;
  const staged = await context.attempt(async () => {
    const { file } = await context.readUpload(request);
    return context.useCases.stageImport({
      fileName: query.get("fileName") ?? "",
      file,
      ...readEncoding(query.get("encoding")),
    });
  });
  const answer: UploadAnswer = staged.ok
    ? { to: stepPath(base, staged.value) }
    : { error: importErrorText(manage, staged.error) };
  return Response.json(answer, { status: staged.ok ? 201 : staged.error.status });
}
