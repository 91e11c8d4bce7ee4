import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { data, redirect } from "@remix-run/cloudflare";
import { Form, Link, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { ImportSteps } from "../components/imports/steps";
import { Button, LinkButton } from "../components/ui/button";
import { RadioGroup } from "../components/ui/choice-group";
import { ErrorSummary } from "../components/ui/error-summary";
import { PageHeader } from "../components/ui/page-header";
import { manageOfPage, useManage } from "../manage-words";
import { manageOf } from "../manage-words.server";
import { imports } from "../messages/manage/en/imports";
import { posted } from "../posted";
import { fieldErrors } from "./manage.guard.server";
import { found, importErrorText, insideImports, requireStep, stepPath } from "./manage.import.server";

const sections = { imports };

const modes = ["skip", "fail", "add_groups", "update_empty", "overwrite"] as const;

export async function loader({ context, request, params }: LoaderFunctionArgs) {
  const { workspace, base } = insideImports(context, request);
  const importId = params.importId ?? "";
  const view = await found(context, (useCases) => useCases.viewImport({ importId, groups: false }));
  requireStep(base, view, "review");
  if (view.status !== "ready") throw redirect(stepPath(base, view));
  return {
    base,
    workspace: workspace.name,
    id: view.id,
    fileName: view.fileName,
    existing: view.existing,
    /** The workspace leaves no choice. */
    fixed: workspace.policies["csv.existing"] === "fail",
  };
}

export async function action({ context, request, params }: ActionFunctionArgs) {
  const manage = manageOf(context);
  const { base } = insideImports(context, request);
  const importId = params.importId ?? "";
  const existing = String((await request.formData()).get("existing") ?? "");
  const chosen = await context.attempt(() =>
    context.useCases.chooseExisting({ importId, existing: posted(existing) }),
  );
  if (chosen.ok) {
    const show = chosen.value.counts.update ? "?show=updates#rows" : "";
    return redirect(`${stepPath(base, chosen.value)}${show}`, 303);
  }
  const { error } = chosen;
  const errors =
    error.errors.length > 0 ? fieldErrors(manage, error) : { "": importErrorText(manage, error) };
  return data({ errors }, { status: error.status });
}

export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => {
  const manage = manageOfPage(matches, sections);
  return [{ title: `${manage.imports.existing.title} · ${page?.workspace ?? ""}` }];
};

/** What the file does with people who are here already; the review then says whom it changes, and how (F67). */
export default function ImportExisting() {
  const manage = useManage(sections);
  const { base, id, fileName, existing, fixed } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const busy = useNavigation().state === "submitting";
  const words = manage.imports.existing;
  const review = `${base}/imports/${id}/review`;
  return (
    <>
      <PageHeader
        title={words.title}
        description={`${fileName}. ${fixed ? words.fixed : words.lead}`}
        back={
          <Link to={review} className="link">
            {words.back}
          </Link>
        }
      />
      <ImportSteps current="review" />
      {!fixed && (
        <Form method="post" className="grid max-w-xl gap-5">
          <ErrorSummary errors={answer?.errors} />
          <RadioGroup
            name="existing"
            legend={words.legend}
            required
            selected={[existing]}
            error={answer?.errors.existing}
            choices={modes.map((value) => ({
              value,
              label: words.modes[value],
              description: words.modeHelp[value],
            }))}
          />
          <div className="flex flex-wrap gap-2">
            <Button type="submit" variant="primary" pending={busy}>
              {words.submit}
            </Button>
            <LinkButton to={review} variant="quiet">
              {words.back}
            </LinkButton>
          </div>
        </Form>
      )}
    </>
  );
}
