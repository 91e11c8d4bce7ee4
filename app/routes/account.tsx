import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/cloudflare";
import { data, redirect } from "@remix-run/cloudflare";
import { useActionData, useLoaderData } from "@remix-run/react";
import { arrive } from "../arriving";
import { LockedAddress } from "../components/joining/locked-address";
import { LearnFrame } from "../components/learn-frame";
import { Button } from "../components/ui/button";
import { ErrorSummary } from "../components/ui/error-summary";
import { Notice } from "../components/ui/notice";
import { PageHeader } from "../components/ui/page-header";
import { PasswordField } from "../components/ui/password-field";
import { Section } from "../components/ui/section";
import { Select } from "../components/ui/select";
import { TextField } from "../components/ui/text-field";
import { learnFrame, requireMember } from "../member";
import { languageNames, languages } from "../messages";
import { messagesFor } from "../messages/all.server";
import type { PageHandle } from "../page";
import { forgetLanguage, languageFrom } from "../preferences";
import { fieldErrors, refusalOf, textOf } from "../refusals";
import { useWords } from "../request";
import { titled } from "../titles";

export const handle: PageHandle = { bare: true };
export const meta = titled;

/** One's own name, language and password: the same page for a learner and an administrator. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const who = requireMember(request, context);
  const { account } = messagesFor(context);
  const query = new URL(request.url).searchParams;
  const { firstName, lastName, language } = who.person;
  return {
    ...learnFrame(who),
    title: `${account.own} · ${who.workspace.name}`,
    values: { firstName, lastName, language: String(language) },
    minLength: who.workspace.policies["identity.password_min"],
    byName: who.person.email === "",
    viaProvider: who.person.viaProvider,
    emailChange: who.workspace.policies["identity.email_change"],
    supportContact: who.workspace.supportContact,
    done: query.has("added")
      ? who.person.email === ""
        ? ("addSent" as const)
        : ("changeAddressSent" as const)
      : query.has("saved")
        ? ("saved" as const)
        : query.has("changed")
          ? ("passwordChanged" as const)
          : null,
    later: query.has("later"),
  };
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const { person } = requireMember(request, context);
  const slug = params.workspace ?? "";
  const here = `/w/${slug}/account`;
  const form = await request.formData();
  switch (textOf(form, "intent")) {
    case "profile": {
      const values = {
        firstName: textOf(form, "firstName"),
        lastName: textOf(form, "lastName"),
        language: textOf(form, "language"),
      };
      const language = languageFrom(values.language);
      const saved = await context.attempt(() => context.useCases.changeOwnProfile({ ...values, language }));
      if (!saved.ok) return data({ values, refusal: refusalOf(saved.error) }, saved.error.status);
      const headers = new Headers();
      // A choice of before on this device would hide the one just made.
      if (saved.value.language !== person.language) headers.append("Set-Cookie", forgetLanguage);
      return redirect(`${here}?saved=1`, { status: 303, headers });
    }
    case "password": {
      const password = textOf(form, "password");
      const changed = await context.attempt(() =>
        context.useCases.changeOwnPassword({ currentPassword: textOf(form, "currentPassword"), password }),
      );
      if (changed.ok) return arrive(context, slug, changed.value, `${here}?changed=1`);
      return data({ values: null, refusal: refusalOf(changed.error, password) }, changed.error.status);
    }
    case "address": {
      const email = textOf(form, "email");
      const proof = form.has("addressPassword") ? { currentPassword: textOf(form, "addressPassword") } : {};
      const asked = await context.attempt(() => context.useCases.addOwnAddress({ email, ...proof }));
      if (asked.ok) return redirect(`${here}?added=1`, 303);
      return data({ values: null, refusal: refusalOf(asked.error), email }, asked.error.status);
    }
    default:
      throw new Response(null, { status: 400 });
  }
}

export default function Account() {
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const words = useWords();
  const { account, common } = words;
  const refusal = answer?.refusal;
  const errors = fieldErrors(words, refusal);
  const values = answer?.values ?? page.values;
  const typedAddress = answer && "email" in answer ? String(answer.email) : null;
  const addressErrors: typeof errors = typedAddress === null ? {} : errors;
  // Its password has a field of its own, to which the summary leads.
  const { currentPassword, ...others } = addressErrors;
  const summary = currentPassword ? { ...others, addressPassword: currentPassword } : errors;
  return (
    <LearnFrame
      frame={page}
      flash={page.done && !answer ? { tone: "ok", children: account[page.done] } : undefined}
    >
      <PageHeader title={account.own} />
      {refusal?.code === "RATE_LIMITED" && (
        <Notice tone="error">{words.signIn.tooMany({ seconds: refusal.retryAfter ?? 60 })}</Notice>
      )}
      {page.later && !answer && <Notice tone="error">{account.dataLater}</Notice>}
      {refusal?.code === "EDIT_CONFLICT" && <Notice tone="error">{words.errors.conflict.lead}</Notice>}
      <ErrorSummary errors={answer && summary} />
      <Section title={account.profile} description={account.profileHint}>
        <form method="post" className="grid max-w-xl gap-4" noValidate>
          <div className="grid gap-4 sm:grid-cols-2">
            <TextField
              name="firstName"
              label={common.firstName}
              autoComplete="given-name"
              maxLength={100}
              required
              error={errors.firstName}
              defaultValue={values.firstName}
            />
            <TextField
              name="lastName"
              label={common.lastName}
              autoComplete="family-name"
              maxLength={100}
              error={errors.lastName}
              defaultValue={values.lastName}
            />
          </div>
          <Select
            name="language"
            label={common.language}
            hint={account.languageHint}
            required
            error={errors.language}
            defaultValue={values.language}
            options={languages.map((language) => ({ value: language, label: languageNames[language] }))}
          />
          <div>
            <Button type="submit" name="intent" value="profile" variant="primary" size="large">
              {account.save}
            </Button>
          </div>
        </form>
      </Section>
      {!page.viaProvider && (
        <Section
          title={account.changePassword}
          description={page.byName ? account.passwordLeadPlain : account.passwordLead}
        >
          <form method="post" className="grid max-w-xl gap-4" noValidate>
            <LockedAddress email={page.viewer.signIn} byName={page.byName} />
            <PasswordField
              name="currentPassword"
              label={account.currentPassword}
              autoComplete="current-password"
              required
              error={typedAddress === null ? errors.currentPassword : undefined}
            />
            <PasswordField
              name="password"
              label={words.password.newLabel}
              hint={words.password.hint}
              autoComplete="new-password"
              minimum={page.minLength}
              required
              error={errors.password}
            />
            <div>
              <Button type="submit" name="intent" value="password" size="large">
                {account.changePassword}
              </Button>
            </div>
          </form>
        </Section>
      )}
      {!page.byName && !page.viaProvider && (
        <ChangeAddress page={page} errors={addressErrors} typed={typedAddress ?? ""} />
      )}
      {page.byName && (
        <Section title={account.add} description={account.addLead}>
          <form method="post" className="grid max-w-xl gap-4" noValidate>
            <TextField
              type="email"
              name="email"
              label={common.email}
              hint={common.emailHint}
              autoComplete="email"
              autoCapitalize="none"
              spellCheck={false}
              required
              error={addressErrors.email}
              defaultValue={typedAddress ?? ""}
            />
            <div>
              <Button type="submit" name="intent" value="address" size="large">
                {account.addSubmit}
              </Button>
            </div>
          </form>
        </Section>
      )}
      <Section title={account.data} description={account.dataLead({ workspace: page.workspace.name })}>
        {/* A file is the browser's to fetch. */}
        <form method="post" action={`/w/${page.workspace.slug}/account/data.json`}>
          <Button type="submit" size="large">
            {account.dataExport}
          </Button>
        </form>
      </Section>
    </LearnFrame>
  );
}

