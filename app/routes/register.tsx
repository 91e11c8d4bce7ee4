import type { ActionFunctionArgs, AppLoadContext, LoaderFunctionArgs } from "@remix-run/cloudflare";
import { data, redirect } from "@remix-run/cloudflare";
import { useActionData, useLoaderData } from "@remix-run/react";
import { arriveRegistered } from "../arriving";
import { branding } from "../branding";
import { PublicShell } from "../components/public-shell";
import { JoinAsMyself } from "../components/registering/join-as-myself";
import { MailboxPage } from "../components/registering/mailbox-page";
import { RegisterForm, type TypedRegistration } from "../components/registering/register-form";
import { buttonClass } from "../components/ui/button";
import { Notice } from "../components/ui/notice";
import { Time } from "../components/ui/time";
import { decoded, emailCookie } from "../cookies";
import { messagesFor } from "../messages/all.server";
import type { PageHandle } from "../page";
import { posted } from "../posted";
import { fieldsOf, type Refusal, refusalOf, textOf } from "../refusals";
import { useWords } from "../request";
import { titled } from "../titles";
import { joinedAnswer, ownAddress } from "./register.server";

export const handle: PageHandle = { bare: true };
export const meta = titled;

/** Name and address for a course of the catalog (F128): `?course=` and, where one was chosen, `&session=`. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const query = new URL(request.url).searchParams;
  const slug = params.workspace ?? "";
  const courseId = query.get("course") ?? "";
  // Without a course somebody brings a key.
  if (!courseId) throw redirect(`/w/${slug}/register/key`, 303);
  const found = await context.attempt(() =>
    context.useCases.viewCatalogCourse({ workspaceSlug: slug, courseId }),
  );
  const { workspace } = context;
  if (!found.ok || !workspace) {
    throw new Response(null, {
      status: found.ok || found.error.code === "VALIDATION_FAILED" ? 404 : found.error.status,
    });
  }
  const { course, dates, reader } = found.value;
  const catalogPage = `/w/${slug}/catalog/${course.id}`;
  // Members enrol there by one press, and what has a price is paid for.
  if (reader !== "guest" || course.price) throw redirect(catalogPage, 303);
  const { register } = messagesFor(context);
  const sent = query.has("sent");
  const waiting = query.has("waiting");
  const joinAs = query.has("other") ? null : ownAddress(context);
  const email = decoded(context.cookies.read(emailCookie));
  const date = dates.find(({ id }) => id === query.get("session")) ?? null;
  return data(
    {
      title: sent ? register.sentTitle : register.courseTitle({ course: course.title }),
      ...branding(workspace),
      workspace: { slug, name: workspace.name, timeZone: workspace.timeZone },
      course: { id: course.id, title: course.title },
      date: date && { id: date.id, title: date.title, startsAt: date.startsAt },
      sent: sent && email !== "",
      waiting,
      joinAs,
      waits: workspace.policies["selfreg.check"] === "moderated",
      letsIn: context.letsInAtOnce,
      typed: typedBy(context, email),
      humanSiteKey: context.humanSiteKey,
    },
    { headers: { "Cache-Control": "private, no-store", "X-Robots-Tag": "noindex" } },
  );
}

/** Whoever is signed in and no member here need not type what we know. */
function typedBy({ person }: AppLoadContext, email: string): TypedRegistration {
  return {
    firstName: person?.firstName ?? "",
    lastName: person?.lastName ?? "",
    email: email || (person?.email ?? ""),
  };
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const { useCases } = context;
  const workspace = params.workspace ?? "";
  const url = new URL(request.url);
  const form = await request.formData();
  const sentPage = `${url.pathname}${withSent(url.searchParams)}`;
  if (textOf(form, "intent") === "again") {
    const again = await context.attempt(() =>
      useCases.mailRegistrationAgain(posted({ ...fieldsOf(form), workspace })),
    );
    if (again.ok) return redirect(sentPage, 303);
    return data({ refusal: refusalOf(again.error), typed: null }, again.error.status);
  }
  // Whatever was posted goes on as it is: the domain refuses fields it does not know, and those that come twice.
  const fields = fieldsOf(form);
  const sessionId = url.searchParams.get("session");
  const chosen = {
    workspace,
    courseId: url.searchParams.get("course") ?? "",
    ...(sessionId && { sessionId }),
  };
  if (textOf(form, "intent") === "join") {
    const joined = await context.attempt(() => useCases.joinAsMyself(posted({ ...fields, ...chosen })));
    const here = `${url.pathname}?course=${chosen.courseId}&waiting=1`;
    if (joined.ok) return joinedAnswer(workspace, joined.value, here);
    if (joined.error.code === "ALREADY_MEMBER")
      return redirect(`/w/${workspace}/catalog/${chosen.courseId}`, 303);
    return data({ refusal: refusalOf(joined.error), typed: null }, joined.error.status);
  }
  const registered = await context.attempt(() => useCases.registerAndEnter(posted({ ...fields, ...chosen })));
  if (!registered.ok) {
    const typed = {
      firstName: textOf(form, "firstName"),
      lastName: textOf(form, "lastName"),
      email: textOf(form, "email"),
    };
    return data({ refusal: refusalOf(registered.error), typed }, registered.error.status);
  }
  return arriveRegistered(context, workspace, registered.value, sentPage);
}

