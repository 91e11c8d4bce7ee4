import type { ActionFunctionArgs, AppLoadContext, LoaderFunctionArgs } from "@remix-run/cloudflare";
import { data, redirect } from "@remix-run/cloudflare";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import type { JoinPage } from "../../worker/domain/joining/view-invitation";
import type { Attempt } from "../../worker/web";
import { arrive, landingPath, toSignIn } from "../arriving";
import { branding } from "../branding";
import { DeadInvitationPage, InvalidLinkPage, LapsedPage } from "../components/joining/dead-links";
import { InvitationFacts } from "../components/joining/invitation-facts";
import {
  NewPersonForm,
  OneButtonForm,
  SeatLine,
  SignInToJoinForm,
  SwitchAccountForm,
} from "../components/joining/join-forms";
import { Or, ProviderButton } from "../components/joining/provider-button";
import { RegistrationFacts } from "../components/joining/registration-facts";
import { PublicShell } from "../components/public-shell";
import { Notice } from "../components/ui/notice";
import { emailCookie, emailTerm, guestLanguageCookie, joinCookie, linkTerm, sessionCookie } from "../cookies";
import type { Messages } from "../messages";
import { messagesFor } from "../messages/all.server";
import type { PageHandle } from "../page";
import { posted as asInput } from "../posted";
import { fieldsOf, refusalOf, textOf } from "../refusals";
import { useWords } from "../request";
import { OwnRoles } from "../role-words";
import { speakBy } from "../speaking";
import { titled } from "../titles";

export const handle: PageHandle = { bare: true };
export const meta = titled;

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const id = params.invitationId ?? "";
  const token = context.cookies.read(joinCookie(id));
  if (!token) {
    return data({ kind: "lapsed" as const, title: messagesFor(context).join.lapsed.title }, 410);
  }
  const viewed = await context.attempt(() => context.useCases.viewInvitation({ token }));
  if (!viewed.ok) {
    const { join } = messagesFor(context);
    const { status, retryAfter } = viewed.error;
    return data({ kind: "invalid" as const, title: join.invalid.title, retryAfter }, status);
  }
  const page = viewed.value;
  const { language } = page.invitation;
  context.speakTermsOf(page.policies.terms);
  const { join } = messagesFor(context, speakBy(request, context, language));
  const query = new URL(request.url).searchParams;
  const asked = query.has("asked");
  const changed = query.has("changed");
  const full = query.has("full");
  const seat = query.has("seat");
  const open = page.state === "open";
  const headers = new Headers();
  headers.append("Set-Cookie", context.cookies.write(joinCookie(id), token, linkTerm));
  headers.append("Set-Cookie", context.cookies.write(guestLanguageCookie, language, linkTerm));
  if (page.state === "used") {
    const email = encodeURIComponent(page.invitation.email);
    headers.append("Set-Cookie", context.cookies.write(emailCookie, email, emailTerm));
  }
  const title = page.state === "open" ? titleOf(join, page) : join[wordsOf[page.state]].title;
  return data(
    { kind: "invitation" as const, title, page, asked, changed, full, seat, ...branding(page.workspace) },
    { status: open || asked ? 200 : 410, headers },
  );
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const here = `/join/at/${params.invitationId}`;
  const token = context.cookies.read(joinCookie(params.invitationId ?? ""));
  // The page then says to open the mail again.
  if (!token) return redirect(here, 303);
  const { useCases } = context;
  const form = await request.formData();
  const fields = fieldsOf(form);
  const password = textOf(form, "password");
  // Whatever was posted goes on as it is: the domain refuses fields it does not know.
  const posted = { ...fields, token, revision: Number(fields.revision) };

  switch (textOf(form, "intent")) {
    case "join": {
      const joined = form.has("password")
        ? await context.attempt(() => useCases.joinAsNewPerson(asInput(posted)))
        : await context.attempt(() => useCases.joinSignedIn(asInput(posted)));
      return finish(context, here, token, form, joined);
    }
    case "sign-in": {
      const joined = await context.attempt(() => useCases.signInAndJoin({ ...posted, password }));
      return finish(context, here, token, form, joined);
    }
    case "switch":
      await useCases.signOut({});
      return redirect(here, {
        status: 303,
        headers: { "Set-Cookie": context.cookies.write(sessionCookie, "", 0) },
      });
    case "request-link": {
      const asked = await context.attempt(() => useCases.requestNewLink({ token }));
      return asked.ok ? redirect(`${here}?asked=1`, 303) : refuse(form, asked);
    }
    case "wait-for-seat": {
      const waits = await context.attempt(() => useCases.waitForSeat({ token }));
      if (!waits.ok) return refuse(form, waits);
      return redirect(waits.value.since === null ? `${here}?seat=1` : here, 303);
    }
    default:
      return redirect(here, 303);
  }
}

/** The words of each dead state: a page that lapsed is another matter than a registration that did. */
const wordsOf = {
  expired: "expired",
  superseded: "superseded",
  canceled: "canceled",
  declined: "declined",
  used: "used",
  waiting: "waiting",
  refused: "refused",
  lapsed: "forgotten",
} as const;

/** Who is invited joins a workspace; who registered begins what they came for. */
function titleOf(join: Messages["join"], { workspace, invitation, registration }: JoinPage): string {
  const named = { workspace: workspace.name };
  if (!registration) return join.title(named);
  const course = invitation.places.courses.find(({ id }) => id === registration.courseId)?.title;
  return course ? join.registered.title({ course }) : join.registered.plainTitle(named);
}

