import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { data, redirect } from "@remix-run/cloudflare";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { ImportSteps } from "../components/imports/steps";
import { UploadForm } from "../components/imports/upload-form";
import { buttonClass } from "../components/ui/button";
import { PageHeader } from "../components/ui/page-header";
import { manageOfPage, useManage } from "../manage-words";
import { manageOf } from "../manage-words.server";
import { imports } from "../messages/manage/en/imports";
import { invite } from "../messages/manage/en/invite";
import { importErrorText, insideImports, readEncoding, stepPath } from "./manage.import.server";

const sections = { imports, invite };

/** Characters of a form without scripts that brings pasted cells: it is read as a whole. */
const pastedAtMost = 4 * 1024 * 1024;

export async function loader({ context, request }: LoaderFunctionArgs) {
  const { workspace, base } = insideImports(context, request);
  const query = new URL(request.url).searchParams;
  return {
    base,
    workspace: workspace.name,
    /** Somebody comes back from the review because names looked wrong. */
    asksEncoding: query.has("encoding"),
    encoding: readEncoding(query.get("encoding")).encoding ?? "",
  };
}

type Errors = Record<string, string>;
const refused = (errors: Errors, status = 422) => data({ errors }, { status });

/** The form without scripts: a file in several parts, or pasted cells. */
export async function action({ context, request }: ActionFunctionArgs) {
  const manage = manageOf(context);
  const { base } = insideImports(context, request);
  const staged = request.headers.get("Content-Type")?.startsWith("multipart/")
    ? await takeFile(context, request)
    : await takePasted(context, request);
  if (!("ok" in staged)) return refused(staged);
  if (staged.ok) throw redirect(stepPath(base, staged.value), 303);
  return refused({ "": importErrorText(manage, staged.error) }, staged.error.status);
}

type Context = ActionFunctionArgs["context"];

/** Streams the file on while it comes in; the encoding stands before it in the form. */
async function takeFile(context: Context, request: Request) {
  const manage = manageOf(context);
  const upload = await context.attempt(() => context.readUpload(request));
  if (!upload.ok) return upload;
  const { fileName, file, fields } = upload.value;
  if (!fileName) return { file: manage.imports.upload.nothing };
  return context.attempt(() =>
    context.useCases.stageImport({ fileName, file, ...readEncoding(fields.get("encoding")) }),
  );
}

async function takePasted(context: Context, request: Request) {
  const manage = manageOf(context);
  const { nothingPasted, pastedName } = manage.imports.upload;
  let text = "";
  const decoder = new TextDecoder();
  // The Worker's streams are iterable; the types of the browser, which pages are checked with, say they are not.
  for await (const chunk of (request.body ?? []) as unknown as AsyncIterable<Uint8Array>) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > pastedAtMost)
      return { pasted: importErrorText(manage, { code: "BODY_TOO_LARGE", params: {} }) };
  }
  const pasted = new URLSearchParams(text).get("pasted") ?? "";
  if (!pasted.trim()) return { pasted: nothingPasted };
  async function* file() {
    yield new TextEncoder().encode(pasted);
  }
  return context.attempt(() =>
    context.useCases.stageImport({ fileName: pastedName, file: file(), encoding: "utf-8" }),
  );
}

export const meta: MetaFunction<typeof loader> = ({ data: found, matches }) => {
  const manage = manageOfPage(matches, sections);
  return [{ title: `${manage.imports.upload.title} · ${found?.workspace ?? ""}` }];
};

/** First step: a file, or cells from a spreadsheet. */
export default function ImportNew() {
  const manage = useManage(sections);
  const { base, asksEncoding, encoding } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>() as { errors: Errors } | undefined;
  const words = manage.imports.upload;
  return (
    <>
      <PageHeader
        title={words.title}
        description={words.lead}
        back={
          <span className="flex flex-wrap gap-x-4">
            <Link to={`${base}/imports`} className="link">
              {manage.imports.back}
            </Link>
            {/* A page of its own, for strangers too: a new document. */}
            <a href={`${base}/help/limits`} className="link">
              {manage.imports.upload.limits}
            </a>
            <a href={`${base}/help/users-with-account`} className="link">
              {manage.invite.knownMore}
            </a>
          </span>
        }
        actions={
          <a
            href={`${base}/imports/template.csv`}
            className={buttonClass()}
            title={words.templateHint}
            download
          >
            {words.template}
          </a>
        }
      />
      <ImportSteps current="upload" />
      <UploadForm base={base} errors={answer?.errors} asksEncoding={asksEncoding} encoding={encoding} />
    </>
  );
}
