import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/cloudflare";
import { data, redirect } from "@remix-run/cloudflare";
import { useActionData, useLoaderData } from "@remix-run/react";
import { arrive, landingPath } from "../arriving";
import { branding } from "../branding";
import { LockedAddress } from "../components/joining/locked-address";
import { PublicShell } from "../components/public-shell";
import { Button } from "../components/ui/button";
import { ErrorSummary } from "../components/ui/error-summary";
import { PasswordField } from "../components/ui/password-field";
import { requireMember } from "../member";
import { messagesFor } from "../messages/all.server";
import type { PageHandle } from "../page";
import { fieldErrors, refusalOf, textOf } from "../refusals";
import { useWords } from "../request";
import { titled } from "../titles";

export const handle: PageHandle = { bare: true };
export const meta = titled;

/** The one page that is open to somebody whose password was another's choice, or who came by a card (F52). */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const { workspace, person, member } = requireMember(request, context, { whoever: true });
  if (!person.mustChangePassword) throw redirect(landingPath(workspace.slug, member.landing));
  return {
    title: messagesFor(context).choose.title,
    ...branding(workspace),
    workspace: { name: workspace.name, slug: workspace.slug, timeZone: workspace.timeZone },
    signIn: person.email || (person.loginName ?? ""),
    byName: person.email === "",
    minLength: workspace.policies["identity.password_min"],
  };
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  requireMember(request, context, { whoever: true });
  const slug = params.workspace ?? "";
  const password = textOf(await request.formData(), "password");
  const chosen = await context.attempt(() => context.useCases.chooseOwnPassword({ password }));
  if (chosen.ok) return arrive(context, slug, chosen.value, landingPath(slug, chosen.value.landing));
  if (chosen.error.code === "FORBIDDEN") return redirect(`/w/${slug}/account`, 303);
  return data({ refusal: refusalOf(chosen.error, password) }, chosen.error.status);
}

export default function ChoosePassword() {
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const words = useWords();
  const errors = fieldErrors(words, answer?.refusal);
  return (
    <PublicShell workspace={page.workspace} title={words.choose.title} lead={words.choose.lead}>
      <ErrorSummary errors={answer && errors} />
      <form method="post" className="grid gap-4" noValidate>
        <LockedAddress email={page.signIn} byName={page.byName} />
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
          {words.choose.submit}
        </Button>
      </form>
      <form method="post" action={`/w/${page.workspace.slug}/sign-out`}>
        <Button type="submit" variant="quiet" size="large" wide>
          {words.common.signOut}
        </Button>
      </form>
    </PublicShell>
  );
}
