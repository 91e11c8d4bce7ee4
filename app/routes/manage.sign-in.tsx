import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { data } from "@remix-run/cloudflare";
import { Form, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import type { Flash } from "../components/people/flash";
import { SettingsTabs } from "../components/settings/settings-tabs";
import { Button, buttonClass } from "../components/ui/button";
import { CopyField } from "../components/ui/copy-field";
import { ErrorSummary } from "../components/ui/error-summary";
import { Notice } from "../components/ui/notice";
import { PageHeader } from "../components/ui/page-header";
import { Section } from "../components/ui/section";
import { Select } from "../components/ui/select";
import { TextField } from "../components/ui/text-field";
import { Time } from "../components/ui/time";
import { manageOfPage, useManage } from "../manage-words";
import { manageOf } from "../manage-words.server";
import { settings } from "../messages/manage/en/settings";
import { useHydrated } from "../request";
import { fieldErrors, insideOf, redirectWithFlash } from "./manage.guard.server";

const sections = { settings };

export async function loader({ context, request }: LoaderFunctionArgs) {
  const { workspace, person, base } = insideOf(context, request);
  const page = await context.useCases.viewConnection({});
  return {
    ...page,
    base,
    workspace: workspace.name,
    email: person.email,
    /** Enforced by the connection, and not by the policy (D38). */
    passwordsStay: !workspace.policies["sso.skip_password_when_enforced"],
  };
}

export async function action({ context, request }: ActionFunctionArgs) {
  const manage = manageOf(context);
  const { base } = insideOf(context, request);
  const form = await request.formData();
  const text = (name: string) => String(form.get(name) ?? "").trim();
  const intent = text("intent");
  const { useCases } = context;
  const acts: Record<string, [act: () => Promise<unknown>, flash: Flash]> = {
    save: [
      () =>
        useCases.saveConnection({
          name: text("name"),
          issuer: text("issuer"),
          clientId: text("clientId"),
          ...(text("clientSecret") && { clientSecret: text("clientSecret") }),
        }),
      { kind: "ssoSaved" },
    ],
    enforce: [
      () => useCases.enforceConnection({ spareAdminId: text("spareAdminId") }),
      { kind: "ssoEnforced" },
    ],
    relax: [() => useCases.relaxConnection({}), { kind: "ssoRelaxed" }],
    release: [
      () => useCases.releaseIdentity({ email: text("email") }),
      { kind: "ssoReleased", who: text("email") },
    ],
    remove: [() => useCases.removeConnection({}), { kind: "ssoRemoved" }],
  };
  const chosen = acts[intent];
  // Who may not see the page may not know which acts there are either.
  if (!chosen) {
    await useCases.viewConnection({});
    throw new Response(null, { status: 400 });
  }
  const [act, flash] = chosen;
  const done = await context.attempt(act);
  if (done.ok) return redirectWithFlash(context, `${base}/settings/sign-in`, flash);
  const values = {
    name: text("name"),
    issuer: text("issuer"),
    clientId: text("clientId"),
    email: text("email"),
  };
  return data({ intent, values, errors: fieldErrors(manage, done.error) }, done.error.status);
}

export const meta: MetaFunction<typeof loader> = ({ data: found, matches }) => [
  { title: `${manageOfPage(matches, sections).settings.signIn.title} · ${found?.workspace ?? ""}` },
];

type Page = ReturnType<typeof useLoaderData<typeof loader>>;

/** What is true now, in one sentence and a few facts. */
function Standing({ page }: { page: Page }) {
  const words = useManage(sections).settings.signIn;
  const { connection, people, spareAdmins, passwordsStay } = page;
  const spare = spareAdmins.find(({ id }) => id === connection?.spareAdminId);
  const state = !connection
    ? "none"
    : connection.testedAt === null
      ? "untried"
      : connection.enforcedAt === null
        ? "offered"
        : passwordsStay
          ? "relaxedByPolicy"
          : "enforced";
  return (
    <div className="grid gap-3">
      <Notice tone={state === "enforced" ? "ok" : state === "untried" ? "warn" : "info"}>
        {words.states[state]}
      </Notice>
      {connection && (
        <dl className="grid grid-cols-[max-content_minmax(0,1fr)] gap-x-6 gap-y-1">
          {connection.testedAt !== null && (
            <>
              <dt className="text-muted">{words.triedAt}</dt>
              <dd>
                <Time at={connection.testedAt} />
              </dd>
            </>
          )}
          {connection.enforcedAt !== null && (
            <>
              <dt className="text-muted">{words.enforcedAt}</dt>
              <dd>
                <Time at={connection.enforcedAt} />
              </dd>
              <dt className="text-muted">{words.spareNow}</dt>
              <dd className="wrap-anywhere">{spare ? `${spare.name} (${spare.email})` : "–"}</dd>
            </>
          )}
          <dt className="text-muted">{words.people}</dt>
          <dd className="tabular-nums">{people}</dd>
        </dl>
      )}
      {connection && connection.enforcedAt !== null && !spare && (
        <Notice tone="error">{words.spareGone}</Notice>
      )}
    </div>
  );
}

/** The identity provider of the workspace: set it, try it, make it the only way in, take it back. */
export default function SignInSettings() {
  const words = useManage(sections).settings.signIn;
  const page = useLoaderData<typeof loader>();
  const answer = useActionData() as
    | { intent: string; values: Record<string, string>; errors: Record<string, string> }
    | undefined;
  const hydrated = useHydrated();
  const busy = useNavigation().formData?.get("intent");
  const { connection, base, spareAdmins } = page;
  const errorsOf = (intent: string) => (answer?.intent === intent ? answer.errors : undefined);
  const save = errorsOf("save");
  const values = (save && answer?.values) || {
    name: connection?.name ?? "",
    issuer: connection?.issuer ?? "",
    clientId: connection?.clientId ?? "",
  };
  return (
    <>
      <PageHeader title={words.title} description={words.lead} />
      <SettingsTabs base={base} current="sign-in" />
      <Section title={words.state}>
        <Standing page={page} />
        {connection && (
          <div className="grid justify-items-start gap-1">
            {/* A whole new page, for it leads to another site. */}
            <a
              href={`${base}/sso/start?try=1`}
              className={buttonClass({ variant: connection.testedAt ? "secondary" : "primary" })}
            >
              {words.tryIt}
            </a>
            <p className="max-w-prose text-sm text-muted">{words.tryLead({ email: page.email })}</p>
          </div>
        )}
      </Section>
      <Section title={words.provider}>
        <Form method="post" className="grid max-w-xl gap-5" noValidate={hydrated}>
          <ErrorSummary errors={save} />
          <CopyField
            name="redirect"
            label={words.redirect}
            hint={words.redirectHint}
            value={page.redirectAddress}
          />
          <TextField
            name="name"
            label={words.name}
            hint={words.nameHint}
            required
            maxLength={100}
            autoComplete="off"
            error={save?.name}
            defaultValue={values.name}
          />
          <TextField
            name="issuer"
            type="url"
            label={words.issuer}
            hint={words.issuerHint}
            required
            maxLength={500}
            autoComplete="off"
            error={save?.issuer}
            defaultValue={values.issuer}
          />
          <TextField
            name="clientId"
            label={words.clientId}
            required
            maxLength={500}
            autoComplete="off"
            spellCheck={false}
            error={save?.clientId}
            defaultValue={values.clientId}
          />
          <TextField
            name="clientSecret"
            type="password"
            label={words.clientSecret}
            hint={connection ? `${words.secretHint} ${words.secretKept}` : words.secretHint}
            required={!connection}
            maxLength={2000}
            autoComplete="off"
            error={save?.clientSecret}
          />
          {connection && <p className="text-sm text-muted">{words.changeWarning}</p>}
          <div>
            <Button
              type="submit"
              name="intent"
              value="save"
              variant={connection ? "secondary" : "primary"}
              pending={busy === "save"}
            >
              {words.save}
            </Button>
          </div>
        </Form>
      </Section>
      {connection && (
        <Section
          title={connection.enforcedAt === null ? words.enforce : words.enforcedTitle}
          description={
            connection.testedAt === null
              ? words.enforceFirst
              : connection.enforcedAt === null
                ? words.enforceLead
                : undefined
          }
        >
          {connection.testedAt !== null && (
            <Form method="post" className="grid max-w-xl gap-5">
              <ErrorSummary errors={errorsOf("enforce")} />
              <Select
                name="spareAdminId"
                label={words.spare}
                hint={words.spareHint}
                required
                error={errorsOf("enforce")?.spareAdminId}
                defaultValue={connection.spareAdminId ?? ""}
                options={[
                  { value: "", label: words.spareChoose },
                  ...spareAdmins.map(({ id, name, email }) => ({ value: id, label: `${name} (${email})` })),
                ]}
              />
              <div>
                <Button type="submit" name="intent" value="enforce" pending={busy === "enforce"}>
                  {connection.enforcedAt === null ? words.enforce : words.spareSubmit}
                </Button>
              </div>
            </Form>
          )}
          {connection.enforcedAt !== null && (
            <Form method="post" className="grid justify-items-start gap-1">
              <ErrorSummary errors={errorsOf("relax")} />
              <Button type="submit" name="intent" value="relax" pending={busy === "relax"}>
                {words.relax}
              </Button>
              <p className="max-w-prose text-sm text-muted">{words.relaxLead}</p>
            </Form>
          )}
        </Section>
      )}
      {connection && (
        <Section title={words.release} description={words.releaseLead}>
          <Form method="post" className="grid max-w-xl gap-5" noValidate={hydrated}>
            <ErrorSummary errors={errorsOf("release")} />
            <TextField
              name="email"
              type="email"
              label={words.releaseAddress}
              required
              autoComplete="off"
              error={errorsOf("release")?.email}
              defaultValue={errorsOf("release") ? answer?.values.email : ""}
            />
            <div>
              <Button type="submit" name="intent" value="release" pending={busy === "release"}>
                {words.releaseSubmit}
              </Button>
            </div>
          </Form>
        </Section>
      )}
      {connection && (
        <Section title={words.remove} description={words.removeLead}>
          <Form method="post">
            <ErrorSummary errors={errorsOf("remove")} />
            <Button type="submit" name="intent" value="remove" variant="danger" pending={busy === "remove"}>
              {words.removeConfirm}
            </Button>
          </Form>
        </Section>
      )}
    </>
  );
}
