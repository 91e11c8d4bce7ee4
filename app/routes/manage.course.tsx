import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { Link, useLoaderData } from "@remix-run/react";
import { languageName } from "../components/catalog/course-facts";
import { CourseLearners } from "../components/courses/course-learners";
import { CoursePlaces } from "../components/courses/course-places";
import { CourseSessions } from "../components/courses/course-sessions";
import { PeopleFinder } from "../components/courses/people-finder";
import { priceText } from "../components/courses/price";
import { durationText } from "../components/learning/duration";
import { LinkButton } from "../components/ui/button";
import { FilterChip } from "../components/ui/chip";
import { DefinitionList } from "../components/ui/definition-list";
import { PageHeader } from "../components/ui/page-header";
import { StatusBadge } from "../components/ui/status-badge";
import { Time } from "../components/ui/time";
import { useManage } from "../manage-words";
import { manageOf } from "../manage-words.server";
import { courses } from "../messages/manage/en/courses";
import { posted } from "../posted";
import { useRequest } from "../request";
import { courseOf, findPeople, found, insideCourses, placeChoices } from "./manage.courses.server";
import { errorText, redirectWithFlash } from "./manage.guard.server";

const sections = { courses };

const tabs = ["about", "sessions", "learners", "places"] as const;
const states = ["active", "completed", "withdrawn"] as const;

export async function loader({ context, request, params }: LoaderFunctionArgs) {
  const inside = insideCourses(context, request);
  const { workspace, base } = inside;
  const query = new URL(request.url).searchParams;
  const tab = tabs.find((known) => known === query.get("tab")) ?? "about";
  const state = states.find((known) => known === query.get("state")) ?? null;
  const cursor = query.get("cursor");
  const courseId = params.courseId ?? "";
  const sees = inside.member.mayInPart;
  const progress = sees.includes("progress.view") || sees.includes("course.create");
  const [view, learners, people, choices] = await Promise.all([
    courseOf(context, courseId),
    tab === "learners" && progress
      ? context.attempt(() =>
          context.useCases.listEnrolments(
            posted({ courseId, ...(state && { status: state }), ...(cursor && { cursor }) }),
          ),
        )
      : null,
    tab === "learners" ? findPeople(context, inside, request) : { q: "", people: null, more: false },
    tab === "places" ? placeChoices(context, inside) : { groups: [], units: [] },
  ]);
  return {
    base,
    here: `${base}/courses/${view.course.id}`,
    /** Where anybody sees it, if anybody does. */
    publicPage:
      workspace.policies["selfreg.mode"] === "catalog" &&
      view.course.visibility === "catalog" &&
      view.course.status === "published"
        ? `${base}/catalog/${view.course.id}`
        : null,
    workspace: workspace.name,
    tab,
    ...view,
    learners: learners && found(learners),
    state,
    cursor,
    people,
    finds: view.may.enrol && sees.includes("people.view"),
    seesPlaces: sees.includes("people.view"),
    choices,
  };
}

const kinds = {
  add: "enrolled",
  progress: "progressSet",
  complete: "completed",
  withdraw: "withdrew",
  reopen: "reopened",
  assign: "courseAssigned",
  unassign: "courseUnassigned",
} as const;

export async function action({ context, request, params }: ActionFunctionArgs) {
  const manage = manageOf(context);
  const { base } = insideCourses(context, request);
  const courseId = params.courseId ?? "";
  const { useCases } = context;
  const form = await request.formData();
  const text = (name: string) => String(form.get(name) ?? "");
  const enrolmentId = text("enrolmentId");
  const place = placeIn(text("place"));
  const acts: Record<keyof typeof kinds, () => Promise<unknown>> = {
    add: () => useCases.enrolMember({ courseId, membershipId: text("membershipId") }),
    progress: () => useCases.setProgress(posted({ enrolmentId, progress: Number(text("progress") || "x") })),
    complete: () => useCases.completeEnrolment({ enrolmentId }),
    withdraw: () => useCases.withdrawEnrolment({ enrolmentId }),
    reopen: () => useCases.reopenEnrolment({ enrolmentId }),
    assign: () => useCases.assignCourse(posted({ courseId, ...place })),
    unassign: () => useCases.unassignCourse(posted({ courseId, ...place })),
  };
  const intent = text("intent") as keyof typeof kinds;
  const act = Object.hasOwn(acts, intent) ? acts[intent] : null;
  if (!act) throw new Response(null, { status: 400 });
  const done = await context.attempt(act);
  const tab = intent === "assign" || intent === "unassign" ? "places" : "learners";
  const to = `${base}/courses/${courseId}?tab=${tab}`;
  if (!done.ok) return redirectWithFlash(context, to, { kind: "error", text: errorText(manage, done.error) });
  const { name, jobId } = done.value as { name?: string; jobId?: string | null };
  return redirectWithFlash(context, to, {
    kind: jobId ? "courseEnrolling" : kinds[intent],
    who: text("who") || name,
  });
}

