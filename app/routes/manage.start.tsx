import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { useLoaderData } from "@remix-run/react";
import { DefinitionList } from "../components/ui/definition-list";
import { PageHeader } from "../components/ui/page-header";
import { Section } from "../components/ui/section";
import { manageOfPage, useManage } from "../manage-words";
import { permissions } from "../messages/manage/en/api-keys";
import { nav, start } from "../messages/manage/en/shell";
import { useRoleWords } from "../role-words";
import { insideOf } from "./manage.guard.server";

const sections = { nav, permissions, start };

export function loader({ context, request }: LoaderFunctionArgs) {
  const { workspace, member, person } = insideOf(context, request);
  return {
    workspace: workspace.name,
    firstName: person.firstName,
    // One that is held at several places stands once.
    roles: [...new Set(member.roles)],
    may: member.mayInPart.filter((permission) => permission !== "workspace.view"),
  };
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => {
  const manage = manageOfPage(matches, sections);
  return [{ title: `${manage.nav.start} · ${data?.workspace ?? ""}` }];
};

/** Who one is here and what that is good for: where people with a role in the team land who see no list. */
export default function Start() {
  const manage = useManage(sections);
  const { workspace, firstName, roles, may } = useLoaderData<typeof loader>();
  const roleWords = useRoleWords();
  return (
    <>
      <PageHeader
        title={manage.start.title({ name: firstName })}
        description={manage.start.lead({ workspace })}
      />
      <Section title={roles.length > 1 ? manage.start.rolesMany : manage.start.roles}>
        <DefinitionList
          items={roles.map((role) => ({ term: roleWords(role).name, value: roleWords(role).may }))}
        />
      </Section>
      <Section title={manage.start.now}>
        {may.length > 0 ? (
          <ul className="grid list-disc gap-1 ps-5">
            {may.map((permission) => (
              <li key={permission}>{manage.permissions[permission]}</li>
            ))}
          </ul>
        ) : (
          <p className="max-w-prose text-muted">{manage.start.nothing}</p>
        )}
      </Section>
    </>
  );
}
