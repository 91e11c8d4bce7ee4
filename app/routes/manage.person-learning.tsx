import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { redirect } from "@remix-run/cloudflare";
import { Form, Link, useLoaderData, useNavigation } from "@remix-run/react";
import { useEffect, useState } from "react";
import type { Flash } from "../components/people/flash";
import { Button } from "../components/ui/button";
import { PageHeader } from "../components/ui/page-header";
import { Picker, type PickerOption, type PickerPage } from "../components/ui/picker";
import { Section } from "../components/ui/section";
import { Cell, HeadCell, Row, Table, TableHead } from "../components/ui/table";
import { Time } from "../components/ui/time";
import { VisuallyHidden } from "../components/ui/visually-hidden";
import { manageOfPage, useManage } from "../manage-words";
import { manageOf } from "../manage-words.server";
import { courses } from "../messages/manage/en/courses";
import { personParts } from "../messages/manage/en/fields";
import { invite } from "../messages/manage/en/invite";
import { acts } from "../messages/manage/en/people";
import { errorText, insideOf, redirectWithFlash } from "./manage.guard.server";
import { pickerPage } from "./manage.offer.server";
import { personOf, whoIs } from "./manage.person.server";

const sections = { acts, courses, invite, personParts };

/** The courses that nobody has to be enrolled in again. */
function openCourses(courses: readonly { courseId: string; status: string }[]): string[] {
  return courses.flatMap(({ courseId, status }) => (status === "withdrawn" ? [] : [courseId]));
}

const nothing: PickerPage = { options: [], nextCursor: null };

export async function loader({ context, request, params }: LoaderFunctionArgs) {
  const { workspace, base } = insideOf(context, request);
  const choices = async (kind: "course" | "session") => {
    const found = await context.attempt(() => context.useCases.findForPeopleJob({ action: "enrol", kind }));
    return found.ok ? pickerPage(found.value) : nothing;
  };
  const [person, course, session] = await Promise.all([
    personOf(context, params.membershipId),
    choices("course"),
    choices("session"),
  ]);
  const here = `${base}/people/${person.id}`;
  if (!person.may.enrol) throw redirect(here);
  const { courses, sessions } = person;
  const open = new Set(openCourses(courses ?? []));
  const attended = new Set((sessions ?? []).map(({ id }) => id));
  const left = (page: PickerPage, taken: ReadonlySet<string>) => ({
    ...page,
    options: page.options.filter(({ id }) => !taken.has(id)),
  });
  return {
    workspace: workspace.name,
    here,
    who: whoIs(person),
    /** Whoever has not joined, or is deactivated, is enrolled in nothing. */
    isActive: person.status === "active",
    source: `${base}/people/bulk/choices?act=enrol`,
    pages: { course: left(course, open), session: left(session, attended) },
    courses: courses ?? [],
    sessions: (sessions ?? []).map((one) => ({ ...one, isToCome: one.startsAt > context.now })),
  };
}

const kinds = {
  enrol: "enrolled",
  complete: "completed",
  withdraw: "withdrew",
  reopen: "reopened",
  place: "attends",
  unplace: "attendsNot",
} as const;

export async function action({ context, request, params }: ActionFunctionArgs) {
  const manage = manageOf(context);
  const { base } = insideOf(context, request);
  const { useCases } = context;
  const membershipId = params.membershipId ?? "";
  const form = await request.formData();
  const text = (name: string) => String(form.get(name) ?? "");
  const enrolmentId = text("enrolmentId");
  const acts: Record<keyof typeof kinds, () => Promise<unknown>> = {
    enrol: () => useCases.enrolMember({ membershipId, courseId: text("courseId") }),
    complete: () => useCases.completeEnrolment({ enrolmentId }),
    withdraw: () => useCases.withdrawEnrolment({ enrolmentId }),
    reopen: () => useCases.reopenEnrolment({ enrolmentId }),
    place: () => useCases.addAttendee({ membershipId, sessionId: text("sessionId") }),
    unplace: () => useCases.removeAttendee({ membershipId, sessionId: text("sessionId") }),
  };
  const intent = text("intent") as keyof typeof kinds;
  const act = Object.hasOwn(acts, intent) ? acts[intent] : null;
  if (!act) throw new Response(null, { status: 400 });
  const back = (flash: Flash) => redirectWithFlash(context, `${base}/people/${membershipId}/learning`, flash);
  const { add } = manage.personParts;
  if (intent === "enrol" && !text("courseId")) return back({ kind: "error", text: add.course.missing });
  if (intent === "place" && !text("sessionId")) return back({ kind: "error", text: add.session.missing });
  const done = await context.attempt(act);
  return back(
    done.ok
      ? { kind: kinds[intent], who: text("who") }
      : { kind: "error", text: errorText(manage, done.error) },
  );
}

export const meta: MetaFunction<typeof loader> = ({ data: found, matches }) => {
  const manage = manageOfPage(matches, sections);
  return [
    { title: found ? `${manage.personParts.learningTitle({ who: found.who })} · ${found.workspace}` : "" },
  ];
};

type Loaded = ReturnType<typeof useLoaderData<typeof loader>>;

