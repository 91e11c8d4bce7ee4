import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { Form, Link, useLoaderData } from "@remix-run/react";
import { Learner } from "../components/courses/course-learners";
import { SessionState } from "../components/courses/course-sessions";
import { PeopleFinder } from "../components/courses/people-finder";
import { PartLine } from "../components/part-line";
import { Button, LinkButton } from "../components/ui/button";
import { DefinitionList } from "../components/ui/definition-list";
import { EmptyState } from "../components/ui/empty-state";
import { PageHeader } from "../components/ui/page-header";
import { Section } from "../components/ui/section";
import { Cell, HeadCell, Row, Table, TableHead } from "../components/ui/table";
import { Time } from "../components/ui/time";
import { VisuallyHidden } from "../components/ui/visually-hidden";
import { useManage } from "../manage-words";
import { manageOf } from "../manage-words.server";
import { sessions } from "../messages/manage/en/courses";
import { invite } from "../messages/manage/en/invite";
import { posted } from "../posted";
import { TimeZoneProvider, useRequest } from "../request";
import { findPeople, found, insideCourses, sessionOf } from "./manage.courses.server";
import { errorText, redirectWithFlash } from "./manage.guard.server";

const sections = { invite, sessions };

export async function loader({ context, request, params }: LoaderFunctionArgs) {
  const inside = insideCourses(context, request);
  const { workspace, member, base } = inside;
  const sees = member.mayInPart;
  const cursor = new URL(request.url).searchParams.get("cursor");
  const sessionId = params.sessionId ?? "";
  const [view, attendees, people] = await Promise.all([
    sessionOf(context, sessionId),
    sees.includes("progress.view") || sees.includes("course.create")
      ? context.attempt(() =>
          context.useCases.listAttendees(posted({ sessionId, ...(cursor && { cursor }) })),
        )
      : null,
    findPeople(context, inside, request),
  ]);
  return {
    base,
    here: `${base}/sessions/${view.session.id}`,
    workspace: workspace.name,
    ...view,
    attendees: attendees && found(attendees),
    cursor,
    people,
    invites:
      sees.includes("session.invite") &&
      workspace.policies["from_session.enabled"] &&
      view.session.canceledAt === null &&
      view.session.startsAt > context.now,
    finds: view.may.addPeople && sees.includes("people.view"),
  };
}

const kinds = { add: "attends", remove: "attendsNot", teach: "teaches", unteach: "teachesNot" } as const;

export async function action({ context, request, params }: ActionFunctionArgs) {
  const manage = manageOf(context);
  const { base } = insideCourses(context, request);
  const form = await request.formData();
  const text = (name: string) => String(form.get(name) ?? "");
  const sessionId = params.sessionId ?? "";
  const membershipId = text("membershipId");
  const { useCases } = context;
  const acts: Record<keyof typeof kinds, () => Promise<unknown>> = {
    add: () => useCases.addAttendee({ sessionId, membershipId }),
    remove: () => useCases.removeAttendee({ sessionId, membershipId }),
    teach: () => teach((ids) => [...ids, membershipId]),
    unteach: () => teach((ids) => ids.filter((id) => id !== membershipId)),
  };
  async function teach(change: (ids: string[]) => string[]) {
    const { session } = await useCases.viewCourseSession({ sessionId });
    const instructorIds = change(session.instructors.map(({ id }) => id));
    return useCases.changeCourseSession({ sessionId, instructorIds });
  }
  const intent = text("intent") as keyof typeof kinds;
  const act = Object.hasOwn(acts, intent) ? acts[intent] : null;
  if (!act) throw new Response(null, { status: 400 });
  const done = await context.attempt(act);
  return redirectWithFlash(
    context,
    `${base}/sessions/${sessionId}`,
    done.ok
      ? { kind: kinds[intent], who: text("who") }
      : { kind: "error", text: errorText(manage, done.error) },
  );
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data ? `${data.session.title} · ${data.workspace}` : "" },
];

type Page = ReturnType<typeof useLoaderData<typeof loader>>;

