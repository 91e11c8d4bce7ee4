import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { data, redirect } from "@remix-run/cloudflare";
import { Form, Link, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { Button, LinkButton } from "../components/ui/button";
import { CheckboxGroup, RadioGroup } from "../components/ui/choice-group";
import { ErrorSummary } from "../components/ui/error-summary";
import { Notice } from "../components/ui/notice";
import { PageHeader } from "../components/ui/page-header";
import { manage } from "../messages/manage/en";
import { useWords } from "../request";
import { fieldErrors, insideOf, redirectWithFlash } from "./manage.guard.server";

export async function loader({ context, request, params }: LoaderFunctionArgs) {
  const { workspace, base } = insideOf(context, request);
  const found = await context.attempt(() =>
    context.useCases.viewMember({ membershipId: params.membershipId ?? "" }),
  );
  if (!found.ok) throw new Response(null, { status: found.error.status === 422 ? 404 : found.error.status });
  const { id, firstName, lastName, email, may, roles, grantableRoles, isLastAdmin } = found.value;
  const here = `${base}/people/${id}`;
  if (!may.changeRoles) throw redirect(here);
  return {
    workspace: workspace.name,
    here,
    who: `${firstName} ${lastName}`.trim() || email || "",
    held: [...new Set(roles.map(({ role }) => role))],
    grantable: grantableRoles,
    several: workspace.policies["roles.multiple"],
    isLastAdmin,
  };
}

export async function action({ context, request, params }: ActionFunctionArgs) {
  const { base } = insideOf(context, request);
  const form = await request.formData();
  const membershipId = params.membershipId ?? "";
  const roles = form.getAll("roles").map(String);
  const changed = await context.attempt(() => context.useCases.changeRoles({ membershipId, roles }));
  if (!changed.ok)
    return data({ errors: fieldErrors(changed.error), roles }, { status: changed.error.status });
  return redirectWithFlash(context, `${base}/people/${membershipId}`, {
    kind: "roles",
    who: String(form.get("who") ?? ""),
    personId: membershipId,
  });
}

export const meta: MetaFunction<typeof loader> = ({ data: found }) => [
  { title: found ? `${manage.person.roles.title({ who: found.who })} · ${found.workspace}` : "" },
];

export default function PersonRoles() {
  const { here, who, held, grantable, several, isLastAdmin } = useLoaderData<typeof loader>();
  const answer = useActionData() as { errors: Record<string, string>; roles: string[] } | undefined;
  const busy = useNavigation().state === "submitting";
  const words = useWords();
  const Roles = several ? CheckboxGroup : RadioGroup;
  const errors = answer?.errors;
  return (
    <>
      <PageHeader
        title={manage.person.roles.title({ who })}
        description={manage.person.roles.lead}
        back={
          <Link to={here} className="link">
            {manage.acts.backTo({ name: who })}
          </Link>
        }
      />
      {isLastAdmin && <Notice tone="info" title={manage.person.lastAdmin} />}
      <Form method="post" className="grid max-w-xl gap-5">
        <ErrorSummary errors={errors} />
        <input type="hidden" name="who" value={who} />
        <Roles
          name="roles"
          legend={manage.invite.roles}
          required
          selected={answer?.roles ?? held}
          error={errors?.roles}
          choices={grantable.map((role) => ({
            value: role,
            label: words.roles[role].name,
            description: words.roles[role].may,
          }))}
        />
        <div className="flex flex-wrap gap-2">
          <Button type="submit" variant="primary" pending={busy}>
            {manage.person.roles.submit}
          </Button>
          <LinkButton to={here} variant="quiet">
            {words.common.cancel}
          </LinkButton>
        </div>
      </Form>
    </>
  );
}
