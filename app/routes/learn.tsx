import type { LoaderFunctionArgs } from "@remix-run/cloudflare";
import { useLoaderData } from "@remix-run/react";
import { LearnFrame } from "../components/learn-frame";
import { RoleList } from "../components/role-list";
import { LinkButton } from "../components/ui/button";
import { EmptyState } from "../components/ui/empty-state";
import { Notice } from "../components/ui/notice";
import { PageHeader } from "../components/ui/page-header";
import { learnFrame, requireMember, requireProvedAddress } from "../member";
import { messagesFor } from "../messages/all.server";
import type { PageHandle } from "../page";
import { useWords } from "../request";
import { titled } from "../titles";

export const handle: PageHandle = { bare: true };
export const meta = titled;

export async function loader({ request, context }: LoaderFunctionArgs) {
  const who = requireMember(request, context);
  requireProvedAddress(who);
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
  const { learn, verify } = useWords();
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
      {!page.addressProved && (
        <Notice tone="info" title={verify.notice}>
          <a className="link" href={`/w/${workspace.slug}/account/verify`}>
            {verify.askTitle}
          </a>
        </Notice>
      )}
      <EmptyState title={learn.emptyTitle}>
        <p>{learn.empty}</p>
      </EmptyState>
      <RoleList roles={page.roles} />
    </LearnFrame>
  );
}
