import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/cloudflare";
import { data, redirect } from "@remix-run/cloudflare";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import type { PageContext } from "../../worker/web";
import { arrive, landingPath } from "../arriving";
import { branding } from "../branding";
import { Or, ProviderButton } from "../components/joining/provider-button";
import { PublicShell } from "../components/public-shell";
import { Button, buttonClass } from "../components/ui/button";
import { ErrorSummary } from "../components/ui/error-summary";
import { Notice } from "../components/ui/notice";
import { PasswordField } from "../components/ui/password-field";
import { TextField } from "../components/ui/text-field";
import { WorkspaceAddressForm } from "../components/workspace-address-form";
import { decoded, emailCookie } from "../cookies";
import { messagesFor } from "../messages/all.server";
import type { PageHandle } from "../page";
import { deactivatedWords, fieldErrors, refusalOf, textOf } from "../refusals";
import { useWords } from "../request";
import { speakBy } from "../speaking";
import { titled } from "../titles";

export const handle: PageHandle = { bare: true };
export const meta = titled;

/** What the page says before anything is typed, by how one came here. */
const arrivals = ["joined", "out", "reset"] as const;

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { workspace, person, member } = context;
  const words = messagesFor(context, speakBy(request, context));
  if (!workspace) {
    const host = new URL(context.origin).host;
    return data({ found: false as const, title: words.home.unknownTitle, host }, 404);
  }
  const query = new URL(request.url).searchParams;
  if (person && member?.status === "active") {
    const landing = landingPath(workspace.slug, member.landing);
    throw redirect(context.safeReturn(query.get("returnTo"), landing));
  }
  return data({
    found: true as const,
    title: words.signIn.title({ workspace: workspace.name }),
    ...branding(workspace),
    workspace: { slug: workspace.slug, name: workspace.name, timeZone: workspace.timeZone },
    returnTo: context.safeReturn(query.get("returnTo"), ""),
    email: decoded(context.cookies.read(emailCookie)),
    /** Some sign in with a username, some have a card. */
    byName: namesOffered(workspace.policies),
    withCard: workspace.policies["identity.allow_no_email"],
    provider: context.provider,
    /** Where the provider is the only way in, the form is for the administrator who stands by. */
    spare: query.has("password"),
    arrival: arrivals.find((name) => query.has(name)) ?? null,
    // Told only to who is signed in, so to who knows the password.
    standing: person
      ? member?.status === "unproved"
        ? null
        : member
          ? member.accessEnded
            ? ("accessEnded" as const)
            : ("deactivated" as const)
          : ("notMember" as const)
      : null,
  });
}

function namesOffered(policies: NonNullable<PageContext["workspace"]>["policies"]): boolean {
  return policies["identity.username"] === "optional" || policies["identity.allow_no_email"];
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const slug = params.workspace ?? "";
  const form = await request.formData();
  const email = textOf(form, "email");
  const password = textOf(form, "password");
  const signedIn = await context.attempt(() =>
    context.useCases.signIn({ workspaceSlug: slug, email, password }),
  );
  if (!signedIn.ok) {
    const returnTo = context.safeReturn(textOf(form, "returnTo"), "");
    return data({ refusal: refusalOf(signedIn.error, password), email, returnTo }, signedIn.error.status);
  }
  const landing = landingPath(slug, signedIn.value.landing);
  return arrive(context, slug, signedIn.value, context.safeReturn(textOf(form, "returnTo"), landing));
}

