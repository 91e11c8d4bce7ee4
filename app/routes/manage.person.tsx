import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { data } from "@remix-run/cloudflare";
import { Form, Link, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { AccessPart, DataPart } from "../components/people/access-part";
import type { Flash } from "../components/people/flash";
import { History } from "../components/people/history";
import { AboutPart, LearningParts, PlacesPart } from "../components/people/person-parts";
import { PersonStatus, wentWrong } from "../components/people/person-status";
import { Button, LinkButton } from "../components/ui/button";
import { Chip } from "../components/ui/chip";
import { CopyField } from "../components/ui/copy-field";
import { type Definition, DefinitionList } from "../components/ui/definition-list";
import { Notice } from "../components/ui/notice";
import { PageHeader } from "../components/ui/page-header";
import { Section } from "../components/ui/section";
import { TextArea } from "../components/ui/text-area";
import { Time } from "../components/ui/time";
import { manageOfPage, useManage } from "../manage-words";
import { manageOf } from "../manage-words.server";
import { type Language, languageNames } from "../messages";
import type { DeliveryKey } from "../messages/manage/en";
import { nothing } from "../messages/manage/en/audit";
import { delivery } from "../messages/manage/en/delivery";
import { personParts } from "../messages/manage/en/fields";
import { acts, people } from "../messages/manage/en/people";
import { person } from "../messages/manage/en/person";
import { signInWays } from "../messages/manage/en/set-up";
import { useRoleWords } from "../role-words";
import { errorText, insideOf, redirectWithFlash, returnTo } from "./manage.guard.server";
import { personOf } from "./manage.person.server";

const sections = { acts, delivery, nothing, people, person, personParts, signInWays };

export async function loader({ context, request, params }: LoaderFunctionArgs) {
  const { workspace, member, base } = insideOf(context, request);
  const person = await personOf(context, params.membershipId);
  const { policies } = workspace;
  return {
    base,
    workspace: workspace.name,
    person,
    withUnits: policies["units.enabled"],
    opens: {
      units: member.may.includes("unit.manage") || member.roles.includes("unit_manager"),
      courses: member.mayInPart.includes("course.view"),
    },
    deletes: policies["lifecycle.remove"] === "delete",
    rotates: policies["resend.token"] === "rotate",
    takesMessage: policies["resend.message"],
  };
}

/** What the buttons of lists and of this page ask for; each is named after its act and carries the invitation. */
export async function action({ context, request, params }: ActionFunctionArgs) {
  const manage = manageOf(context);
  const { base } = insideOf(context, request);
  const form = await request.formData();
  const { attempt, useCases } = context;
  const personId = params.membershipId ?? "";
  const here = `${base}/people/${personId}`;
  const text = (name: string) => String(form.get(name) ?? "");
  const back = (flash: Flash) => redirectWithFlash(context, returnTo(form, base, here), flash);

  if (form.has("copy")) {
    const copied = await attempt(() => useCases.copyInvitationLink({ invitationId: text("copy") }));
    if (copied.ok) return { link: copied.value.url };
    return data({ link: null, error: errorText(manage, copied.error) }, { status: copied.error.status });
  }
  if (form.has("undo")) {
    const undone = await attempt(() => useCases.undoSend({ invitationId: text("undo"), op: text("op") }));
    if (!undone.ok) return back({ kind: "error", text: errorText(manage, undone.error), personId });
    const { outcome, email } = undone.value;
    return redirectWithFlash(context, `${base}/people`, { kind: outcome, who: email });
  }
  if (form.has("resend") || form.has("remind")) {
    const message = text("message");
    const reminds = form.has("remind");
    const invitationId = text(reminds ? "remind" : "resend");
    const mail = { invitationId, ...(message && { message }) };
    const sent = await attempt(() =>
      reminds ? useCases.remindInvitation(mail) : useCases.resendInvitation(mail),
    );
    if (!sent.ok) return back({ kind: "error", text: errorText(manage, sent.error), personId });
    const { invitation, undo } = sent.value;
    return back({
      kind: reminds ? "reminded" : "resent",
      who: invitation.email,
      personId,
      undo: undo ? { invitationId: invitation.id, ...undo } : undefined,
    });
  }
  throw new Response(null, { status: 400 });
}

type Loaded = ReturnType<typeof useLoaderData<typeof loader>>;

export const meta: MetaFunction<typeof loader> = ({ data: found, matches }) => {
  const manage = manageOfPage(matches, sections);
  return [{ title: `${found ? titleOf(found.person) : manage.people.title} · ${found?.workspace ?? ""}` }];
};

function titleOf({
  firstName,
  lastName,
  email,
  username,
}: Pick<Loaded["person"], "firstName" | "lastName" | "email" | "username">): string {
  return `${firstName} ${lastName}`.trim() || email || (username ?? "");
}

function Facts({ person }: Pick<Loaded, "person">) {
  const manage = useManage(sections);
  const roleWords = useRoleWords();
  const { facts } = manage.person;
  const joined = ["active", "deactivated", "unproved"].includes(person.status);
  const items: (Definition | false)[] = [
    {
      term: facts.status,
      value: (
        <PersonStatus
          status={person.status}
          delivery={person.delivery}
          until={person.unproved?.until}
          seatWaitSince={person.invitation?.seatWaitSince ?? null}
          accessEnded={person.accessEnded}
        />
      ),
    },
    {
      term: facts.email,
      value: person.unproved
        ? manage.people.saysToBe({ address: person.unproved.address })
        : (person.email ?? manage.nothing),
    },
    person.username !== null && { term: manage.signInWays.facts.username, value: person.username },
    person.notifyEmail !== null && { term: manage.signInWays.facts.told, value: person.notifyEmail },
    {
      term: facts.roles,
      value: (
        <span className="flex flex-wrap gap-1">
          {person.roles.map(({ role, place, unitId, groupId }) => (
            <Chip key={`${role}${unitId ?? groupId ?? ""}`} title={roleWords(role).may}>
              {place
                ? manage.personParts.roleAt({ role: roleWords(role).name, place })
                : roleWords(role).name}
            </Chip>
          ))}
        </span>
      ),
    },
    { term: facts.language, value: languageNames[person.language as Language] ?? person.language },
    joined &&
      person.joinedAt !== null && { term: facts.joined, value: <Time at={person.joinedAt} show="exact" /> },
    joined && {
      term: facts.seen,
      value: person.lastSeenAt ? <Time at={person.lastSeenAt} /> : manage.person.neverSeen,
    },
  ];
  return <DefinitionList items={items.filter((item) => item !== false)} />;
}

function InvitationPart({
  person,
  base,
  rotates,
  takesMessage,
}: Pick<Loaded, "person" | "base" | "rotates" | "takesMessage">) {
  const manage = useManage(sections);
  const answer = useActionData() as { link: string | null; error?: string } | undefined;
  const busy = useNavigation().formData?.has("resend") ?? false;
  const { invitation, may } = person;
  if (!invitation) return null;
  const words = manage.person;
  const { facts } = words;
  const open = invitation.status === "pending";
  const here = `${base}/people/${person.id}`;
  const state = manage.delivery[invitation.delivery as DeliveryKey];
  const bad = wentWrong(manage, invitation.delivery);
  const never = invitation.delivery === "prepared";
  const items: (Definition | false)[] = [
    state && {
      term: facts.delivery,
      value: (
        <>
          {state.label}
          {invitation.deliveryDetail && <span className="text-muted"> · {invitation.deliveryDetail}</span>}
          {(open || bad) && <p className={bad ? "text-danger" : "text-muted"}>{state.remedy}</p>}
        </>
      ),
    },
    {
      term: facts.sent,
      value: invitation.sentAt ? <Time at={invitation.sentAt} show="exact" /> : manage.people.notSent,
    },
    (open || invitation.status === "expired") && {
      term: facts.expires,
      value: invitation.expiresAt ? <Time at={invitation.expiresAt} show="exact" /> : manage.people.noEnd,
    },
    open && {
      term: facts.reminders,
      value:
        invitation.reminders.length > 0 ? (
          <ul>
            {invitation.reminders.map((at) => (
              <li key={at}>
                <Time at={at} show="exact" />
              </li>
            ))}
          </ul>
        ) : (
          words.noReminders
        ),
    },
    {
      term: facts.inviter,
      value: person.registered ? manage.people.registered : invitation.inviter.name,
    },
    invitation.note !== null && {
      term: facts.note,
      value: <span className="whitespace-pre-line">{invitation.note}</span>,
    },
    open && { term: facts.tell, value: invitation.tellInviter ? words.tellYes : words.tellNo },
  ];
  return (
    <Section
      title={words.invitation}
      actions={
        <>
          {may.edit && (
            <LinkButton to={`${here}/edit`} size="small">
              {manage.acts.edit}
            </LinkButton>
          )}
          {may.cancel && (
            <LinkButton to={`${here}/cancel`} size="small">
              {manage.acts.cancel}
            </LinkButton>
          )}
        </>
      }
    >
      <DefinitionList items={items.filter((item) => item !== false && Boolean(item)) as Definition[]} />
      {answer?.error && <Notice tone="error" title={answer.error} />}
      {answer?.link ? (
        <div className="max-w-xl">
          <CopyField name="link" label={words.linkLabel} hint={words.linkHint} value={answer.link} />
        </div>
      ) : (
        may.copyLink && (
          <Form method="post" preventScrollReset>
            <Button type="submit" name="copy" value={invitation.id}>
              {words.linkShow}
            </Button>
          </Form>
        )
      )}
      {may.resend && (
        <Form method="post" className="grid max-w-xl gap-3">
          {takesMessage && !never && (
            <details>
              <summary className="link w-fit">{words.addMessage}</summary>
              <div className="pt-3">
                <TextArea
                  name="message"
                  label={words.resendMessage}
                  hint={words.resendMessageHint}
                  maxLength={1000}
                  rows={3}
                />
              </div>
            </details>
          )}
          <div className="flex flex-wrap items-center gap-3">
            <Button type="submit" variant="primary" name="resend" value={invitation.id} pending={busy}>
              {never ? manage.acts.send : manage.acts.resend}
            </Button>
            {may.remind && (
              <Button type="submit" name="remind" value={invitation.id} disabled={busy}>
                {manage.acts.remind}
              </Button>
            )}
          </div>
          {!never && (
            <p className="text-muted">
              {rotates ? words.resendRotate : words.resendKeep} {may.remind && words.remindHint}
            </p>
          )}
        </Form>
      )}
    </Section>
  );
}

function MembershipPart({ person, base, deletes }: Pick<Loaded, "person" | "base" | "deletes">) {
  const manage = useManage(sections);
  const { may, status, isLastAdmin, isYou } = person;
  const here = `${base}/people/${person.id}`;
  const joined = ["active", "deactivated", "unproved"].includes(status);
  const any = may.changeNames || may.changeRoles || may.deactivate || may.reactivate || may.remove;
  if (!joined || (!any && !isLastAdmin)) return null;
  return (
    <Section title={manage.person.membership}>
      {isLastAdmin && <Notice tone="info" title={manage.person.lastAdmin} />}
      {isYou && <p className="text-muted">{manage.person.you}</p>}
      <div className="flex flex-wrap gap-2">
        {may.changeNames && <LinkButton to={`${here}/names`}>{manage.acts.changeNames}</LinkButton>}
        {(may.changeNames || may.changeUsername || may.makeCard) && (
          <LinkButton to={`${here}/sign-in`}>{manage.signInWays.link}</LinkButton>
        )}
        {may.changeRoles && <LinkButton to={`${here}/roles`}>{manage.acts.changeRoles}</LinkButton>}
        {may.deactivate && <LinkButton to={`${here}/deactivate`}>{manage.acts.deactivate} …</LinkButton>}
        {may.reactivate && <LinkButton to={`${here}/reactivate`}>{manage.acts.reactivate} …</LinkButton>}
        {may.remove && (
          <LinkButton to={`${here}/remove`}>
            {deletes ? manage.acts.deleteUser : manage.acts.remove} …
          </LinkButton>
        )}
      </div>
    </Section>
  );
}

export default function PersonPage() {
  const manage = useManage(sections);
  const { base, person, deletes, rotates, takesMessage, withUnits, opens } = useLoaderData<typeof loader>();
  const title = titleOf(person);
  return (
    <>
      <PageHeader
        title={title}
        description={title === person.email ? undefined : person.email}
        back={
          <Link to={`${base}/people`} className="link">
            {manage.acts.back}
          </Link>
        }
      />
      {person.unproved && (
        <Notice tone="warn" title={manage.person.unproved.title}>
          {manage.person.unproved.what}
        </Notice>
      )}
      <Facts person={person} />
      {person.status !== "active" && person.status !== "deactivated" && person.status !== "unproved" && (
        <InvitationPart person={person} base={base} rotates={rotates} takesMessage={takesMessage} />
      )}
      <MembershipPart person={person} base={base} deletes={deletes} />
      <PlacesPart person={person} base={base} withUnits={withUnits} opens={opens} />
      <AboutPart person={person} base={base} />
      <LearningParts person={person} base={base} opens={opens} />
      <AccessPart person={person} base={base} />
      <DataPart person={person} base={base} />
      <Section title={manage.person.history} id="history">
        <History entries={person.timeline} />
      </Section>
    </>
  );
}
