import type { LoaderFunctionArgs } from "@remix-run/cloudflare";
import { useLoaderData } from "@remix-run/react";
import { LanguageSwitch } from "../components/language-switch";
import { LearnFrame } from "../components/learn-frame";
import { RoleList } from "../components/role-list";
import { Button, LinkButton } from "../components/ui/button";
import { DefinitionList } from "../components/ui/definition-list";
import { PageHeader } from "../components/ui/page-header";
import { Section } from "../components/ui/section";
import { learnFrame, requireMember } from "../member";
import { messagesFor } from "../messages/all.server";
import type { PageHandle } from "../page";
import { useWords } from "../request";
import { titled } from "../titles";

export const handle: PageHandle = { bare: true };
export const meta = titled;

export async function loader({ request, context }: LoaderFunctionArgs) {
  const who = requireMember(request, context, { learns: true });
  const { account } = messagesFor(context);
  const { supportContact, policies } = who.workspace;
  return {
    ...learnFrame(who),
    title: `${account.title} · ${who.workspace.name}`,
    roles: who.member.roles,
    emailChange: policies["identity.email_change"],
    supportContact,
    // Where nothing is sold there is nothing to look at.
    buys: policies["selfreg.mode"] === "catalog",
  };
}

export default function LearnProfile() {
  const page = useLoaderData<typeof loader>();
  const { account, common, confirm, paying } = useWords();
  const { viewer, workspace } = page;
  const base = `/w/${workspace.slug}`;
  const named = { workspace: workspace.name };
  const contact = page.supportContact;
  return (
    <LearnFrame frame={page}>
      <PageHeader title={account.title} />
      <DefinitionList
        items={[
          { term: account.name, value: viewer.name || "–" },
          {
            term: account.email,
            value: (
              <Fact
                text={viewer.signIn}
                about={
                  page.unproved
                    ? confirm.what
                    : page.emailChange === "never"
                      ? [account.emailNever(named), contact && account.emailSupport({ contact })]
                          .filter(Boolean)
                          .join(" ")
                      : page.emailChange === "admin"
                        ? account.emailHint(named)
                        : account.emailOwn
                }
              />
            ),
          },
        ]}
      />
      <RoleList roles={page.roles} />
      <Section plain title={common.language} description={account.languageOnly}>
        <LanguageSwitch />
      </Section>
      <div className="flex flex-wrap gap-3 border-t border-line pt-6">
        {!page.unproved && (
          <LinkButton to={`${base}/account`} size="large">
            {account.edit}
          </LinkButton>
        )}
        <LinkButton to={`${base}/account/sessions`} size="large">
          {account.sessions}
        </LinkButton>
        {page.buys && !page.unproved && (
          <LinkButton to={`${base}/learn/receipts`} size="large">
            {paying.receipts}
          </LinkButton>
        )}
        <form method="post" action={`${base}/sign-out`}>
          <Button type="submit" size="large">
            {common.signOut}
          </Button>
        </form>
      </div>
    </LearnFrame>
  );
}

function Fact({ text, about }: { text: string; about: string }) {
  return (
    <>
      {text}
      <span className="block text-base text-muted">{about}</span>
    </>
  );
}
