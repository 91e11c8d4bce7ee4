import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/cloudflare";
import { data } from "@remix-run/cloudflare";
import { useActionData, useLoaderData } from "@remix-run/react";
import { DeadVerifyPage } from "../components/dead-verify-page";
import { PublicShell } from "../components/public-shell";
import { Button, LinkButton } from "../components/ui/button";
import { Notice } from "../components/ui/notice";
import { TextField } from "../components/ui/text-field";
import { decoded, sessionCookie, verifyCookie, workspaceCookie } from "../cookies";
import { messagesFor } from "../messages/all.server";
import type { PageHandle } from "../page";
import { textOf } from "../refusals";
import { useWords } from "../request";
import { titled } from "../titles";

export const handle: PageHandle = { bare: true };
export const meta = titled;

export async function loader({ params, context }: LoaderFunctionArgs) {
  const here = `/verify/at/${params.verificationId}`;
  const token = context.cookies.read(verifyCookie(params.verificationId ?? ""));
  const viewed = token ? await context.attempt(() => context.useCases.viewVerification({ token })) : null;
  const { verify } = messagesFor(context);
  // Another address: where support set it, its reader may well be signed in nowhere.
  const changes = viewed?.ok && viewed.value.changes ? viewed.value.email : null;
  return {
    title: changes ? verify.changeTitle : verify.title,
    open: token !== null,
    changes,
    bySession: viewed?.ok !== true || viewed.value.bySession,
    email: context.person?.email ?? null,
    signedIn: context.person !== null,
    slug: decoded(context.cookies.read(workspaceCookie)),
    here,
  };
}

/**
 * Proves the mailbox: the link in the cookie and the session of the same person together, or where support set another
 * address, the link and the address of before.
 */
export async function action({ request, params, context }: ActionFunctionArgs) {
  const name = verifyCookie(params.verificationId ?? "");
  const token = context.cookies.read(name) ?? "";
  const form = await request.formData();
  const former = form.has("former") ? { former: textOf(form, "former") } : {};
  if (form.has("former") || textOf(form, "intent") === "change") {
    const changed = await context.attempt(() => context.useCases.confirmAddressChange({ token, ...former }));
    if (!changed.ok) {
      return data({ done: false as const, code: changed.error.code, changed: null }, changed.error.status);
    }
    const headers = new Headers();
    headers.append("Set-Cookie", context.cookies.write(name, "", 0));
    // All sessions of the person are over.
    headers.append("Set-Cookie", context.cookies.write(sessionCookie, "", 0));
    return data({ done: true as const, code: null, changed: changed.value.email }, { headers });
  }
  const verified = await context.attempt(() => context.useCases.verifyAddress({ token }));
  if (verified.ok) {
    return data(
      { done: true as const, code: null, changed: null },
      { headers: { "Set-Cookie": context.cookies.write(name, "", 0) } },
    );
  }
  return data({ done: false as const, code: verified.error.code, changed: null }, verified.error.status);
}

export default function Verify() {
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { verify, signIn, common } = useWords();
  if (answer?.changed) {
    return (
      <PublicShell title={verify.changedTitle} lead={verify.changed({ email: answer.changed })} here="/">
        <LinkButton to="/" variant="primary" size="large" wide>
          {signIn.submit}
        </LinkButton>
      </PublicShell>
    );
  }
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
  if (page.changes && !page.bySession) {
    const limited = answer?.code === "RATE_LIMITED";
    const error = answer?.code === "VALIDATION_FAILED" ? verify.formerWrong : undefined;
    return (
      <PublicShell
        title={verify.changeTitle}
        lead={verify.changeLead({ email: page.changes })}
        here={page.here}
        aside={<p>{common.help}</p>}
      >
        {answer?.code === "ADDRESS_TAKEN" && <Notice tone="error">{verify.taken}</Notice>}
        {limited && <Notice tone="error">{signIn.tooMany({ seconds: 60 })}</Notice>}
        <form method="post" className="grid gap-4" noValidate>
          <TextField
            type="email"
            name="former"
            label={verify.former}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            error={error}
            required
          />
          <Button type="submit" variant="primary" size="large" wide>
            {verify.change}
          </Button>
        </form>
      </PublicShell>
    );
  }
  if (!page.signedIn) {
    const known = /^[a-z0-9-]{1,63}$/.test(page.slug);
    return (
      <PublicShell
        title={verify.signIn}
        lead={page.changes ? verify.signInOldLead : verify.signInLead}
        here={page.here}
      >
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
  if (page.changes) {
    return (
      <PublicShell
        title={verify.changeTitle}
        lead={verify.changeOwnLead({ email: page.changes })}
        here={page.here}
        aside={<p>{common.help}</p>}
      >
        {answer?.code === "ADDRESS_TAKEN" && <Notice tone="error">{verify.taken}</Notice>}
        {answer?.code === "WRONG_ACCOUNT" && <Notice tone="error">{verify.other}</Notice>}
        {answer?.code === "FORBIDDEN" && <Notice tone="error">{verify.addressStays}</Notice>}
        <form method="post">
          <Button type="submit" name="intent" value="change" variant="primary" size="large" wide>
            {verify.change}
          </Button>
        </form>
      </PublicShell>
    );
  }
  return (
    <PublicShell
      title={verify.title}
      lead={page.email ? verify.lead({ email: page.email }) : verify.leadNew}
      here={page.here}
    >
      {answer?.code === "ADDRESS_TAKEN" && <Notice tone="error">{verify.taken}</Notice>}
      {answer?.code === "WRONG_ACCOUNT" && <Notice tone="error">{verify.other}</Notice>}
      <form method="post">
        <Button type="submit" variant="primary" size="large" wide>
          {verify.confirm}
        </Button>
      </form>
    </PublicShell>
  );
}
