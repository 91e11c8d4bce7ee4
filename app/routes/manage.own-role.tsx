import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { data } from "@remix-run/cloudflare";
import { Form, Link, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { RoleForm, type RoleValues } from "../components/settings/role-form";
import { Button } from "../components/ui/button";
import { PageHeader } from "../components/ui/page-header";
import { Section } from "../components/ui/section";
import { Select } from "../components/ui/select";
import { manageOfPage, useManage } from "../manage-words";
import { manageOf } from "../manage-words.server";
import { ownRoles } from "../messages/manage/en/own-roles";
import { posted } from "../posted";
import { useRoleWords } from "../role-words";
import { errorText, fieldErrors, redirectWithFlash } from "./manage.guard.server";
import { errorNames, insideRoles, readRole, roleChoices, roleInput } from "./manage.own-roles.server";

const sections = { ownRoles };

export async function loader({ context, request, params }: LoaderFunctionArgs) {
  const { workspace, base } = insideRoles(context, request);
  const found = await context.attempt(() => context.useCases.viewCustomRole({ roleId: params.roleId ?? "" }));
  if (!found.ok) throw new Response(null, { status: found.error.status === 422 ? 404 : found.error.status });
  return {
    address: `${base}/settings/roles`,
    workspace: workspace.name,
    choices: roleChoices(context),
    ...found.value,
  };
}

export async function action({ context, request, params }: ActionFunctionArgs) {
  const manage = manageOf(context);
  const { base } = insideRoles(context, request);
  const roleId = params.roleId ?? "";
  const address = `${base}/settings/roles`;
  const form = await request.formData();
  if (form.get("intent") === "delete") {
    const to = String(form.get("to") ?? "") || null;
    const gone = await context.attempt(() =>
      context.useCases.deleteCustomRole({ roleId, to: posted<string | null>(to) }),
    );
    if (!gone.ok) {
      const text = gone.error.errors[0]?.message ?? errorText(manage, gone.error);
      return redirectWithFlash(context, `${address}/${roleId}`, { kind: "error", text });
    }
    const { name, jobId } = gone.value;
    return redirectWithFlash(context, address, { kind: jobId ? "roleLeaving" : "roleDeleted", who: name });
  }
  const values = readRole(form);
  const changed = await context.attempt(() =>
    context.useCases.changeCustomRole({ roleId, ...roleInput<object>(values) }),
  );
  if (!changed.ok) {
    const errors = fieldErrors(manage, changed.error, errorNames);
    return data({ values, errors }, { status: changed.error.status });
  }
  return redirectWithFlash(context, address, { kind: "roleSaved", who: changed.value.name });
}

export const meta: MetaFunction<typeof loader> = ({ data: found, matches }) => {
  const manage = manageOfPage(matches, sections);
  const title = found ? `${manage.ownRoles.changeTitle({ name: found.role.name })} · ${found.workspace}` : "";
  return [{ title }];
};

/** A role of the workspace's own: change it for all who have it, or delete it and say where they go (F24). */
export default function OwnRole() {
  const manage = useManage(sections);
  const roleWords = useRoleWords();
  const { address, choices, role, people, successors } = useLoaderData<typeof loader>();
  const answer = useActionData() as { values: RoleValues; errors: Record<string, string> } | undefined;
  const busy = useNavigation().state === "submitting";
  const words = manage.ownRoles;
  return (
    <>
      <PageHeader
        title={words.changeTitle({ name: role.name })}
        description={people > 0 ? words.changeLead({ count: people, many: people > 500 }) : words.unused}
        back={
          <Link to={address} className="link">
            {words.back}
          </Link>
        }
      />
      <RoleForm
        choices={choices}
        values={
          answer?.values ?? {
            name: role.name,
            description: role.description,
            permissions: [...role.permissions],
            holdsIn: [...role.holdsIn],
          }
        }
        errors={answer?.errors}
        submit={words.submit}
      />
      <Section
        title={words.deleteTitle}
        description={people > 0 ? `${words.deleteLead} ${words.deleteImports}` : words.deleteImports}
      >
        <Form method="post" className="grid max-w-xl gap-5">
          {people > 0 && (
            <Select
              name="to"
              label={words.to}
              hint={words.toHint}
              markOptional={false}
              options={[
                { value: "", label: words.toNothing },
                ...successors.map((successor) => ({ value: successor, label: roleWords(successor).name })),
              ]}
            />
          )}
          <div>
            <Button type="submit" variant="danger" name="intent" value="delete" pending={busy}>
              {words.deleteSubmit}
            </Button>
          </div>
        </Form>
      </Section>
    </>
  );
}
