import clsx from "clsx";
import type { OwnSession } from "../../../worker/domain/learning/own-session";
import { TimeZoneProvider, useNow, useRequest, useWords } from "../../request";
import { LinkButton } from "../ui/button";
import { Time } from "../ui/time";
import { VisuallyHidden } from "../ui/visually-hidden";
import { durationText } from "./duration";

const minute = 60_000;

/** Sessions of the reader, each with when, where and how to get there. */
export function OwnSessions({
  base,
  sessions,
  withCourse,
}: {
  base: string;
  sessions: readonly OwnSession[];
  /** Names the course too: where sessions of several stand together. */
  withCourse?: boolean;
}) {
  return (
    <ul className="grid gap-3">
      {sessions.map((session) => (
        <li key={session.id}>
          <OwnSessionCard base={base} session={session} withCourse={withCourse} />
        </li>
      ))}
    </ul>
  );
}

function OwnSessionCard({
  base,
  session,
  withCourse,
}: {
  base: string;
  session: OwnSession;
  withCourse?: boolean;
}) {
  const { learn } = useWords();
  const { language } = useRequest();
  const now = useNow();
  const { title, startsAt, endsAt, place, link, instructors, canceledAt } = session;
  const course = `${base}/learn/courses/${session.courseId}`;
  const over = endsAt <= now;
  const coming = !over && canceledAt === null;
  return (
    <TimeZoneProvider zone={session.timeZone}>
      <div
        className={clsx(
          "grid gap-x-4 gap-y-3 rounded-lg border border-line p-4 sm:grid-cols-[minmax(0,1fr)_auto]",
          coming ? "bg-surface" : "text-muted",
        )}
      >
        <div className="grid content-start gap-1">
          <p className="font-semibold">{title}</p>
          {withCourse && (
            <p>
              <a href={course} className="link">
                {session.courseTitle}
              </a>
            </p>
          )}
          <p>
            <Time at={startsAt} show="exact" />
            <span className="text-muted">
              {" · "}
              {learn.lasts({ duration: durationText(language, Math.round((endsAt - startsAt) / minute)) })}
            </span>
          </p>
          {place && <p>{place}</p>}
          {instructors.length > 0 && (
            <p className="text-muted">
              {learn.withPeople({ names: new Intl.ListFormat(language).format(instructors) })}
            </p>
          )}
          {canceledAt !== null && <p className="font-medium text-danger">{learn.canceled}</p>}
        </div>
        <div className="flex flex-wrap items-start gap-2 sm:max-w-56 sm:justify-end">
          <span className="rounded-full bg-accent-soft px-3 py-1 text-base font-medium text-ink">
            {coming ? <Time at={startsAt} show="relative" /> : over ? learn.over : learn.canceled}
          </span>
          {coming && (
            <div className="flex w-full flex-wrap gap-2 sm:justify-end">
              {link && (
                <a href={link} rel="noreferrer" className="link flex min-h-11 items-center">
                  {learn.join}
                  <VisuallyHidden>: {title}</VisuallyHidden>
                </a>
              )}
              <LinkButton to={`${course}/sessions/${session.id}.ics`} reloadDocument>
                {learn.calendar}
                <VisuallyHidden>: {title}</VisuallyHidden>
              </LinkButton>
            </div>
          )}
        </div>
      </div>
    </TimeZoneProvider>
  );
}