type Joined = Awaited<ReturnType<AppLoadContext["useCases"]["joinSignedIn"]>>;

async function finish(
  context: AppLoadContext,
  here: string,
  token: string,
  form: FormData,
  joined: Attempt<Joined>,
) {
  if (joined.ok) {
    const { workspaceSlug, email, landing, session, courseId, waits } = joined.value;
    // The page says that somebody looks at it.
    if (waits) return redirect(here, 303);
    // Whoever came for a course begins there, whatever else they may do here (F117).
    const course = courseId && `/w/${workspaceSlug}/learn/courses/${courseId}`;
    const path = course ?? landingPath(workspaceSlug, landing);
    if (session) return arrive(context, workspaceSlug, session, path);
    const back = course ? `&returnTo=${encodeURIComponent(course)}` : "";
    return context.person ? redirect(path, 303) : toSignIn(context, workspaceSlug, email, `?joined=1${back}`);
  }
  if (joined.error.code === "INVITATION_USED") {
    const there = await alreadyIn(context, token, textOf(form, "password"));
    if (there) return there;
  }
  return refuse(form, joined);
}

/**
 * The same form sent twice: the second finds the invitation used, by its own sender. Whoever is
 * signed in with the address, or has just typed the password that counts, goes where the first would.
 */
async function alreadyIn(context: AppLoadContext, token: string, password: string) {
  const viewed = await context.attempt(() => context.useCases.viewInvitation({ token }));
  if (!viewed.ok) return null;
  const { workspace, invitation, viewer } = viewed.value;
  if (viewer === "invitee") return redirect(`/w/${workspace.slug}`, 303);
  if (!password) return null;
  const { slug } = workspace;
  const signedIn = await context.attempt(() =>
    context.useCases.signIn({ workspaceSlug: slug, email: invitation.email, password }),
  );
  if (!signedIn.ok) return null;
  return arrive(context, slug, signedIn.value, landingPath(slug, signedIn.value.landing));
}

function refuse(form: FormData, attempt: Extract<Attempt<unknown>, { ok: false }>) {
  return data(
    {
      refusal: refusalOf(attempt.error, textOf(form, "password")),
      typed: { firstName: textOf(form, "firstName"), lastName: textOf(form, "lastName") },
    },
    attempt.error.status,
  );
}

export default function Join() {
  const found = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { join, decline, common, signIn, sso } = useWords();
  if (found.kind === "lapsed") return <LapsedPage />;
  if (found.kind === "invalid") return <InvalidLinkPage retryAfter={found.retryAfter} />;

  const { page, asked, changed, full, seat } = found;
  const { workspace, invitation, viewer, signedInAs } = page;
  if (page.state !== "open") return <DeadInvitationPage page={page} asked={asked} answer={answer} />;
  const provider = page.singleSignOn;
  if (viewer === "someone_else" && !provider?.only) {
    const lead = join.otherAccount.lead({ signedInAs: signedInAs ?? "", invited: invitation.email });
    return (
      <PublicShell
        workspace={workspace}
        title={join.otherAccount.title}
        lead={lead}
        aside={<p>{join.otherAccount.ask}</p>}
      >
        <SwitchAccountForm page={page} />
      </PublicShell>
    );
  }
  const named = { workspace: workspace.name };
  const inviter = invitation.inviterName;
  const { registration } = page;
  const lead = registration
    ? registration.waits
      ? join.registered.waits(named)
      : join.registered.lead(named)
    : inviter
      ? join.invited({ inviter, ...named })
      : join.invitedPlain(named);
  const Form =
    viewer === "invitee" ? OneButtonForm : viewer === "account_signed_out" ? SignInToJoinForm : NewPersonForm;
  return (
    <PublicShell
      workspace={workspace}
      title={titleOf(join, page)}
      lead={lead}
      aside={
        <>
          <p>
            {registration ? (
              join.registered.notYours
            ) : (
              <Link to={`/join/at/${invitation.id}/decline`} className="link">
                {decline.link}
              </Link>
            )}
          </p>
          <p>
            {common.help}{" "}
            <Link to={`/w/${workspace.slug}/help/have-account`} className="link">
              {common.haveAccount}
            </Link>
          </p>
        </>
      }
    >
      {asked && <Notice tone="ok">{join.expired.sent}</Notice>}
      {changed && !answer && <Notice tone="warn">{join.termsChanged}</Notice>}
      <OwnRoles value={page.roleNames}>
        {registration ? <RegistrationFacts page={page} /> : <InvitationFacts page={page} />}
      </OwnRoles>
      <SeatLine page={page} full={full || answer?.refusal.code === "NO_SEAT"} free={seat && !answer} />
      {provider && (provider.only || viewer !== "invitee") && (
        <ProviderButton
          slug={workspace.slug}
          query={{ invitation: invitation.id, revision: String(invitation.revision) }}
        >
          {join.sso({ provider: provider.name })}
        </ProviderButton>
      )}
      {provider?.only ? (
        <p className="text-base text-muted">
          {sso.withAddress({ provider: provider.name, invited: invitation.email })}
        </p>
      ) : (
        <>
          {provider && viewer !== "invitee" && <Or>{signIn.or}</Or>}
          <Form page={page} answer={answer} />
        </>
      )}
    </PublicShell>
  );
}
