import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/cloudflare";
import { data, redirect } from "@remix-run/cloudflare";
import { useActionData, useLoaderData } from "@remix-run/react";
import type { RegistrationDoor } from "../../worker/domain/registering/view-registration-door";
import { arriveRegistered } from "../arriving";
import { branding } from "../branding";
import { PublicShell } from "../components/public-shell";
import { JoinAsMyself } from "../components/registering/join-as-myself";
import { MailboxPage } from "../components/registering/mailbox-page";
import { RegisterForm } from "../components/registering/register-form";
import { buttonClass } from "../components/ui/button";
import { Notice } from "../components/ui/notice";
import { TextField } from "../components/ui/text-field";
import { decoded, emailCookie } from "../cookies";
import { messagesFor } from "../messages/all.server";
import type { PageHandle } from "../page";
import { posted } from "../posted";
import { fieldErrors, fieldsOf, refusalOf, textOf } from "../refusals";
import { useWords } from "../request";
import { speakBy } from "../speaking";
import { titled } from "../titles";
import { joinedAnswer, ownAddress } from "./register.server";

export const handle: PageHandle = { bare: true };
export const meta = titled;

/** Name and address for whoever came by a registration link (F130): where it leads, and how it stands. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const { workspace, person, member } = context;
  const slug = params.workspace ?? "";
  const found = await context.attempt(() =>
    context.useCases.viewRegistrationDoor({ workspaceSlug: slug, code: params.code ?? "" }),
  );
  if (!found.ok || !workspace) {
    throw new Response(null, {
      status: found.ok || found.error.code === "VALIDATION_FAILED" ? 404 : found.error.status,
    });
  }
  const { register } = messagesFor(
    context,
    found.value.language ? speakBy(request, context, found.value.language) : undefined,
  );
  const query = new URL(request.url).searchParams;
  const sent = query.has("sent");
  const email = decoded(context.cookies.read(emailCookie));
  return data(
    {
      title: sent ? register.sentTitle : register.linkTitle({ workspace: workspace.name }),
      ...branding(workspace),
      workspace: { slug, name: workspace.name, timeZone: workspace.timeZone },
      door: found.value,
      isMember: member !== null,
      sent: sent && email !== "",
      waiting: query.has("waiting"),
      joinAs: query.has("other") ? null : ownAddress(context),
      letsIn: context.letsInAtOnce && !found.value.isBounded,
      humanSiteKey: context.humanSiteKey,
      typed: {
        firstName: person?.firstName ?? "",
        lastName: person?.lastName ?? "",
        email: email || (person?.email ?? ""),
      },
    },
    { headers: { "Cache-Control": "private, no-store", "X-Robots-Tag": "noindex" } },
  );
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const { useCases } = context;
  const workspace = params.workspace ?? "";
  const linkCode = params.code ?? "";
  const sentPage = `${new URL(request.url).pathname}?sent=1`;
  const form = await request.formData();
  if (textOf(form, "intent") === "again") {
    const again = await context.attempt(() =>
      useCases.mailRegistrationAgain(posted({ ...fieldsOf(form), workspace })),
    );
    if (again.ok) return redirect(sentPage, 303);
    return data({ refusal: refusalOf(again.error), typed: null }, again.error.status);
  }
  if (textOf(form, "intent") === "join") {
    const joined = await context.attempt(() =>
      useCases.joinAsMyself(posted({ ...fieldsOf(form), workspace, linkCode })),
    );
    if (joined.ok) return joinedAnswer(workspace, joined.value, `${new URL(request.url).pathname}?waiting=1`);
    if (joined.error.code === "ALREADY_MEMBER") return redirect(`/w/${workspace}/learn`, 303);
    return data({ refusal: refusalOf(joined.error), typed: null }, joined.error.status);
  }
  // Whatever was posted goes on as it is: the domain refuses fields it does not know, and those that come twice.
  const registered = await context.attempt(() =>
    useCases.registerAndEnter(posted({ ...fieldsOf(form), workspace, linkCode })),
  );
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

/** Where one will be, a line for each kind of place. */
function Places({ places }: Pick<RegistrationDoor, "places">) {
  const { register } = useWords();
  const kinds = (["course", "group", "unit"] as const).flatMap((kind) => {
    const names = places.flatMap((place) => (place.kind === kind ? [place.name] : []));
    return names.length > 0 ? [{ kind, names }] : [];
  });
  if (kinds.length === 0) return null;
  return (
    <dl className="grid gap-2 border-y border-line py-3">
      {kinds.map(({ kind, names }) => (
        <div key={kind} className="grid gap-x-4 sm:grid-cols-[8rem_minmax(0,1fr)]">
          <dt className="text-muted">{register.placeKinds[kind]}</dt>
          <dd>
            <ul>
              {names.map((name) => (
                <li key={name} className="wrap-anywhere">
                  {name}
                </li>
              ))}
            </ul>
          </dd>
        </div>
      ))}
    </dl>
  );
}

