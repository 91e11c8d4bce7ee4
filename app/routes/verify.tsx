import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/cloudflare";
import { data } from "@remix-run/cloudflare";
import { useActionData, useLoaderData } from "@remix-run/react";
import { DeadVerifyPage } from "../components/dead-verify-page";
import { PublicShell } from "../components/public-shell";
import { Button, LinkButton } from "../components/ui/button";
import { Notice } from "../components/ui/notice";
import { decoded, verifyCookie, workspaceCookie } from "../cookies";
import { messagesFor } from "../messages/all.server";
import type { PageHandle } from "../page";
import { useWords } from "../request";
import { titled } from "../titles";

export const handle: PageHandle = { bare: true };
export const meta = titled;

export async function loader({ params, context }: LoaderFunctionArgs) {
  const here = `/verify/at/${params.verificationId}`;
  return {
    title: messagesFor(context.language).verify.title,
    open: context.cookies.read(verifyCookie(params.verificationId ?? "")) !== null,
    email: context.person?.email ?? null,
    slug: decoded(context.cookies.read(workspaceCookie)),
    here,
  };
}

/** Proves the mailbox: the link in the cookie and the session of the same person together. */
export async function action({ params, context }: ActionFunctionArgs) {
  const name = verifyCookie(params.verificationId ?? "");
  const token = context.cookies.read(name) ?? "";
  const verified = await context.attempt(() => context.useCases.verifyAddress({ token }));
  if (verified.ok) {
    return data(
      { done: true as const, code: null },
      { headers: { "Set-Cookie": context.cookies.write(name, "", 0) } },
    );
  }
  return data({ done: false as const, code: verified.error.code }, verified.error.status);
}

export default function Verify() {
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { verify, signIn } = useWords();
  if (answer?.done) {
    return (
      <PublicShell title={verify.doneTitle} lead={verify.done} here="/">
        <LinkButton to="/" variant="primary" size="large" wide>
          {verify.go}
        </LinkButton>
      </PublicShell>
    );
  }
  if (!page.open || answer?.code === "VERIFICATION_INVALID") return <DeadVerifyPage slug={page.slug} />;
  if (!page.email) {
    const known = /^[a-z0-9-]{1,63}$/.test(page.slug);
    return (
      <PublicShell title={verify.signIn} lead={verify.signInLead} here={page.here}>
        <LinkButton
          to={known ? `/w/${page.slug}/sign-in?returnTo=${encodeURIComponent(page.here)}` : "/"}
          variant="primary"
          size="large"
          wide
        >
          {signIn.submit}
        </LinkButton>
      </PublicShell>
    );
  }
  return (
    <PublicShell title={verify.title} lead={verify.lead({ email: page.email })} here={page.here}>
      {answer?.code === "WRONG_ACCOUNT" && <Notice tone="error">{verify.other}</Notice>}
      <form method="post">
        <Button type="submit" variant="primary" size="large" wide>
          {verify.confirm}
        </Button>
      </form>
    </PublicShell>
  );
}
