import type { LoaderFunctionArgs } from "@remix-run/cloudflare";
import { useLoaderData } from "@remix-run/react";
import { LearnFrame } from "../components/learn-frame";
import { OwnSessions } from "../components/learning/own-sessions";
import { ProgressRing, stageOf } from "../components/learning/progress";
import { LinkButton } from "../components/ui/button";
import { PageHeader } from "../components/ui/page-header";
import { Rich } from "../components/ui/rich";
import { Section } from "../components/ui/section";
import { Time } from "../components/ui/time";
import { learnFrame, requireMember, requireProvedAddress } from "../member";
import type { PageHandle } from "../page";
import { useWords } from "../request";
import { titled } from "../titles";

export const handle: PageHandle = { bare: true };
export const meta = titled;

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const who = requireMember(request, context, { learns: true });
  requireProvedAddress(who);
  const found = await context.attempt(() =>
    context.useCases.viewOwnCourse({ courseId: params.courseId ?? "" }),
  );
  if (!found.ok) throw new Response(null, { status: found.error.status === 422 ? 404 : found.error.status });
  const { course, sessions } = found.value;
  return { ...learnFrame(who), title: `${course.title} · ${who.workspace.name}`, course, sessions };
}

export default function LearnCourse() {
  const page = useLoaderData<typeof loader>();
  const { learn } = useWords();
  const { course, sessions } = page;
  const base = `/w/${page.workspace.slug}`;
  const certificate = course.certificateId && `${base}/learn/certificates/${course.certificateId}`;
  return (
    <LearnFrame frame={page}>
      <PageHeader
        title={course.title}
        description={course.summary}
        back={
          <a href={`${base}/learn`} className="link">
            {learn.backHome}
          </a>
        }
      />
      <div className="flex flex-wrap items-center gap-4 rounded-lg border border-line bg-surface p-4">
        <ProgressRing course={course.title} percent={course.progress} />
        <div className="grid min-w-0 grow basis-48 gap-1">
          <p className="font-semibold text-accent-text">{learn.stage[stageOf(course)]}</p>
          <p className="text-base text-muted">
            {course.completedAt ? (
              <Rich text={learn.completedOn} values={{ at: <Time at={course.completedAt} /> }} />
            ) : (
              learn.setBy
            )}
          </p>
        </div>
        {certificate && (
          <LinkButton to={certificate} variant="primary" size="large">
            {learn.certificateOpen}
          </LinkButton>
        )}
      </div>
      <Section plain title={learn.yourSessions}>
        {sessions.length > 0 ? (
          <OwnSessions base={base} sessions={sessions} />
        ) : (
          <p className="text-muted">{learn.noSessions}</p>
        )}
      </Section>
      {course.description && (
        <Section title={learn.about}>
          <p className="max-w-prose whitespace-pre-line">{course.description}</p>
        </Section>
      )}
    </LearnFrame>
  );
}
