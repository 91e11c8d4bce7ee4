import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/cloudflare";
import { data, redirect } from "@remix-run/cloudflare";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { arrive } from "../arriving";
import { branding } from "../branding";
import { PublicShell } from "../components/public-shell";
import { Button, buttonClass } from "../components/ui/button";
import { ErrorSummary } from "../components/ui/error-summary";
import { Notice } from "../components/ui/notice";
import { TextField } from "../components/ui/text-field";
import { cardCookie, linkTerm } from "../cookies";
import { messagesFor } from "../messages/all.server";
import type { PageHandle } from "../page";
import { deactivatedWords, refusalOf, textOf } from "../refusals";
import { useWords } from "../request";
import { speakBy } from "../speaking";
import { titled } from "../titles";

export const handle: PageHandle = { bare: true };
export const meta = titled;

/**
 * Where the QR code of a printed card leads, with its fields filled in; looking changes nothing (F146). What it says
 * goes into a cookie and on to an address without it: a shared device would remember it otherwise.
 */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const { workspace } = context;
  if (!workspace) throw new Response(null, { status: 404 });
  // Where the identity provider is the only way in, no card opens anything.
  if (context.provider?.only) throw redirect(`/w/${workspace.slug}/sign-in`);
  const here = `/w/${workspace.slug}/card`;
  const query = new URL(request.url).searchParams;
  if (query.has("code") || query.has("name")) {
    const said = new URLSearchParams({
      name: (query.get("name") ?? "").slice(0, 100),
      code: (query.get("code") ?? "").slice(0, 100),
    });
    const cookie = context.cookies.write(cardCookie(workspace.slug), said.toString(), linkTerm);
    throw redirect(here, { status: 303, headers: { "Set-Cookie": cookie } });
  }
  const said = new URLSearchParams(context.cookies.read(cardCookie(workspace.slug)) ?? "");
  const words = messagesFor(context, speakBy(request, context, workspace.language));
  return {
    title: words.card.title({ workspace: workspace.name }),
    ...branding(workspace),
    workspace: { slug: workspace.slug, name: workspace.name, timeZone: workspace.timeZone },
    username: said.get("name") ?? "",
    code: said.get("code") ?? "",
  };
}

export async function action({ request, context }: ActionFunctionArgs) {
  if (!context.workspace) throw new Response(null, { status: 404 });
  const { slug } = context.workspace;
  const words = messagesFor(context).card;
  const form = await request.formData();
  const typed = { username: textOf(form, "username").trim(), code: textOf(form, "code").trim() };
  const errors = {
    ...(typed.username ? {} : { username: words.missing({ label: words.username }) }),
    ...(typed.code ? {} : { code: words.missing({ label: words.code }) }),
  };
  if (Object.keys(errors).length > 0) return data({ ...typed, errors, refusal: null }, 422);
  const signedIn = await context.attempt(() =>
    context.useCases.signInWithCard({ workspaceSlug: slug, ...typed }),
  );
  const headers = { "Set-Cookie": context.cookies.write(cardCookie(slug), "", 0) };
  if (signedIn.ok) {
    const there = arrive(context, slug, signedIn.value, `/w/${slug}/account/password`);
    there.headers.append("Set-Cookie", headers["Set-Cookie"]);
    return there;
  }
  if (signedIn.error.status === 404) return redirect(`/w/${slug}/sign-in`, 303);
  // The code is not given back: it is on the paper.
  return data(
    { username: typed.username, code: "", errors: {}, refusal: refusalOf(signedIn.error) },
    { status: signedIn.error.status, headers },
  );
}

export default function Card() {
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const words = useWords();
  const { card, signIn } = words;
  const { workspace } = page;
  const named = { workspace: workspace.name };
  const values = answer ?? page;
  const errors: Readonly<Record<string, string>> | undefined = answer?.errors;
  const refusal = answer?.refusal;
  const code = refusal?.code;
  return (
    <PublicShell workspace={workspace} title={card.title(named)} lead={card.lead}>
      {code === "RATE_LIMITED" ? (
        <Notice tone="error">{signIn.tooMany({ seconds: refusal?.retryAfter ?? 60 })}</Notice>
      ) : code === "MEMBERSHIP_DEACTIVATED" ? (
        <Notice tone="warn">{deactivatedWords(words, workspace.name, refusal?.params ?? {})}</Notice>
      ) : (
        code && <Notice tone="error">{card.wrong}</Notice>
      )}
      <ErrorSummary errors={errors} />
      <form method="post" action={`/w/${workspace.slug}/card`} className="grid gap-4" noValidate>
        <TextField
          name="username"
          label={card.username}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={100}
          required
          error={errors?.username}
          defaultValue={values.username}
        />
        <TextField
          name="code"
          label={card.code}
          hint={card.codeHint}
          autoComplete="one-time-code"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={100}
          required
          error={errors?.code}
          defaultValue={values.code}
        />
        <Button type="submit" variant="primary" size="large" wide>
          {card.submit}
        </Button>
      </form>
      <Link to={`/w/${workspace.slug}/sign-in`} className={buttonClass({ variant: "quiet", size: "large" })}>
        {card.back}
      </Link>
    </PublicShell>
  );
}
