import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { data } from "@remix-run/cloudflare";
import { Form, Link, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { useState } from "react";
import { InviteHelp } from "../components/people/invite-help";
import { InviteTabs } from "../components/people/invite-tabs";
import { KnownActions, type KnownPerson, knownCodes } from "../components/people/known-person";
import { emptyOffer, OfferFields, type OfferValues, type Picked } from "../components/people/offer-fields";
import { useUsualChoice, useUsualLanguage } from "../components/people/usual-language";
import { Button } from "../components/ui/button";
import { CheckboxGroup, RadioGroup } from "../components/ui/choice-group";
import { ErrorSummary } from "../components/ui/error-summary";
import { Notice } from "../components/ui/notice";
import { PageHeader } from "../components/ui/page-header";
import { PasswordField } from "../components/ui/password-field";
import { Select } from "../components/ui/select";
import { TextField } from "../components/ui/text-field";
import { manageOfPage, useManage } from "../manage-words";
import { manageOf } from "../manage-words.server";
import type { RoleKey } from "../messages";
import { languageNames, languages } from "../messages";
import { errors } from "../messages/manage/en/errors";
import { invite } from "../messages/manage/en/invite";
import { acts } from "../messages/manage/en/people";
import { roleTable } from "../messages/manage/en/role-table";
import { seats } from "../messages/manage/en/seats";
import { setUp } from "../messages/manage/en/set-up";
import { useHydrated, useWords } from "../request";
import { useRoleWords } from "../role-words";
import { helpForInviting } from "./help.server";
import { errorText, fieldErrors, insideOf, redirectWithFlash } from "./manage.guard.server";
import { placesIn } from "./manage.invited.server";
import { customErrors, offerAgain, offerChoices, offerFields, readOffer } from "./manage.offer.server";

const sections = { acts, errors, invite, roleTable, seats, setUp };

type CredentialKind = "set_password_link" | "temporary_password" | "typed_password" | "none";

interface Values {
  email: string;
  username: string;
  notifyEmail: string;
  firstName: string;
  lastName: string;
  roles: string[];
  language: string;
  credentials: string;
  offer: OfferValues;
}

interface Answer {
  values: Values;
  errors: Record<string, string>;
  known?: KnownPerson;
}

export async function loader({ context, request }: LoaderFunctionArgs) {
  const { workspace, member, base } = insideOf(context, request);
  if (!member.mayInPart.includes("invitation.create")) throw new Response(null, { status: 403 });
  const { policies, timeZone } = workspace;
  const way = await context.attempt(() => context.useCases.viewSetUpForm({}));
  if (!way.ok) {
    return { open: false as const, why: way.error.code, base, workspace: workspace.name };
  }
  const usualRole = policies["invite.default_role"];
  const query = new URL(request.url).searchParams;
  const picked = query.has("groupIds") || query.has("unitIds");
  const values: Values = {
    email: query.get("email") ?? "",
    username: "",
    notifyEmail: "",
    firstName: "",
    lastName: "",
    roles: usualRole && member.grantable.includes(usualRole) ? [usualRole] : [],
    language: "",
    credentials: way.value.credentials[0] ?? "none",
    offer: picked ? await offerAgain(context, placesIn(query)) : emptyOffer,
  };
  const { unit, group } = values.offer;
  const [form, preview] = await Promise.all([
    context.useCases.viewInviteForm({}),
    context.attempt(() =>
      context.useCases.previewInvitation({
        unitIds: unit.map(({ id }) => id),
        groupIds: group.map(({ id }) => id),
      }),
    ),
  ]);
  return {
    open: true as const,
    base,
    workspace: workspace.name,
    help: helpForInviting(context, workspace),
    roles: member.grantable as RoleKey[],
    picker: policies["invite.role_picker"],
    minLength: policies["identity.password_min"],
    ...way.value,
    values,
    usual: preview.ok ? preview.value.usual : undefined,
    seats: form.seats,
    offer: offerChoices(form, base, timeZone, context.now),
  };
}

export async function action({ context, request }: ActionFunctionArgs) {
  const manage = manageOf(context);
  const { base } = insideOf(context, request);
  const form = await request.formData();
  const text = (name: string) => String(form.get(name) ?? "");
  if (form.get("intent") === "undo") {
    const undone = await context.attempt(() =>
      context.useCases.undoSetUp({ membershipId: text("person"), op: text("op") }),
    );
    return redirectWithFlash(
      context,
      `${base}/people`,
      undone.ok
        ? { kind: "setUpUndone", who: `${undone.value.firstName} ${undone.value.lastName}`.trim() }
        : { kind: "error", text: errorText(manage, undone.error) },
    );
  }
  const typed = {
    email: text("email").trim(),
    username: text("username").trim(),
    notifyEmail: text("notifyEmail").trim(),
    firstName: text("firstName"),
    lastName: text("lastName"),
    roles: form.getAll("roles").map(String),
    language: text("language"),
    credentials: text("credentials"),
  };
  // Without an address there is nobody to mail: the choice above counts for people who have one.
  const byMail = typed.credentials === "set_password_link" || typed.credentials === "temporary_password";
  const credentials = (typed.email === "" && byMail ? "none" : typed.credentials) as CredentialKind;
  const made = await context.attempt(() =>
    context.useCases.setUpMember({
      email: typed.email || undefined,
      username: typed.username || undefined,
      notifyEmail: typed.notifyEmail || undefined,
      firstName: typed.firstName,
      lastName: typed.lastName,
      roles: typed.roles,
      language: (typed.language || undefined) as "en" | undefined,
      ...readOffer(form),
      ...(typed.credentials && { credentials }),
      ...(credentials === "typed_password" && { password: text("password") }),
    }),
  );
  if (!made.ok) {
    const { error } = made;
    const values: Values = { ...typed, offer: await offerAgain(context, form) };
    const params = error.params as Record<string, string | null>;
    if (knownCodes.includes(error.code)) {
      const known = {
        code: error.code,
        personId: params.membershipId ?? null,
        invitationId: params.invitationId ?? null,
      };
      const errors = { email: errorText(manage, error) };
      return data<Answer>({ values, errors, known }, { status: error.status });
    }
    const errors =
      error.code === "USERNAME_TAKEN"
        ? { username: errorText(manage, error) }
        : { ...fieldErrors(manage, error, offerFields), ...customErrors(error) };
    return data<Answer>({ values, errors }, { status: error.status });
  }
  const { id, firstName, lastName, username, email, undo, advice } = made.value;
  return redirectWithFlash(context, email === null ? `${base}/people/${id}/sign-in` : `${base}/people`, {
    kind: "setUp",
    who: `${firstName} ${lastName}`.trim() || email || username || "",
    personId: id,
    undo: undo ? { setUp: id, ...undo } : undefined,
    elsewhere: advice === "account_elsewhere" || undefined,
  });
}

export const meta: MetaFunction<typeof loader> = ({ data: found, matches }) => [
  { title: `${manageOfPage(matches, sections).setUp.title} · ${found?.workspace ?? ""}` },
];

type Open = Extract<ReturnType<typeof useLoaderData<typeof loader>>, { open: true }>;

function SetUpForm({ page, answer }: { page: Open; answer: Answer | undefined }) {
  const manage = useManage(sections);
  const words = useWords();
  const hydrated = useHydrated();
  const busy = useNavigation().state === "submitting";
  const { setUp, invite } = manage;
  const values = answer?.values ?? page.values;
  const errors = answer?.errors;
  const roleWords = useRoleWords();
  const [ticked, setTicked] = useState<readonly string[]>(values.roles);
  const [kind, setKind] = useState(values.credentials);
  const [picked, setPicked] = useState<Picked>(values.offer);
  const spoken = useUsualLanguage(page.base, page.usual);
  const usualLanguage = useUsualChoice(spoken.usual, [picked.unit, picked.group]);
  const Roles = page.picker === "multi" ? CheckboxGroup : RadioGroup;
  return (
    <Form method="post" className="grid max-w-2xl content-start gap-5" noValidate={hydrated}>
      {answer?.known ? (
        <Notice
          tone="warn"
          title={manage.errors[answer.known.code]}
          actions={<KnownActions known={answer.known} base={page.base} />}
        />
      ) : (
        <ErrorSummary errors={errors} />
      )}
      <div className="grid items-start gap-5 sm:grid-cols-2">
        <TextField
          name="firstName"
          label={words.common.firstName}
          required
          autoComplete="off"
          maxLength={100}
          error={errors?.firstName}
          defaultValue={values.firstName}
        />
        <TextField
          name="lastName"
          label={words.common.lastName}
          autoComplete="off"
          maxLength={100}
          error={errors?.lastName}
          defaultValue={values.lastName}
        />
      </div>
      <TextField
        name="email"
        type="email"
        label={setUp.email}
        hint={
          page.noEmail ? (
            <>
              {setUp.emailOptional}{" "}
              <Link to={`${page.base}/help/without-email`} className="link">
                {setUp.emailOptionalHelp}
              </Link>
            </>
          ) : (
            words.common.emailHint
          )
        }
        required={!page.noEmail}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={254}
        error={errors?.email}
        defaultValue={values.email}
      />
      {page.usernames && (
        <TextField
          name="username"
          label={setUp.username}
          hint={setUp.usernameHint}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={64}
          error={errors?.username}
          defaultValue={values.username}
        />
      )}
      {page.noEmail && (
        <TextField
          name="notifyEmail"
          type="email"
          label={setUp.notifyEmail}
          hint={setUp.notifyEmailHint}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={254}
          error={errors?.notifyEmail}
          defaultValue={values.notifyEmail}
        />
      )}
      <Roles
        name="roles"
        legend={page.picker === "multi" ? invite.roles : invite.role}
        hint={
          <Link to={`${page.base}/roles`} className="link">
            {manage.roleTable.link}
          </Link>
        }
        required
        error={errors?.roles}
        selected={values.roles}
        choices={page.roles.map((role) => ({
          value: role,
          label: roleWords(role).name,
          description: roleWords(role).may,
        }))}
        onToggle={(role, on) =>
          setTicked((now) =>
            page.picker === "single" ? [role] : on ? [...now, role] : now.filter((one) => one !== role),
          )
        }
      />
      <OfferFields
        choices={page.offer}
        values={values.offer}
        roles={ticked}
        errors={errors}
        onChange={(next) => {
          setPicked(next);
          spoken.ask(next);
        }}
        atOnce
      />
      <RadioGroup
        name="credentials"
        legend={setUp.credentials}
        required
        hint={setUp.known}
        error={errors?.credentials}
        selected={[values.credentials]}
        choices={page.credentials.map((value) => ({ value, ...setUp.kinds[value] }))}
        onToggle={(value) => setKind(value)}
      />
      {page.credentials.includes("typed_password") && (!hydrated || kind === "typed_password") && (
        <PasswordField
          name="password"
          label={setUp.password}
          hint={hydrated ? undefined : setUp.passwordHint}
          autoComplete="new-password"
          minimum={page.minLength}
          error={errors?.password}
        />
      )}
      <Select
        name="language"
        label={invite.language}
        markOptional={false}
        empty={usualLanguage}
        defaultValue={values.language}
        options={languages.map((language) => ({ value: language, label: languageNames[language] }))}
      />
      <div className="grid gap-2 border-t border-line pt-4">
        <div>
          <Button type="submit" variant="primary" pending={busy}>
            {setUp.submit}
          </Button>
        </div>
        {page.seats && (
          <p className="text-sm">
            {page.seats.left === 0
              ? manage.seats.invite.noneToSetUp(page.seats)
              : `${manage.seats.invite.left(page.seats)} ${manage.seats.invite.atOnce}`}
          </p>
        )}
        <p className="text-sm text-muted">{setUp.coursesNote}</p>
      </div>
    </Form>
  );
}

/** Sets one person up, without an invitation (F47). */
export default function SetUp() {
  const manage = useManage(sections);
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>() as Answer | undefined;
  return (
    <>
      <PageHeader
        title={manage.setUp.title}
        description={manage.setUp.lead({ workspace: page.workspace })}
        back={
          <Link to={`${page.base}/people`} className="link">
            {manage.acts.back}
          </Link>
        }
      />
      {page.open ? (
        <>
          <InviteTabs base={page.base} current="setUp" />
          <SetUpForm page={page} answer={answer} />
          <InviteHelp links={page.help} />
        </>
      ) : (
        <Notice tone="info">{manage.errors[page.why] ?? manage.setUp.off}</Notice>
      )}
    </>
  );
}
