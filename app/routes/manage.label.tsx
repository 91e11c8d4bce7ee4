import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { data } from "@remix-run/cloudflare";
import { Form, Link, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { Button } from "../components/ui/button";
import { ErrorSummary } from "../components/ui/error-summary";
import { PageHeader } from "../components/ui/page-header";
import { Section } from "../components/ui/section";
import { TextField } from "../components/ui/text-field";
import { manageOfPage, useManage } from "../manage-words";
import { manageOf } from "../manage-words.server";
import { labels } from "../messages/manage/en/fields";
import { useHydrated } from "../request";
import { insideFields } from "./manage.fields.server";
import { errorText, fieldErrors, redirectWithFlash } from "./manage.guard.server";

const sections = { labels };

export async function loader({ context, request }: LoaderFunctionArgs) {
  const { workspace, base } = insideFields(context, request);
  const label = new URL(request.url).searchParams.get("label") ?? "";
  const { labels } = await context.useCases.listLabels({});
  const found = labels.find((one) => one.label === label);
  if (!found) throw new Response(null, { status: 404 });
  return {
    base,
    workspace: workspace.name,
    label,
    count: found.count,
    others: labels.map((one) => one.label).filter((one) => one !== label),
  };
}

export async function action({ context, request }: ActionFunctionArgs) {
  const manage = manageOf(context);
  const { base } = insideFields(context, request);
  const address = `${base}/settings/labels`;
  const form = await request.formData();
  const label = String(form.get("label") ?? "");
  const to = String(form.get("to") ?? "");
  const deletes = form.get("intent") === "delete";
  const { attempt, useCases } = context;
  const done = await attempt(() =>
    deletes ? useCases.deleteLabel({ label }) : useCases.renameLabel({ label, to }),
  );
  if (done.ok) {
    const { to: now, jobId } = done.value;
    return redirectWithFlash(
      context,
      address,
      jobId
        ? { kind: "labelChanging", who: label }
        : { kind: now === null ? "labelDeleted" : "labelRenamed", who: now ?? label },
    );
  }
  if (done.error.code !== "VALIDATION_FAILED") {
    return redirectWithFlash(context, address, { kind: "error", text: errorText(manage, done.error) });
  }
  return data({ to, errors: fieldErrors(manage, done.error) }, { status: 422 });
}

export const meta: MetaFunction<typeof loader> = ({ data: found, matches }) => {
  const manage = manageOfPage(matches, sections);
  return [
    { title: found ? `${manage.labels.changeTitle({ label: found.label })} · ${found.workspace}` : "" },
  ];
};

/** One label: another name for it, another label in its place, or none. */
export default function Label() {
  const manage = useManage(sections);
  const { base, label, count, others } = useLoaderData<typeof loader>();
  const answer = useActionData() as { to: string; errors: Record<string, string> } | undefined;
  const busy = useNavigation().state === "submitting";
  const hydrated = useHydrated();
  const words = manage.labels;
  return (
    <>
      <PageHeader
        title={words.changeTitle({ label })}
        description={
          <Link to={`${base}/people?${new URLSearchParams({ label })}`} className="link">
            {words.people({ count })}
          </Link>
        }
        back={
          <Link to={`${base}/settings/labels`} className="link">
            {words.back}
          </Link>
        }
      />
      <Section title={words.rename} description={words.renameLead}>
        <Form method="post" className="grid max-w-xl gap-5" noValidate={hydrated}>
          <ErrorSummary errors={answer?.errors} />
          <input type="hidden" name="label" value={label} />
          <TextField
            name="to"
            label={words.to}
            required
            maxLength={50}
            list="other-labels"
            autoComplete="off"
            error={answer?.errors.to}
            defaultValue={answer?.to ?? label}
          />
          <datalist id="other-labels">
            {others.map((one) => (
              <option key={one} value={one} />
            ))}
          </datalist>
          <div>
            <Button type="submit" variant="primary" pending={busy}>
              {words.renameSubmit}
            </Button>
          </div>
        </Form>
      </Section>
      <Section title={words.deleteTitle} description={words.deleteLead({ count })}>
        <Form method="post">
          <input type="hidden" name="label" value={label} />
          <Button type="submit" name="intent" value="delete" variant="danger" pending={busy}>
            {words.deleteSubmit({ label })}
          </Button>
        </Form>
      </Section>
    </>
  );
}
