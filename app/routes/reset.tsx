import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/cloudflare";
import { data, redirect } from "@remix-run/cloudflare";
import { useActionData, useLoaderData } from "@remix-run/react";
import { branding } from "../branding";
import { DeadResetPage } from "../components/dead-reset-page";
import { LockedAddress } from "../components/joining/locked-address";
import { ProviderButton } from "../components/joining/provider-button";
import { PublicShell } from "../components/public-shell";
import { Button } from "../components/ui/button";
import { ErrorSummary } from "../components/ui/error-summary";
import { Notice } from "../components/ui/notice";
import { PasswordField } from "../components/ui/password-field";
import {
  decoded,
  emailCookie,
  emailTerm,
  linkTerm,
  resetCookie,
  sessionCookie,
  workspaceCookie,
} from "../cookies";
import { messagesFor } from "../messages/all.server";
import type { PageHandle } from "../page";
import { fieldErrors, refusalOf, textOf } from "../refusals";
import { useWords } from "../request";
import { titled } from "../titles";

export const handle: PageHandle = { bare: true };
export const meta = titled;

export async function loader({ params, context }: LoaderFunctionArgs) {
  const words = messagesFor(context);
  const name = resetCookie(params.resetId ?? "");
  const token = context.cookies.read(name);
  const viewed = token ? await context.attempt(() => context.useCases.viewPasswordReset({ token })) : null;
  if (!token || !viewed?.ok) {
    const error = viewed?.ok === false ? viewed.error : null;
    const slug = decoded(context.cookies.read(workspaceCookie));
    return data(
      { open: false as const, title: words.reset.expiredTitle, slug, retryAfter: error?.retryAfter ?? null },
      error?.status ?? 410,
    );
  }
  const { workspace, email, minLength, provider } = viewed.value;
  return data(
    {
      open: true as const,
      title: words.reset.title,
      ...branding(workspace),
      workspace: { name: workspace.name, timeZone: "UTC" },
      email,
      minLength,
      provider: provider && { name: provider, slug: workspace.slug },
    },
    { headers: { "Set-Cookie": context.cookies.write(name, token, linkTerm) } },
  );
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const here = `/reset/at/${params.resetId}`;
  const name = resetCookie(params.resetId ?? "");
  const token = context.cookies.read(name);
  if (!token) return redirect(here, 303);
  const password = textOf(await request.formData(), "password");
  const reset = await context.attempt(() => context.useCases.resetPassword({ token, password }));
  if (!reset.ok) return data({ refusal: refusalOf(reset.error, password) }, reset.error.status);
  const { workspaceSlug, email } = reset.value;
  const headers = new Headers();
  headers.append("Set-Cookie", context.cookies.write(name, "", 0));
  // All sessions of the person are over; a cookie of somebody else's would only be in the way.
  headers.append("Set-Cookie", context.cookies.write(sessionCookie, "", 0));
  headers.append("Set-Cookie", context.cookies.write(emailCookie, encodeURIComponent(email), emailTerm));
  return redirect(`/w/${workspaceSlug}/sign-in?reset=1`, { status: 303, headers });
}

export default function Reset() {
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const words = useWords();
  if (!page.open) return <DeadResetPage slug={page.slug} retryAfter={page.retryAfter} />;
  if (page.provider) {
    const provider = page.provider.name;
    return (
      <PublicShell
        workspace={page.workspace}
        title={words.signIn.title({ workspace: page.workspace.name })}
        lead={words.sso.noPassword({ provider, email: page.email })}
      >
        <ProviderButton slug={page.provider.slug}>{words.signIn.sso({ provider })}</ProviderButton>
      </PublicShell>
    );
  }
  const errors = fieldErrors(words, answer?.refusal);
  return (
    <PublicShell
      workspace={page.workspace}
      title={words.reset.title}
      lead={words.reset.lead({ email: page.email })}
    >
      {answer?.refusal.code === "RATE_LIMITED" && (
        <Notice tone="error">{words.signIn.tooMany({ seconds: answer.refusal.retryAfter ?? 60 })}</Notice>
      )}
      <ErrorSummary errors={answer && errors} />
      <form method="post" className="grid gap-4" noValidate>
        <LockedAddress email={page.email} />
        <PasswordField
          name="password"
          label={words.password.newLabel}
          hint={words.password.hint}
          autoComplete="new-password"
          minimum={page.minLength}
          error={errors.password}
          required
        />
        <Button type="submit" variant="primary" size="large" wide>
          {words.reset.submit}
        </Button>
      </form>
    </PublicShell>
  );
}
