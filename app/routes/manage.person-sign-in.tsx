import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { data, redirect } from "@remix-run/cloudflare";
import { Form, Link, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { Button } from "../components/ui/button";
import { ErrorSummary } from "../components/ui/error-summary";
import { PageHeader } from "../components/ui/page-header";
import { Section } from "../components/ui/section";
import { TextField } from "../components/ui/text-field";
import { manageOfPage, useManage } from "../manage-words";
import { manageOf } from "../manage-words.server";
import { acts } from "../messages/manage/en/people";
import { signInWays } from "../messages/manage/en/set-up";
import { useHydrated } from "../request";
import { dayOf, errorText, fieldErrors, insideOf, redirectWithFlash } from "./manage.guard.server";

const sections = { acts, signInWays };

export async function loader({ context, request, params }: LoaderFunctionArgs) {
  const { workspace, base } = insideOf(context, request);
  const found = await context.attempt(() =>
    context.useCases.viewMember({ membershipId: params.membershipId ?? "" }),
  );
  if (!found.ok) throw new Response(null, { status: found.error.status === 422 ? 404 : found.error.status });
  const { id, firstName, lastName, email, username, notifyEmail, card, may } = found.value;
  const here = `${base}/people/${id}`;
  if (!may.changeNames && !may.changeUsername && !may.makeCard) throw redirect(here);
  const day = (at: number) => dayOf(at, workspace.timeZone);
  return {
    workspace: workspace.name,
    base,
    here,
    id,
    who: `${firstName} ${lastName}`.trim() || email || username || "",
    email,
    username,
    notifyEmail,
    card: card && {
      works: card.works,
      // The last day of a term that ends at a moment is that of the moment before.
      until: day(card.expiresAt - 1),
      usedOn: card.usedAt === null ? null : day(card.usedAt),
    },
    may: {
      username: may.changeUsername,
      card: may.makeCard,
      told: may.changeNotifyEmail,
      address: may.addAddress || may.changeAddress,
    },
    emailChange: workspace.policies["identity.email_change"],
  };
}

export async function action({ context, request, params }: ActionFunctionArgs) {
  const manage = manageOf(context);
  const { base } = insideOf(context, request);
  const form = await request.formData();
  const text = (name: string) => String(form.get(name) ?? "").trim();
  const membershipId = params.membershipId ?? "";
  const here = `${base}/people/${membershipId}`;
  const who = text("who");
  switch (form.get("intent")) {
    case "username": {
      const username = text("username");
      const changed = await context.attempt(() =>
        context.useCases.changeUsername({ membershipId, username: username || null }),
      );
      if (changed.ok) {
        const { firstName, lastName } = changed.value;
        const name = `${firstName} ${lastName}`.trim() || username;
        return redirectWithFlash(context, here, { kind: "username", who: name, personId: membershipId });
      }
      const { error } = changed;
      const errors =
        error.code === "USERNAME_TAKEN" ? { username: errorText(manage, error) } : fieldErrors(manage, error);
      return data({ values: { username }, errors }, { status: error.status });
    }
    case "told": {
      const notifyEmail = text("notifyEmail");
      const changed = await context.attempt(() =>
        context.useCases.changeNotifyEmail({ membershipId, notifyEmail: notifyEmail || null }),
      );
      if (changed.ok) {
        const { firstName, lastName } = changed.value;
        const name = `${firstName} ${lastName}`.trim() || manage.signInWays.told.title;
        return redirectWithFlash(context, here, { kind: "notify", who: name, personId: membershipId });
      }
      const { error } = changed;
      return data({ values: { notifyEmail }, errors: fieldErrors(manage, error) }, { status: error.status });
    }
    case "address": {
      const email = text("email");
      const asked = await context.attempt(() => context.useCases.addAddress({ membershipId, email }));
      if (asked.ok) {
        return redirectWithFlash(context, here, { kind: "addressAsked", who: email, personId: membershipId });
      }
      return data(
        { values: { email }, errors: fieldErrors(manage, asked.error) },
        { status: asked.error.status },
      );
    }
    default:
      return redirectWithFlash(context, here, { kind: "error", text: manage.errorOther, who });
  }
}

export const meta: MetaFunction<typeof loader> = ({ data: found, matches }) => [
  {
    title: found
      ? `${manageOfPage(matches, sections).signInWays.title({ who: found.who })} · ${found.workspace}`
      : "",
  },
];

function CardState({ card }: { card: { works: boolean; until: string; usedOn: string | null } | null }) {
  const words = useManage(sections).signInWays.card;
  if (!card) return <p className="text-muted">{words.none}</p>;
  const day = (value: string) =>
    new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" }).format(
      new Date(`${value}T00:00:00Z`),
    );
  if (card.works) return <p>{words.works({ day: day(card.until) })}</p>;
  return <p>{card.usedOn ? words.used({ day: day(card.usedOn) }) : words.over}</p>;
}

