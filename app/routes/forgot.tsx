import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/cloudflare";
import { data, redirect } from "@remix-run/cloudflare";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { branding } from "../branding";
import { ProviderButton } from "../components/joining/provider-button";
import { PublicShell } from "../components/public-shell";
import { Button, buttonClass } from "../components/ui/button";
import { ErrorSummary } from "../components/ui/error-summary";
import { Notice } from "../components/ui/notice";
import { TextField } from "../components/ui/text-field";
import { decoded, emailCookie, emailTerm, workspaceCookie, workspaceTerm } from "../cookies";
import { messagesFor } from "../messages/all.server";
import type { PageHandle } from "../page";
import { fieldErrors, refusalOf, textOf } from "../refusals";
import { useWords } from "../request";
import { speakBy } from "../speaking";
import { titled } from "../titles";

export const handle: PageHandle = { bare: true };
export const meta = titled;

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const { workspace } = context;
  // The sign-in page says that there is no such workspace.
  if (!workspace) throw redirect(`/w/${params.workspace}/sign-in`);
  const { forgot } = messagesFor(context, speakBy(request, context));
  const sent = new URL(request.url).searchParams.has("sent");
  return {
    title: sent ? forgot.sentTitle : forgot.title,
    ...branding(workspace),
    workspace: { slug: workspace.slug, name: workspace.name, timeZone: workspace.timeZone },
    sent,
    // Where the provider is the only way in, a password is of use to the administrator alone who stands by.
    provider:
      context.provider?.only && !new URL(request.url).searchParams.has("password")
        ? context.provider.name
        : null,
    email: decoded(context.cookies.read(emailCookie)),
  };
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const slug = params.workspace ?? "";
  const email = textOf(await request.formData(), "email");
  const asked = await context.attempt(() =>
    context.useCases.requestPasswordReset({ workspaceSlug: slug, email }),
  );
  if (!asked.ok) return data({ refusal: refusalOf(asked.error), email }, asked.error.status);
  const headers = new Headers();
  headers.append("Set-Cookie", context.cookies.write(emailCookie, encodeURIComponent(email), emailTerm));
  if (context.workspace) {
    headers.append("Set-Cookie", context.cookies.write(workspaceCookie, slug, workspaceTerm));
  }
  return redirect(`/w/${slug}/forgot?sent=1`, { status: 303, headers });
}

export default function Forgot() {
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const words = useWords();
  const { forgot, signIn } = words;
  const { workspace, email } = page;
  const back = (
    <Link to={`/w/${workspace.slug}/sign-in`} className={buttonClass({ variant: "quiet", size: "large" })}>
      {forgot.back}
    </Link>
  );
  if (page.sent && email) {
    return (
      <PublicShell
        workspace={workspace}
        title={forgot.sentTitle}
        lead={forgot.sent({ email })}
        aside={
          <p>
            {forgot.nothing}{" "}
            <Link to={`/w/${workspace.slug}/help/have-account`} className="link">
              {words.common.haveAccount}
            </Link>
          </p>
        }
      >
        <Link
          to={`/w/${workspace.slug}/forgot`}
          className={buttonClass({ variant: "secondary", size: "large" })}
        >
          {forgot.again}
        </Link>
        {back}
      </PublicShell>
    );
  }
  if (page.provider && !answer) {
    return (
      <PublicShell
        workspace={workspace}
        title={forgot.title}
        lead={words.sso.forgot({ provider: page.provider })}
      >
        <ProviderButton slug={workspace.slug}>{signIn.sso({ provider: page.provider })}</ProviderButton>
        {back}
      </PublicShell>
    );
  }
  const errors = fieldErrors(words, answer?.refusal);
  const limited = answer?.refusal.code === "RATE_LIMITED";
  return (
    <PublicShell workspace={workspace} title={forgot.title} lead={forgot.lead}>
      {limited && (
        <Notice tone="error">{signIn.tooMany({ seconds: answer.refusal.retryAfter ?? 60 })}</Notice>
      )}
      <ErrorSummary errors={answer && errors} />
      <form method="post" action={`/w/${workspace.slug}/forgot`} className="grid gap-4" noValidate>
        <TextField
          type="email"
          name="email"
          label={words.common.email}
          hint={words.common.emailHint}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          defaultValue={answer?.email ?? email}
          error={errors.email}
          required
        />
        <Button type="submit" variant="primary" size="large" wide>
          {forgot.submit}
        </Button>
      </form>
      {back}
    </PublicShell>
  );
}
