import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/cloudflare";
import { data, redirect } from "@remix-run/cloudflare";
import { useActionData, useLoaderData } from "@remix-run/react";
import { branding } from "../branding";
import { PublicShell } from "../components/public-shell";
import { Button } from "../components/ui/button";
import { Notice } from "../components/ui/notice";
import { requireMember } from "../member";
import { messagesFor } from "../messages/all.server";
import type { PageHandle } from "../page";
import { useWords } from "../request";
import { titled } from "../titles";

export const handle: PageHandle = { bare: true };
export const meta = titled;

/** Where somebody whose address is not proved asks for the link that proves it. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const { workspace, person, member } = requireMember(request, context);
  const landing = member.landing === "manage" ? "people" : "learn";
  if (person.emailVerified) return redirect(`/w/${workspace.slug}/${landing}`);
  return {
    title: messagesFor(context).verify.askTitle,
    ...branding(workspace),
    workspace: { name: workspace.name, timeZone: workspace.timeZone },
    email: person.email,
    here: `/w/${workspace.slug}/account/verify`,
  };
}

export async function action({ request, context }: ActionFunctionArgs) {
  requireMember(request, context);
  const asked = await context.attempt(() => context.useCases.requestVerification({}));
  if (asked.ok) return data({ sent: true as const, retryAfter: null });
  return data({ sent: false as const, retryAfter: asked.error.retryAfter }, asked.error.status);
}

export default function VerifyRequest() {
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { verify, join } = useWords();
  return (
    <PublicShell
      workspace={page.workspace}
      title={verify.askTitle}
      lead={verify.ask({ email: page.email })}
      here={page.here}
    >
      {answer?.sent && <Notice tone="ok">{verify.sent({ email: page.email })}</Notice>}
      {answer?.sent === false && (
        <Notice tone="warn">{join.resendLimit({ seconds: answer.retryAfter ?? 60 })}</Notice>
      )}
      <form method="post">
        <Button type="submit" variant="primary" size="large" wide>
          {verify.send}
        </Button>
      </form>
    </PublicShell>
  );
}