/** One more course, or one more place: found by a search, or without scripts in a list. */
function AddForm({ data, kind }: { data: Loaded; kind: "course" | "session" }) {
  const { who, source, pages, courses, sessions } = data;
  const manage = useManage(sections);
  const words = manage.personParts.add[kind];
  const { offer } = manage.invite;
  const [picked, setPicked] = useState<readonly PickerOption[]>([]);
  const page = pages[kind];
  // What was added is no choice any more.
  useEffect(() => {
    const taken = new Set(kind === "course" ? openCourses(courses) : sessions.map(({ id }) => id));
    setPicked((now) => now.filter(({ id }) => !taken.has(id)));
  }, [kind, courses, sessions]);
  const busy = useNavigation().state === "submitting";
  return (
    <Form method="post" className="grid max-w-xl gap-3" preventScrollReset>
      <input type="hidden" name="who" value={who} />
      <Picker
        name={kind === "course" ? "courseId" : "sessionId"}
        words={{ ...offer.picker, ...words }}
        several={false}
        page={page}
        picked={picked}
        onPick={setPicked}
        source={`${source}&kind=${kind}`}
        required
      />
      <div>
        <Button type="submit" name="intent" value={kind === "course" ? "enrol" : "place"} pending={busy}>
          {words.submit}
        </Button>
      </div>
    </Form>
  );
}

function Courses({ data: { who, courses } }: { data: Loaded }) {
  const manage = useManage(sections);
  const words = manage.personParts;
  const acts = { active: ["complete", "withdraw"], withdrawn: ["reopen"], completed: [] } as const;
  return (
    <Table caption={words.courses}>
      <TableHead>
        <HeadCell>{words.course}</HeadCell>
        <HeadCell>{words.state}</HeadCell>
        <HeadCell>{words.progress}</HeadCell>
        <HeadCell>
          <VisuallyHidden>{words.acts}</VisuallyHidden>
        </HeadCell>
      </TableHead>
      <tbody>
        {courses.map((course) => (
          <Row key={course.id}>
            <Cell>
              <span className="font-medium wrap-anywhere">{course.courseTitle}</span>
            </Cell>
            <Cell label={words.state}>{words.courseStates[course.status]}</Cell>
            <Cell label={words.progress}>
              <span className="tabular-nums">{words.percent({ percent: course.progress })}</span>
            </Cell>
            <Cell label={words.acts}>
              <Form method="post" className="flex flex-wrap gap-2 sm:flex-nowrap" preventScrollReset>
                <input type="hidden" name="who" value={who} />
                <input type="hidden" name="enrolmentId" value={course.id} />
                {acts[course.status].map((act) => (
                  <Button key={act} type="submit" name="intent" value={act} size="small">
                    {manage.courses[act]}
                    <VisuallyHidden> {course.courseTitle}</VisuallyHidden>
                  </Button>
                ))}
              </Form>
            </Cell>
          </Row>
        ))}
      </tbody>
    </Table>
  );
}

function Sessions({ data: { who, sessions } }: { data: Loaded }) {
  const words = useManage(sections).personParts;
  return (
    <Table caption={words.sessions}>
      <TableHead>
        <HeadCell>{words.session}</HeadCell>
        <HeadCell>{words.course}</HeadCell>
        <HeadCell>{words.when}</HeadCell>
        <HeadCell>
          <VisuallyHidden>{words.acts}</VisuallyHidden>
        </HeadCell>
      </TableHead>
      <tbody>
        {sessions.map((session) => (
          <Row key={session.id}>
            <Cell>
              <span className="font-medium wrap-anywhere">{session.title}</span>
            </Cell>
            <Cell label={words.course}>{session.courseTitle}</Cell>
            <Cell label={words.when}>
              <Time at={session.startsAt} show="exact" />
            </Cell>
            <Cell label={words.acts}>
              {session.isToCome && (
                <Form method="post" preventScrollReset>
                  <input type="hidden" name="who" value={who} />
                  <input type="hidden" name="sessionId" value={session.id} />
                  <Button
                    type="submit"
                    name="intent"
                    value="unplace"
                    size="small"
                    className="whitespace-nowrap"
                  >
                    {words.unplace}
                    <VisuallyHidden> {session.title}</VisuallyHidden>
                  </Button>
                </Form>
              )}
            </Cell>
          </Row>
        ))}
      </tbody>
    </Table>
  );
}

/** The courses and sessions of one person (screen 6). */
export default function PersonLearning() {
  const manage = useManage(sections);
  const data = useLoaderData<typeof loader>();
  const { here, who, isActive, courses, sessions } = data;
  const words = manage.personParts;
  return (
    <>
      <PageHeader
        title={words.learningTitle({ who })}
        description={isActive ? words.learningLead : words.learningClosed}
        back={
          <Link to={here} className="link">
            {manage.acts.backTo({ name: who })}
          </Link>
        }
      />
      <Section title={words.courses} plain>
        {courses.length > 0 ? <Courses data={data} /> : <p className="text-muted">{words.noCourses}</p>}
        {isActive && <AddForm data={data} kind="course" />}
      </Section>
      <Section title={words.sessions}>
        {sessions.length > 0 ? <Sessions data={data} /> : <p className="text-muted">{words.noSessions}</p>}
        {isActive && <AddForm data={data} kind="session" />}
      </Section>
    </>
  );
}