/** One's own address, where the workspace lets people change it, and otherwise who does (D40). */
function ChangeAddress({
  page,
  errors,
  typed,
}: {
  page: Pick<ReturnType<typeof useLoaderData<typeof loader>>, "workspace" | "emailChange" | "supportContact">;
  errors: Readonly<Record<string, string | undefined>>;
  typed: string;
}) {
  const { account, common } = useWords();
  const named = { workspace: page.workspace.name };
  const contact = page.supportContact;
  if (page.emailChange !== "user_with_verification") {
    const never = [account.emailNever(named), contact && account.emailSupport({ contact })];
    return (
      <Section title={account.email}>
        <p className="max-w-xl">
          {page.emailChange === "never" ? never.filter(Boolean).join(" ") : account.emailHint(named)}
        </p>
      </Section>
    );
  }
  return (
    <Section title={account.changeAddress} description={account.changeAddressLead}>
      <form method="post" className="grid max-w-xl gap-4" noValidate>
        <TextField
          type="email"
          name="email"
          label={account.newAddress}
          hint={common.emailHint}
          autoComplete="email"
          autoCapitalize="none"
          spellCheck={false}
          required
          error={errors.email}
          defaultValue={typed}
        />
        <PasswordField
          name="addressPassword"
          label={account.currentPassword}
          autoComplete="current-password"
          required
          error={errors.currentPassword}
        />
        <div>
          <Button type="submit" name="intent" value="address" size="large">
            {account.changeAddressSubmit}
          </Button>
        </div>
      </form>
    </Section>
  );
}
