import type { LoaderFunctionArgs } from "@remix-run/cloudflare";
import { useLoaderData } from "@remix-run/react";
import { LearnFrame } from "../components/learn-frame";
import { OwnSessions } from "../components/learning/own-sessions";
import { ProgressRing, stageOf } from "../components/learning/progress";
import { RoleList } from "../components/role-list";
import { LinkButton } from "../components/ui/button";
import { Day } from "../components/ui/day";
import { EmptyState } from "../components/ui/empty-state";
import { Notice } from "../components/ui/notice";
import { PageHeader } from "../components/ui/page-header";
import { Rich } from "../components/ui/rich";
import { Section } from "../components/ui/section";
import { Time } from "../components/ui/time";
import { learnFrame, requireMember, requireProvedAddress } from "../member";
import { messagesFor } from "../messages/all.server";
import type { PageHandle } from "../page";
import { useWords } from "../request";
import { titled } from "../titles";

export const handle: PageHandle = { bare: true };
export const meta = titled;

export async function loader({ request, context }: LoaderFunctionArgs) {
  const who = requireMember(request, context, { learns: true });
  requireProvedAddress(who);
  const { learn } = messagesFor(context);
  return {
    ...learnFrame(who),
    title: `${learn.title} · ${who.workspace.name}`,
    firstName: who.person.firstName,
    roles: who.member.roles,
    ...(await context.useCases.viewOwnLearning({})),
  };
}

type Page = ReturnType<typeof useLoaderData<typeof loader>>;

function Courses({ base, courses }: { base: string; courses: Page["courses"] }) {
  const { learn } = useWords();
  return (
    <ul className="grid gap-4 sm:grid-cols-2">
      {courses.map((course) => (
        <li
          key={course.id}
          className="relative flex gap-4 rounded-lg border border-line bg-surface p-4 hover:border-line-strong"
        >
          <ProgressRing course={course.title} percent={course.progress} />
          <div className="grid min-w-0 content-start gap-1">
            <h3 className="font-semibold">
              {/* The whole card is the link. */}
              <a
                href={`${base}/learn/courses/${course.id}`}
                className="after:absolute after:inset-0 after:rounded-lg focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-offset-2 focus-visible:after:outline-accent-text"
              >
                {course.title}
              </a>
            </h3>
            {course.summary && <p className="text-base text-muted">{course.summary}</p>}
            <p className="text-base font-medium text-accent-text">{learn.stage[stageOf(course)]}</p>
          </div>
        </li>
      ))}
    </ul>
  );
}

export default function Learn() {
  const page = useLoaderData<typeof loader>();
  const { learn, verify, catalog } = useWords();
  const { workspace, courses, sessions, certificates } = page;
  const base = `/w/${workspace.slug}`;
  const [next, ...later] = sessions;
  return (
    <LearnFrame frame={page}>
      <PageHeader
        title={learn.greeting({ name: page.firstName })}
        description={learn.lead({ workspace: workspace.name })}
        actions={
          page.manages && (
            <LinkButton to={base} size="large">
              {learn.switchToManage}
            </LinkButton>
          )
        }
      />
      {!page.addressProved && (
        <Notice tone="info" title={verify.notice}>
          <a className="link" href={`${base}/account/verify`}>
            {verify.askTitle}
          </a>
        </Notice>
      )}
      {page.accessEndsOn && (
        <p>
          <Rich text={learn.accessEndsOn} values={{ day: <Day day={page.accessEndsOn} /> }} />
        </p>
      )}
      {next && (
        <Section plain title={learn.nextUp}>
          <OwnSessions base={base} sessions={[next]} withCourse />
        </Section>
      )}
      {courses.length > 0 ? (
        <Section plain title={learn.yourCourses}>
          <Courses base={base} courses={courses} />
        </Section>
      ) : (
        <EmptyState
          title={learn.emptyTitle}
          actions={
            page.catalog && (
              <LinkButton to={`${base}/catalog`} size="large" variant="primary">
                {catalog.find}
              </LinkButton>
            )
          }
        >
          <p>{page.catalog ? learn.emptyCatalog : learn.empty}</p>
        </EmptyState>
      )}
      {later.length > 0 && (
        <Section title={learn.sessions}>
          <OwnSessions base={base} sessions={later} withCourse />
        </Section>
      )}
      {certificates.length > 0 && (
        <Section title={learn.certificates}>
          <ul className="grid gap-2">
            {certificates.map((certificate) => (
              <li key={certificate.id} className="flex flex-wrap items-baseline gap-x-3">
                <a href={`${base}/learn/certificates/${certificate.id}`} className="link py-2">
                  {certificate.courseTitle}
                </a>
                <span className="text-base text-muted">
                  <Rich text={learn.completedOn} values={{ at: <Time at={certificate.issuedAt} /> }} />
                </span>
              </li>
            ))}
          </ul>
        </Section>
      )}
      <RoleList roles={page.roles} />
    </LearnFrame>
  );
}
