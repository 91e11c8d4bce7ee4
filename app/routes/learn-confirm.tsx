import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/cloudflare";
import { data, redirect } from "@remix-run/cloudflare";
import { useActionData, useLoaderData } from "@remix-run/react";
import { LearnFrame } from "../components/learn-frame";
import { LinkButton } from "../components/ui/button";
import { Notice } from "../components/ui/notice";
import { PageHeader } from "../components/ui/page-header";
import { learnFrame, requireMember } from "../member";
import { messagesFor } from "../messages/all.server";
import type { PageHandle } from "../page";
import { useWords } from "../request";
import { titled } from "../titles";

export const handle: PageHandle = { bare: true };
export const meta = titled;

/** Where somebody who was let in without proof (F132) has the link mailed again, and is sent by what wants the proof. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const who = requireMember(request, context, { learns: true });
  const { unproved } = who.member;
  if (!unproved) return redirect(`/w/${who.workspace.slug}/learn`, 303);
  const query = new URL(request.url).searchParams;
  const { confirm } = messagesFor(context);
  return {
    ...learnFrame(who),
    title: `${confirm.title} · ${who.workspace.name}`,
    address: unproved.address,
    first: query.has("first"),
    sent: query.has("sent"),
  };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const { workspace, member } = requireMember(request, context, { learns: true });
  if (!member.unproved) return redirect(`/w/${workspace.slug}/learn`, 303);
  const asked = await context.attempt(() => context.useCases.mailProofAgain({}));
  if (asked.ok) return redirect(`/w/${workspace.slug}/learn/confirm?sent`, 303);
  const { code, retryAfter, status } = asked.error;
  return data({ code, retryAfter }, status);
}

export default function LearnConfirm() {
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { confirm, register, signIn, learn, errors } = useWords();
  return (
    <LearnFrame frame={page}>
      <PageHeader title={confirm.title} description={confirm.what} />
      {answer ? (
        <Notice
          tone="error"
          title={
            answer.code === "RATE_LIMITED"
              ? signIn.tooMany({ seconds: answer.retryAfter ?? 60 })
              : errors.conflict.title
          }
        />
      ) : page.sent ? (
        <Notice tone="ok" title={register.sent({ email: page.address })}>
          {register.nothing}
        </Notice>
      ) : (
        page.first && <Notice tone="info" title={confirm.first} />
      )}
      <p>
        <LinkButton to={`/w/${page.workspace.slug}/learn`} size="large">
          {learn.backHome}
        </LinkButton>
      </p>
    </LearnFrame>
  );
}