/** `grp_...` or `unt_...` as the field that the use case knows. */
function placeIn(id: string): { groupId?: string; unitId?: string } {
  return id.startsWith("unt_") ? { unitId: id } : { groupId: id };
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data ? `${data.course.title} · ${data.workspace}` : "" },
];

export default function CoursePage() {
  const manage = useManage(sections);
  const page = useLoaderData<typeof loader>();
  const { base, here, tab, course, sessions, places, records, may } = page;
  const { language } = useRequest();
  const words = manage.courses;
  const number = new Intl.NumberFormat(language);
  const shown: [(typeof tabs)[number], string | undefined, boolean][] = [
    ["about", undefined, true],
    ["sessions", number.format(sessions.length), true],
    ["learners", records ? number.format(records.active + records.completed) : undefined, may.seeProgress],
    ["places", number.format(places.length), true],
  ];
  return (
    <>
      <PageHeader
        title={course.title}
        back={
          <Link to={`${base}/courses`} className="link">
            {words.back}
          </Link>
        }
        description={
          <>
            <StatusBadge tone={course.status === "published" ? "good" : "quiet"}>
              {words.status[course.status]}
            </StatusBadge>
            {course.summary && <p>{course.summary}</p>}
          </>
        }
        actions={may.edit && <LinkButton to={`${here}/edit`}>{words.edit}</LinkButton>}
      />
      <nav aria-label={words.tabs.label} className="flex flex-wrap gap-2">
        {shown.map(([name, count, visible]) =>
          visible ? (
            <FilterChip
              key={name}
              to={name === "about" ? here : `${here}?tab=${name}`}
              current={name === tab}
              count={count}
            >
              {words.tabs[name]}
            </FilterChip>
          ) : null,
        )}
      </nav>
      {tab === "about" && (
        <>
          <p className="max-w-prose whitespace-pre-line">{course.description || words.noDescription}</p>
          <DefinitionList
            items={[
              {
                term: words.facts.price,
                value: course.price ? priceText(course.price, language) : words.free,
              },
              ...(course.topic ? [{ term: words.facts.topic, value: course.topic }] : []),
              ...(course.language
                ? [{ term: words.facts.language, value: languageName(course.language, language) }]
                : []),
              ...(course.durationMinutes
                ? [
                    {
                      term: words.facts.length,
                      value: durationText(language, course.durationMinutes, { days: false }),
                    },
                  ]
                : []),
              {
                term: words.facts.visibility,
                value: (
                  <>
                    {words.visibility[course.visibility]}
                    {page.publicPage && (
                      <>
                        {" · "}
                        <a href={page.publicPage} className="link">
                          {words.publicLink}
                        </a>
                      </>
                    )}
                  </>
                ),
              },
              { term: words.facts.owner, value: course.owner?.name ?? words.noOwner },
              { term: words.facts.changed, value: <Time at={course.updatedAt} /> },
            ]}
          />
        </>
      )}
      {tab === "sessions" && (
        <CourseSessions base={base} here={here} sessions={sessions} create={may.addSession} />
      )}
      {tab === "learners" && page.learners && (
        <>
          <CourseLearners
            base={base}
            here={here}
            learners={page.learners}
            state={page.state}
            counts={records}
            cursor={page.cursor}
            manages={may.enrol || course.mayEdit}
          />
          {page.finds && course.status === "published" && (
            <PeopleFinder
              title={words.enrol}
              label={words.enrolSearch}
              act={words.enrolOne}
              tab="learners"
              {...page.people}
            />
          )}
        </>
      )}
      {tab === "places" && (
        <CoursePlaces
          base={page.seesPlaces ? base : null}
          places={places}
          choices={may.assign ? page.choices : null}
        />
      )}
    </>
  );
}
