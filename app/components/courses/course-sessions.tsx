import { Link } from "@remix-run/react";
import type { SessionView } from "../../../worker/domain/course-sessions/session-view";
import { useManage } from "../../manage-words";
import { courses, sessions } from "../../messages/manage/en/courses";
import { TimeZoneProvider, useNow, useRequest } from "../../request";
import { LinkButton } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { StatusBadge } from "../ui/status-badge";
import { Cell, HeadCell, Row, Table, TableHead } from "../ui/table";
import { Time } from "../ui/time";

const sections = { courses, sessions };

/** The sessions of a course: those to come first. */
export function CourseSessions({
  base,
  here,
  sessions,
  create,
}: {
  base: string;
  here: string;
  sessions: readonly SessionView[];
  create: boolean;
}) {
  const manage = useManage(sections);
  const { columns, ...words } = manage.sessions;
  const { language } = useRequest();
  const number = new Intl.NumberFormat(language);
  const button = create && (
    <LinkButton to={`${here}/sessions/new`} variant="primary">
      {words.create}
    </LinkButton>
  );
  if (sessions.length === 0) {
    return (
      <EmptyState title={manage.courses.sessionsEmpty} actions={button}>
        {manage.courses.sessionsEmptyHelp}
      </EmptyState>
    );
  }
  return (
    <>
      {button && <div>{button}</div>}
      <Table caption={words.caption}>
        <TableHead>
          <HeadCell>{columns.title}</HeadCell>
          <HeadCell>{columns.when}</HeadCell>
          <HeadCell>{columns.where}</HeadCell>
          <HeadCell>{columns.taken}</HeadCell>
          <HeadCell>{columns.state}</HeadCell>
        </TableHead>
        <tbody>
          {sessions.map((session) => (
            <Row key={session.id}>
              <Cell>
                <Link
                  to={`${base}/sessions/${session.id}`}
                  prefetch="intent"
                  className="font-medium hover:underline"
                >
                  {session.title}
                </Link>
              </Cell>
              <Cell label={columns.when}>
                <TimeZoneProvider zone={session.timeZone}>
                  <Time at={session.startsAt} show="exact" />
                </TimeZoneProvider>
              </Cell>
              <Cell label={columns.where}>{session.place ?? (session.link ? words.online : "–")}</Cell>
              <Cell label={columns.taken}>
                {session.seats === null
                  ? number.format(session.taken)
                  : words.taken({ taken: number.format(session.taken), seats: number.format(session.seats) })}
              </Cell>
              <Cell label={columns.state}>
                <SessionState session={session} />
              </Cell>
            </Row>
          ))}
        </tbody>
      </Table>
    </>
  );
}

/** To come, over or canceled. */
export function SessionState({ session }: { session: Pick<SessionView, "canceledAt" | "endsAt"> }) {
  const manage = useManage(sections);
  const { state } = manage.sessions;
  const now = useNow();
  if (session.canceledAt !== null) return <StatusBadge tone="bad">{state.canceled}</StatusBadge>;
  return session.endsAt > now ? (
    <StatusBadge tone="good">{state.coming}</StatusBadge>
  ) : (
    <StatusBadge tone="quiet">{state.over}</StatusBadge>
  );
}
