import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { data, redirect } from "@remix-run/cloudflare";
import { Form, Link, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { bulkInput, filterQuery, readFilter } from "../components/people/filter";
import { Button, LinkButton } from "../components/ui/button";
import { ErrorSummary } from "../components/ui/error-summary";
import { Notice } from "../components/ui/notice";
import { PageHeader } from "../components/ui/page-header";
import { TextArea } from "../components/ui/text-area";
import { manage } from "../messages/manage/en";
import { posted } from "../posted";
import { errorText, fieldErrors, insideOf, redirectWithFlash } from "./manage.guard.server";

const acts = ["resend", "remind", "cancel"] as const;

/** Whom and what a request is about: the ticked rows, or all that the filter matches. */
function chosen(query: URLSearchParams, viewerId: string) {
  const action = acts.find((act) => act === query.get("action")) ?? "resend";
  const ids = query.getAll("ids");
  if (query.has("all")) {
    const filter = bulkInput(readFilter(query), viewerId);
    return filter ? { action, filter } : null;
  }
  return ids.length > 0 ? { action, ids } : null;
}

export async function loader({ context, request }: LoaderFunctionArgs) {
  const { workspace, member, base } = insideOf(context, request);
  const query = new URL(request.url).searchParams;
  const wanted = chosen(query, member.id);
  const list = `${base}/people${filterQuery(readFilter(query))}`;
  if (!wanted) throw redirectWithFlash(context, list, { kind: "error", text: manage.bulk.nobody });
  const preview = await context.useCases.previewJob(posted(wanted));
  const { policies } = workspace;
  return {
    workspace: workspace.name,
    list,
    action: wanted.action,
    rotates: policies["resend.token"] === "rotate",
    takesMessage: wanted.action !== "cancel" && policies["resend.message"],
    preview,
    canUndo: context.undoSeconds > 0,
  };
}

export async function action({ context, request }: ActionFunctionArgs) {
  const { member, base } = insideOf(context, request);
  const form = await request.formData();
  const wanted = chosen(new URL(request.url).searchParams, member.id);
  if (!wanted) throw redirect(`${base}/people`);
  const message = String(form.get("message") ?? "");
  const started = await context.attempt(() =>
    context.useCases.startJob(posted({ ...wanted, ...(message && { message }) })),
  );
  if (started.ok) return redirect(`${base}/jobs/${started.value.jobId}`, 303);
  const { error } = started;
  const errors = error.errors.length > 0 ? fieldErrors(error) : { "": errorText(error) };
  return data({ errors }, { status: error.status });
}

export const meta: MetaFunction<typeof loader> = ({ data: found }) => [
  { title: `${manage.bulk.titles[found?.action ?? "resend"]} · ${found?.workspace ?? ""}` },
];

/** The consequence in a sentence, before anything happens. */
export default function Bulk() {
  const { list, action: act, rotates, takesMessage, preview, canUndo } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const busy = useNavigation().state === "submitting";
  const { bulk } = manage;
  const count = preview.willDo;
  const sentence =
    act === "resend" ? (rotates ? bulk.will.resendRotate : bulk.will.resendKeep) : bulk.will[act];
  const skipped = preview.skipped.map(({ reason, count: left }) => (
    <li key={reason}>
      {bulk.skipped({ count: left })}: {manage.outcomes[reason] ?? reason}
    </li>
  ));
  const back = (
    <Link to={list} className="link">
      {manage.acts.back}
    </Link>
  );
  if (count === 0) {
    return (
      <>
        <PageHeader title={bulk.titles[act]} back={back} />
        <Notice
          tone="warn"
          title={bulk.nothing[act]}
          actions={
            <LinkButton to={list} size="small">
              {manage.acts.back}
            </LinkButton>
          }
        >
          <p>{bulk.nothingHelp}</p>
          {skipped.length > 0 && <ul className="mt-1 list-disc ps-5">{skipped}</ul>}
        </Notice>
      </>
    );
  }
  return (
    <>
      <PageHeader title={bulk.titles[act]} back={back} />
      <Form method="post" className="grid max-w-xl gap-5">
        <ErrorSummary errors={answer?.errors} />
        <div className="grid gap-2">
          <p className="text-md">{sentence({ count })}</p>
          {skipped.length > 0 && <ul className="list-disc ps-5 text-muted">{skipped}</ul>}
        </div>
        {takesMessage && (
          <TextArea name="message" label={bulk.message} hint={bulk.messageHint} maxLength={1000} rows={3} />
        )}
        <p className="text-muted">{canUndo ? bulk.canUndo : act === "cancel" && bulk.cannotUndo}</p>
        <div className="flex flex-wrap gap-2">
          <Button type="submit" variant={act === "cancel" ? "danger" : "primary"} pending={busy}>
            {bulk.go[act]({ count })}
          </Button>
          <LinkButton to={list} variant="quiet">
            {act === "cancel" ? manage.acts.back : manage.bulk.notNow}
          </LinkButton>
        </div>
      </Form>
    </>
  );
}
