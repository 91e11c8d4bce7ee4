import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { data, redirect } from "@remix-run/cloudflare";
import { Form, Link, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { Button, LinkButton } from "../components/ui/button";
import { ErrorSummary } from "../components/ui/error-summary";
import { PageHeader } from "../components/ui/page-header";
import { TextField } from "../components/ui/text-field";
import { manageOfPage, useManage } from "../manage-words";
import { manageOf } from "../manage-words.server";
import { acts } from "../messages/manage/en/people";
import { person } from "../messages/manage/en/person";
import { useHydrated, useWords } from "../request";
import { fieldErrors, insideOf, redirectWithFlash } from "./manage.guard.server";

const sections = { acts, person };

export async function loader({ context, request, params }: LoaderFunctionArgs) {
  const { workspace, base } = insideOf(context, request);
  const found = await context.attempt(() =>
    context.useCases.viewMember({ membershipId: params.membershipId ?? "" }),
  );
  if (!found.ok) throw new Response(null, { status: found.error.status === 422 ? 404 : found.error.status });
  const { id, firstName, lastName, email, may } = found.value;
  const here = `${base}/people/${id}`;
  if (!may.changeNames) throw redirect(here);
  return {
    workspace: workspace.name,
    here,
    who: `${firstName} ${lastName}`.trim() || email || "",
    values: { firstName, lastName },
  };
}

export async function action({ context, request, params }: ActionFunctionArgs) {
  const manage = manageOf(context);
  const { base } = insideOf(context, request);
  const form = await request.formData();
  const text = (name: string) => String(form.get(name) ?? "");
  const membershipId = params.membershipId ?? "";
  const values = { firstName: text("firstName"), lastName: text("lastName") };
  const changed = await context.attempt(() => context.useCases.changeNames({ membershipId, ...values }));
  if (!changed.ok)
    return data({ values, errors: fieldErrors(manage, changed.error) }, { status: changed.error.status });
  const { firstName, lastName } = changed.value;
  return redirectWithFlash(context, `${base}/people/${membershipId}`, {
    kind: "names",
    who: `${firstName} ${lastName}`.trim() || text("who"),
    personId: membershipId,
  });
}

export const meta: MetaFunction<typeof loader> = ({ data: found, matches }) => {
  const manage = manageOfPage(matches, sections);
  return [{ title: found ? `${manage.person.names.title({ who: found.who })} · ${found.workspace}` : "" }];
};

export default function PersonNames() {
  const manage = useManage(sections);
  const loaded = useLoaderData<typeof loader>();
  const { here, who, workspace } = loaded;
  const answer = useActionData() as
    | { values: typeof loaded.values; errors: Record<string, string> }
    | undefined;
  const busy = useNavigation().state === "submitting";
  const hydrated = useHydrated();
  const words = useWords();
  const values = answer?.values ?? loaded.values;
  const errors = answer?.errors;
  return (
    <>
      <PageHeader
        title={manage.person.names.title({ who })}
        description={manage.person.names.lead({ workspace })}
        back={
          <Link to={here} className="link">
            {manage.acts.backTo({ name: who })}
          </Link>
        }
      />
      <Form method="post" className="grid max-w-xl gap-5" noValidate={hydrated}>
        <ErrorSummary errors={errors} />
        <input type="hidden" name="who" value={who} />
        <div className="grid gap-5 sm:grid-cols-2">
          <TextField
            name="firstName"
            label={words.common.firstName}
            autoComplete="off"
            maxLength={100}
            error={errors?.firstName}
            defaultValue={values.firstName}
          />
          <TextField
            name="lastName"
            label={words.common.lastName}
            autoComplete="off"
            maxLength={100}
            error={errors?.lastName}
            defaultValue={values.lastName}
          />
        </div>
        <div className="flex flex-wrap gap-2">
          <Button type="submit" variant="primary" pending={busy}>
            {manage.person.names.submit}
          </Button>
          <LinkButton to={here} variant="quiet">
            {words.common.cancel}
          </LinkButton>
        </div>
      </Form>
    </>
  );
}
