import type { LoaderFunctionArgs } from "@remix-run/cloudflare";
import { useLoaderData } from "@remix-run/react";
import { LearnFrame } from "../components/learn-frame";
import { RoleList } from "../components/role-list";
import { LinkButton } from "../components/ui/button";
import { EmptyState } from "../components/ui/empty-state";
import { PageHeader } from "../components/ui/page-header";
import { learnFrame, requireMember } from "../member";
import { messagesFor } from "../messages/all.server";
import type { PageHandle } from "../page";
import { useWords } from "../request";
import { titled } from "../titles";

export const handle: PageHandle = { bare: true };
export const meta = titled;

export async function loader({ request, context }: LoaderFunctionArgs) {
  const who = requireMember(request, context);
  const { learn } = messagesFor(context.language);
  return {
    ...learnFrame(who),
    title: `${learn.title} · ${who.workspace.name}`,
    firstName: who.person.firstName,
    roles: who.member.roles,
  };
}

export default function Learn() {
  const page = useLoaderData<typeof loader>();
  const { learn } = useWords();
  const { workspace } = page;
  return (
    <LearnFrame frame={page}>
      <PageHeader
        title={learn.greeting({ name: page.firstName })}
        description={learn.lead({ workspace: workspace.name })}
        actions={
          page.manages && (
            <LinkButton to={`/w/${workspace.slug}/people`} size="large">
              {learn.switchToManage}
            </LinkButton>
          )
        }
      />
      <EmptyState title={learn.emptyTitle}>
        <p>{learn.empty}</p>
      </EmptyState>
      <RoleList roles={page.roles} />
    </LearnFrame>
  );
}