function withSent(query: URLSearchParams): string {
  const kept = new URLSearchParams(query);
  kept.set("sent", "1");
  return `?${kept}`;
}

export default function Register() {
  const page = useLoaderData<typeof loader>();
  const { workspace, course, date, sent, typed, humanSiteKey, joinAs, waits, letsIn } = page;
  const answer = useActionData<typeof action>();
  const { register, join } = useWords();
  const here = `/w/${workspace.slug}/register?course=${course.id}${date ? `&session=${date.id}` : ""}`;
  const catalogPage = `/w/${workspace.slug}/catalog/${course.id}`;
  if (sent) {
    return (
      <MailboxPage
        workspace={workspace}
        email={typed.email}
        here={`${here}&sent=1`}
        again={here}
        humanSiteKey={humanSiteKey}
        refusal={answer?.refusal}
      />
    );
  }
  if (page.waiting) {
    return (
      <PublicShell
        workspace={workspace}
        title={join.waiting.title}
        lead={join.waiting.lead({ workspace: workspace.name })}
      >
        <a href={catalogPage} className={buttonClass({ variant: "quiet", size: "large", wide: true })}>
          {register.back}
        </a>
      </PublicShell>
    );
  }
  const named = { workspace: workspace.name };
  return (
    <PublicShell
      workspace={workspace}
      title={register.courseTitle({ course: course.title })}
      lead={
        joinAs
          ? waits
            ? register.askLead(named)
            : register.joinLead(named)
          : letsIn
            ? register.enterLead
            : register.courseLead(named)
      }
      aside={
        !joinAs && (
          <p>
            {register.haveAccount}{" "}
            <a
              href={`/w/${workspace.slug}/sign-in?returnTo=${encodeURIComponent(catalogPage)}`}
              className="link"
            >
              {register.signIn}
            </a>
          </p>
        )
      }
    >
      <DateRefused refusal={answer?.refusal} />
      {date && (
        <p>
          {register.date}: <strong>{date.title}</strong>
          <span className="block text-muted">
            <Time at={date.startsAt} show="exact" />
          </span>
        </p>
      )}
      {joinAs ? (
        <JoinAsMyself
          action={here}
          other={`${here}&other=1`}
          workspace={workspace.name}
          email={joinAs}
          waits={waits}
          refusal={answer?.refusal}
        />
      ) : (
        <RegisterForm
          action={here}
          typed={answer?.typed ?? typed}
          refusal={answer?.refusal}
          submit={letsIn ? register.enter : register.submit}
          humanSiteKey={humanSiteKey}
        />
      )}
      <a href={catalogPage} className={buttonClass({ variant: "quiet", size: "large", wide: true })}>
        {register.back}
      </a>
    </PublicShell>
  );
}

/** The date that was chosen was taken, or moved, while the form stood open. */
function DateRefused({ refusal }: { refusal: Refusal | undefined }) {
  const { catalog } = useWords();
  const error = refusal?.errors.find(({ path }) => path === "sessionId");
  if (!error) return null;
  return <Notice tone="error">{error.code === "full" ? catalog.fullNow : catalog.dateOver}</Notice>;
}