function Attendees({
  base,
  attendees,
  removes,
}: {
  base: string;
  attendees: NonNullable<Page["attendees"]>["attendees"];
  removes: boolean;
}) {
  const manage = useManage(sections);
  const { attendee: columns, ...words } = manage.sessions;
  return (
    <Table caption={words.attendeesCaption}>
      <TableHead>
        <HeadCell>{columns.name}</HeadCell>
        <HeadCell>{columns.origin}</HeadCell>
        <HeadCell>{columns.told}</HeadCell>
        <HeadCell>
          <VisuallyHidden>{columns.acts}</VisuallyHidden>
        </HeadCell>
      </TableHead>
      <tbody>
        {attendees.map((attendee) => {
          const name = `${attendee.firstName} ${attendee.lastName}`.trim() || attendee.email || "–";
          return (
            <Row key={attendee.id}>
              <Cell>
                <Learner base={base} person={{ ...attendee, name }}>
                  {attendee.status !== "active" && ` (${words[attendee.status]})`}
                </Learner>
              </Cell>
              <Cell label={columns.origin}>{words.origin[attendee.origin]}</Cell>
              <Cell label={columns.told}>
                {attendee.toldAt ? (
                  <Time at={attendee.toldAt} />
                ) : (
                  <span className="text-muted">{words.untold}</span>
                )}
              </Cell>
              <Cell part="menu">
                {removes && (
                  <Form method="post" preventScrollReset>
                    <input type="hidden" name="membershipId" value={attendee.id} />
                    <input type="hidden" name="who" value={name} />
                    <Button
                      type="submit"
                      name="intent"
                      value="remove"
                      size="small"
                      variant="quiet"
                      className="whitespace-nowrap"
                    >
                      {words.remove}
                      <VisuallyHidden> {name}</VisuallyHidden>
                    </Button>
                  </Form>
                )}
              </Cell>
            </Row>
          );
        })}
      </tbody>
    </Table>
  );
}

export default function SessionPage() {
  const manage = useManage(sections);
  const page = useLoaderData<typeof loader>();
  const { base, here, session, may, attendees } = page;
  const { language } = useRequest();
  const words = manage.sessions;
  const number = new Intl.NumberFormat(language);
  const taken = number.format(session.taken);
  const { nextCursor = null } = attendees ?? {};
  return (
    <>
      <PageHeader
        title={session.title}
        description={<SessionState session={session} />}
        back={
          <Link to={`${base}/courses/${session.courseId}?tab=sessions`} className="link">
            {session.courseTitle}
          </Link>
        }
        actions={
          <>
            {page.invites && <LinkButton to={`${here}/invite`}>{manage.invite.fromSession.link}</LinkButton>}
            {may.edit && <LinkButton to={`${here}/edit`}>{words.edit}</LinkButton>}
          </>
        }
      />
      <DefinitionList
        items={[
          {
            term: words.facts.when,
            value: (
              <TimeZoneProvider zone={session.timeZone}>
                <Time at={session.startsAt} until={session.endsAt} show="exact" />
              </TimeZoneProvider>
            ),
          },
          ...(session.place ? [{ term: words.facts.place, value: session.place }] : []),
          ...(session.link
            ? [
                {
                  term: words.facts.link,
                  value: (
                    <a href={session.link} rel="noreferrer" className="link wrap-anywhere">
                      {session.link}
                    </a>
                  ),
                },
              ]
            : []),
          {
            term: words.facts.seats,
            value:
              session.seats === null
                ? words.noSeats
                : words.taken({ taken, seats: number.format(session.seats) }),
          },
          ...(session.group
            ? [
                {
                  term: words.facts.group,
                  value: (
                    <Link to={`${base}/groups/${session.group.id}`} className="link">
                      {session.group.name}
                    </Link>
                  ),
                },
              ]
            : []),
          {
            term: words.facts.instructors,
            value:
              session.instructors.length === 0 ? (
                words.nobody
              ) : (
                <ul className="grid gap-1">
                  {session.instructors.map((person) => (
                    <li key={person.id} className="flex flex-wrap items-center gap-2">
                      {person.name}
                      {may.edit && (
                        <Form method="post" preventScrollReset>
                          <input type="hidden" name="membershipId" value={person.id} />
                          <input type="hidden" name="who" value={person.name} />
                          <Button type="submit" name="intent" value="unteach" size="small" variant="quiet">
                            {words.remove}
                            <VisuallyHidden> {person.name}</VisuallyHidden>
                          </Button>
                        </Form>
                      )}
                    </li>
                  ))}
                </ul>
              ),
          },
        ]}
      />
      {attendees && (
        <Section title={words.attendees}>
          <PartLine />
          {attendees.attendees.length > 0 ? (
            <Attendees base={base} attendees={attendees.attendees} removes={may.addPeople} />
          ) : (
            <EmptyState title={words.attendeesEmpty}>{words.attendeesEmptyHelp}</EmptyState>
          )}
          {nextCursor && (
            <div>
              <LinkButton to={`${here}?cursor=${nextCursor}`}>{words.next}</LinkButton>
            </div>
          )}
        </Section>
      )}
      {page.finds && (
        <PeopleFinder
          title={words.add}
          label={words.addSearch}
          act={words.addOne}
          besides={may.edit ? { intent: "teach", label: words.teach } : undefined}
          {...page.people}
        />
      )}
    </>
  );
}