export default function SignIn() {
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const words = useWords();
  const { signIn, home } = words;
  if (!page.found) {
    return (
      <PublicShell title={home.unknownTitle} lead={home.unknown}>
        <WorkspaceAddressForm host={page.host} />
      </PublicShell>
    );
  }
  const { workspace, provider } = page;
  const named = { workspace: workspace.name };
  const only = provider?.only ?? false;
  const refusal = answer?.refusal;
  const refused = fieldErrors(words, refusal);
  const errors = page.byName && refused.email ? { ...refused, email: signIn.identifierInvalid } : refused;
  const email = answer?.email ?? page.email;
  const returnTo = answer?.returnTo ?? page.returnTo;
  const flash = {
    joined: { title: words.joined.title(named), text: words.joined.lead },
    out: { title: undefined, text: signIn.signedOut },
    reset: { title: words.reset.doneTitle, text: words.reset.done },
  };
  const told = page.arrival && !answer ? flash[page.arrival] : null;
  return (
    <PublicShell
      workspace={workspace}
      title={signIn.title(named)}
      lead={only && provider ? signIn.ssoOnly({ provider: provider.name }) : undefined}
      aside={
        <>
          <p>
            {signIn.noAccount}{" "}
            <Link to={`/w/${workspace.slug}/help/not-received`} className="link">
              {words.common.noMail}
            </Link>
          </p>
          {provider && page.arrival === "out" && <p>{words.sso.stillIn({ provider: provider.name })}</p>}
          {only && !page.spare && (
            <p>
              <Link to={`/w/${workspace.slug}/sign-in?password=1`} className="link">
                {words.sso.spare}
              </Link>
            </p>
          )}
        </>
      }
    >
      {told && (
        <Notice tone="ok" title={told.title}>
          {told.text}
        </Notice>
      )}
      {!answer && page.standing && <Notice tone="warn">{signIn[page.standing](named)}</Notice>}
      {refusal?.code === "SIGN_IN_FAILED" && (
        <Notice tone="error">{page.byName ? signIn.wrongPair : signIn.wrong}</Notice>
      )}
      {refusal?.code === "PASSWORD_ENDED" && <Notice tone="warn">{signIn.passwordEnded}</Notice>}
      {refusal?.code === "MEMBERSHIP_DEACTIVATED" && (
        <Notice tone="warn">{deactivatedWords(words, workspace.name, refusal.params)}</Notice>
      )}
      {refusal?.code === "RATE_LIMITED" && (
        <Notice tone="error">{signIn.tooMany({ seconds: refusal.retryAfter ?? 60 })}</Notice>
      )}
      {refusal?.code === "SSO_REQUIRED" && provider && (
        <Notice tone="warn">{words.sso.required({ provider: provider.name })}</Notice>
      )}
      <ErrorSummary errors={answer && errors} />
      {provider && (
        <ProviderButton slug={workspace.slug} query={{ returnTo }}>
          {signIn.sso({ provider: provider.name })}
        </ProviderButton>
      )}
      {only && !page.spare ? null : (
        <>
          {provider && <Or>{signIn.or}</Or>}
          {only && <p className="text-base">{words.sso.spareLead}</p>}
          <form
            method="post"
            action={`/w/${workspace.slug}/sign-in${only ? "?password=1" : ""}`}
            className="grid gap-4"
            noValidate
          >
            {returnTo && <input type="hidden" name="returnTo" value={returnTo} />}
            <TextField
              type={page.byName ? "text" : "email"}
              name="email"
              label={page.byName ? signIn.identifier : words.common.email}
              autoComplete="username"
              autoCapitalize="none"
              spellCheck={false}
              defaultValue={email}
              error={errors.email}
              required
            />
            <PasswordField
              name="password"
              label={words.password.label}
              autoComplete="current-password"
              error={errors.password}
              required
            />
            <Button type="submit" variant={provider ? "secondary" : "primary"} size="large" wide>
              {signIn.submit}
            </Button>
          </form>
          <Link
            to={`/w/${workspace.slug}/forgot${only ? "?password=1" : ""}`}
            className={buttonClass({ variant: "quiet", size: "large" })}
          >
            {signIn.forgot}
          </Link>
          {page.withCard && (
            <Link
              to={`/w/${workspace.slug}/card`}
              className={buttonClass({ variant: "quiet", size: "large" })}
            >
              {signIn.withCard}
            </Link>
          )}
        </>
      )}
    </PublicShell>
  );
}
