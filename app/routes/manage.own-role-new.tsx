import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { data } from "@remix-run/cloudflare";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { emptyRole, RoleForm, type RoleValues } from "../components/settings/role-form";
import { PageHeader } from "../components/ui/page-header";
import { manageOfPage, useManage } from "../manage-words";
import { manageOf } from "../manage-words.server";
import { ownRoles } from "../messages/manage/en/own-roles";
import { fieldErrors, redirectWithFlash } from "./manage.guard.server";
import { errorNames, insideRoles, readRole, roleChoices, roleInput } from "./manage.own-roles.server";

const sections = { ownRoles };

export async function loader({ context, request }: LoaderFunctionArgs) {
  const { workspace, base } = insideRoles(context, request);
  return { address: `${base}/settings/roles`, workspace: workspace.name, choices: roleChoices(context) };
}

export async function action({ context, request }: ActionFunctionArgs) {
  const manage = manageOf(context);
  const { base } = insideRoles(context, request);
  const values = readRole(await request.formData());
  const made = await context.attempt(() => context.useCases.createCustomRole(roleInput(values)));
  if (!made.ok) {
    return data(
      { values, errors: fieldErrors(manage, made.error, errorNames) },
      { status: made.error.status },
    );
  }
  return redirectWithFlash(context, `${base}/settings/roles`, { kind: "roleCreated", who: made.value.name });
}

export const meta: MetaFunction<typeof loader> = ({ data: found, matches }) => {
  const manage = manageOfPage(matches, sections);
  return [{ title: `${manage.ownRoles.createTitle} · ${found?.workspace ?? ""}` }];
};

/** Makes a role of the workspace's own (F24). */
export default function NewRole() {
  const manage = useManage(sections);
  const { address, choices } = useLoaderData<typeof loader>();
  const answer = useActionData() as { values: RoleValues; errors: Record<string, string> } | undefined;
  const words = manage.ownRoles;
  return (
    <>
      <PageHeader
        title={words.createTitle}
        back={
          <Link to={address} className="link">
            {words.back}
          </Link>
        }
      />
      <RoleForm
        choices={choices}
        values={answer?.values ?? emptyRole}
        errors={answer?.errors}
        submit={words.createSubmit}
      />
    </>
  );
}