/** Username, card, address of one person, and who is told in their place (F125, F146). */
export default function PersonSignIn() {
  const manage = useManage(sections);
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>() as
    | { values: { username?: string; email?: string; notifyEmail?: string }; errors: Record<string, string> }
    | undefined;
  const busy = useNavigation().state === "submitting";
  const hydrated = useHydrated();
  const words = manage.signInWays;
  const errors = answer?.errors;
  return (
    <>
      <PageHeader
        title={words.title({ who: page.who })}
        back={
          <Link to={page.here} className="link">
            {manage.acts.backTo({ name: page.who })}
          </Link>
        }
      />
      <ErrorSummary errors={errors} />
      {page.may.card && (
        <Section title={words.card.title} description={words.card.lead}>
          <CardState card={page.card} />
          <Form method="post" action={`${page.base}/people/cards`} className="grid justify-items-start gap-2">
            <input type="hidden" name="returnTo" value={`${page.here}/sign-in`} />
            <Button type="submit" name="person" value={page.id} variant="primary" pending={busy}>
              {words.card.submit}
            </Button>
            {page.card?.works && <p className="text-sm text-muted">{words.card.again}</p>}
          </Form>
        </Section>
      )}
      {page.may.username && (
        <Section title={words.username.title} description={words.username.lead}>
          <Form method="post" className="grid max-w-xl gap-4" noValidate={hydrated}>
            <TextField
              name="username"
              label={words.username.title}
              hint={
                page.email ? `${words.username.hint} ${words.username.hintOptional}` : words.username.hint
              }
              required={!page.email}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              maxLength={64}
              error={errors?.username}
              defaultValue={answer?.values.username ?? page.username ?? ""}
            />
            <div>
              <Button type="submit" name="intent" value="username" pending={busy}>
                {words.username.submit}
              </Button>
            </div>
          </Form>
        </Section>
      )}
      {page.may.told && (
        <Section title={words.told.title} description={words.told.lead}>
          <Form method="post" className="grid max-w-xl gap-4" noValidate={hydrated}>
            <TextField
              name="notifyEmail"
              type="email"
              label={words.told.label}
              hint={words.told.hint}
              markOptional={false}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              maxLength={254}
              error={errors?.notifyEmail}
              defaultValue={answer?.values.notifyEmail ?? page.notifyEmail ?? ""}
            />
            <div>
              <Button type="submit" name="intent" value="told" pending={busy}>
                {words.told.submit}
              </Button>
            </div>
          </Form>
        </Section>
      )}
      {page.email !== null && !page.may.address && (
        <Section title={words.address.title}>
          <p className="max-w-2xl">
            {page.email}. {words.address.whoChanges[page.emailChange]}
          </p>
        </Section>
      )}
      {page.may.address && (
        <Section
          title={words.address.title}
          description={
            page.email === null ? words.address.lead : words.address.changeLead({ email: page.email })
          }
        >
          <Form method="post" className="grid max-w-xl gap-4" noValidate={hydrated}>
            <TextField
              name="email"
              type="email"
              label={page.email === null ? words.address.label : words.address.another}
              required
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              maxLength={254}
              error={errors?.email}
              defaultValue={answer?.values.email ?? ""}
            />
            <div>
              <Button type="submit" name="intent" value="address" pending={busy}>
                {words.address.submit}
              </Button>
            </div>
          </Form>
        </Section>
      )}
    </>
  );
}