export default function RegisterLink() {
  const page = useLoaderData<typeof loader>();
  const { workspace, door, isMember, sent, typed, humanSiteKey, joinAs, letsIn } = page;
  const answer = useActionData<typeof action>();
  const words = useWords();
  const { register, join } = words;
  const named = { workspace: workspace.name };
  const base = `/w/${workspace.slug}`;
  const here = `${base}/register/${door.code}`;
  if (sent) {
    return (
      <MailboxPage
        workspace={workspace}
        email={typed.email}
        here={`${here}?sent=1`}
        again={here}
        humanSiteKey={humanSiteKey}
        refusal={answer?.refusal}
      />
    );
  }
  const title = register.linkTitle(named);
  if (page.waiting) {
    return (
      <PublicShell workspace={workspace} title={join.waiting.title} lead={join.waiting.lead(named)}>
        {null}
      </PublicShell>
    );
  }
  if (door.state !== "open") {
    const { closed } = register;
    return (
      <PublicShell workspace={workspace} title={closed[door.state].title} lead={closed[door.state].lead}>
        <a
          href={`${base}/sign-in`}
          className={buttonClass({ variant: "secondary", size: "large", wide: true })}
        >
          {register.toSignIn}
        </a>
      </PublicShell>
    );
  }
  if (isMember) {
    return (
      <PublicShell workspace={workspace} title={title} lead={register.hereAlready}>
        <a href={`${base}/learn`} className={buttonClass({ variant: "primary", size: "large", wide: true })}>
          {register.toLearn}
        </a>
      </PublicShell>
    );
  }
  const { securityCode } = fieldErrors(words, answer?.refusal);
  const code = door.asksSecurityCode && (
    <TextField
      name="securityCode"
      label={register.securityCode}
      hint={register.securityHint}
      autoComplete="off"
      autoCapitalize="none"
      spellCheck={false}
      maxLength={100}
      required
      error={securityCode}
    />
  );
  return (
    <PublicShell
      workspace={workspace}
      title={title}
      lead={
        joinAs
          ? door.waits
            ? register.askLead(named)
            : register.joinLead(named)
          : door.waits
            ? register.linkLeadWaits(named)
            : letsIn
              ? register.enterLead
              : register.courseLead(named)
      }
      aside={
        !joinAs && (
          <p>
            {register.haveAccount}{" "}
            <a href={`${base}/sign-in`} className="link">
              {register.toSignIn}
            </a>
          </p>
        )
      }
    >
      <Places places={door.places} />
      {door.placesLeft !== null && <Notice>{register.left({ count: door.placesLeft })}</Notice>}
      {joinAs ? (
        <JoinAsMyself
          action={here}
          other={`${here}?other=1`}
          workspace={workspace.name}
          email={joinAs}
          waits={door.waits}
          refusal={answer?.refusal}
        >
          {code}
        </JoinAsMyself>
      ) : (
        <RegisterForm
          action={here}
          typed={answer?.typed ?? typed}
          refusal={answer?.refusal}
          submit={letsIn ? register.enter : register.submit}
          humanSiteKey={humanSiteKey}
        >
          {code}
        </RegisterForm>
      )}
    </PublicShell>
  );
}
