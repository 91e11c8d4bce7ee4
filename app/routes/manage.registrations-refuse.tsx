import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { data, redirect } from "@remix-run/cloudflare";
import { Form, Link, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { Button, LinkButton } from "../components/ui/button";
import { ErrorSummary } from "../components/ui/error-summary";
import { PageHeader } from "../components/ui/page-header";
import { TextArea } from "../components/ui/text-area";
import { manageOfPage, useManage } from "../manage-words";
import { manageOf } from "../manage-words.server";
import { registrations } from "../messages/manage/en/registering";
import { posted } from "../posted";
import { fieldErrors, redirectWithFlash } from "./manage.guard.server";
import { insideLinks } from "./manage.links.server";

const sections = { registrations };

/** Whom it is about, by the address: `?id=…&id=…`, or `?all=1` with `&link=…`. */
function targetOf(request: Request): { all: true; linkId?: string } | { all?: undefined; ids: string[] } {
  const query = new URL(request.url).searchParams;
  const linkId = query.get("link");
  return query.get("all") === "1"
    ? { all: true, ...(linkId && { linkId }) }
    : { ids: [...new Set(query.getAll("id"))] };
}

export function loader({ context, request }: LoaderFunctionArgs) {
  const { workspace, base } = insideLinks(context, request);
  const target = targetOf(request);
  const queue = `${base}/registrations?status=waiting`;
  if (!target.all && target.ids.length === 0) throw redirect(queue);
  return { workspace: workspace.name, queue, count: target.all ? null : target.ids.length };
}

export async function action({ context, request }: ActionFunctionArgs) {
  const manage = manageOf(context);
  const { base } = insideLinks(context, request);
  const reason = String((await request.formData()).get("reason") ?? "");
  const refused = await context.attempt(() =>
    context.useCases.refuseRegistrations(posted({ ...targetOf(request), reason })),
  );
  if (!refused.ok) {
    return data({ reason, errors: fieldErrors(manage, refused.error) }, { status: refused.error.status });
  }
  const { results, jobId } = refused.value;
  if (jobId) return redirect(`${base}/jobs/${jobId}`, 303);
  return redirectWithFlash(context, `${base}/registrations?status=waiting`, {
    kind: "registrationsRefused",
    count: results.filter(({ outcome }) => outcome === "done").length,
  });
}

export const meta: MetaFunction<typeof loader> = ({ data: found, matches }) => [
  { title: `${manageOfPage(matches, sections).registrations.refuse} · ${found?.workspace ?? ""}` },
];

export default function RefuseRegistrations() {
  const { registrations: words } = useManage(sections);
  const { queue, count } = useLoaderData<typeof loader>();
  const answer = useActionData() as { reason: string; errors: Record<string, string> } | undefined;
  const busy = useNavigation().state === "submitting";
  return (
    <>
      <PageHeader
        title={count === null ? words.refuseAllTitle : words.refuseTitle({ count })}
        description={words.refuseLead}
        back={
          <Link to={queue} className="link">
            {words.title}
          </Link>
        }
      />
      <Form method="post" className="grid max-w-xl gap-5">
        <ErrorSummary errors={answer?.errors} />
        <TextArea
          name="reason"
          label={words.reason}
          hint={words.reasonHint}
          maxLength={500}
          rows={3}
          error={answer?.errors.reason}
          defaultValue={answer?.reason}
        />
        <div className="flex flex-wrap gap-2">
          <Button type="submit" variant="danger" pending={busy}>
            {words.refuseSubmit}
          </Button>
          <LinkButton to={queue} variant="quiet">
            {words.keep}
          </LinkButton>
        </div>
      </Form>
    </>
  );
}
