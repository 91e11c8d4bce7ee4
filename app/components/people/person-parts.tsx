import { Link } from "@remix-run/react";
import type { MemberPage } from "../../../worker/domain/members/view-member";
import { useManage } from "../../manage-words";
import { nothing } from "../../messages/manage/en/audit";
import { personParts } from "../../messages/manage/en/fields";
import { LinkButton } from "../ui/button";
import { Chip } from "../ui/chip";
import { Day } from "../ui/day";
import { type Definition, DefinitionList } from "../ui/definition-list";
import { Section } from "../ui/section";
import { Cell, HeadCell, Row, Table, TableHead } from "../ui/table";
import { Time } from "../ui/time";
import { VisuallyHidden } from "../ui/visually-hidden";
import { answerText } from "./answer-field";

const sections = { nothing, personParts };

/** Pages that the viewer may open from here. */
export interface Opens {
  units: boolean;
  courses: boolean;
}

type Place = { id: string; name: string; note?: string };

function PlaceLinks({
  places,
  address,
  none,
}: {
  places: readonly Place[];
  address: string | null;
  none: string;
}) {
  if (places.length === 0) return <span className="text-muted">{none}</span>;
  return (
    <ul className="grid gap-1">
      {places.map(({ id, name, note }) => (
        <li key={id} className="wrap-anywhere">
          {address ? (
            <Link to={`${address}/${id}`} className="link">
              {name}
            </Link>
          ) : (
            name
          )}
          {note && <span className="text-muted"> ({note})</span>}
        </li>
      ))}
    </ul>
  );
}

/** Where somebody is, and the way to change it. */
export function PlacesPart({
  person,
  base,
  withUnits,
  opens,
}: {
  person: Pick<MemberPage, "id" | "units" | "groups" | "elsewhereToo" | "may">;
  base: string;
  withUnits: boolean;
  opens: Opens;
}) {
  const manage = useManage(sections);
  const words = manage.personParts;
  const title = withUnits ? words.where : words.groups;
  const groups = person.groups.map(({ derived, ...group }) => ({
    ...group,
    note: derived ? words.derived : undefined,
  }));
  const items: (Definition | false)[] = [
    withUnits && {
      term: words.units,
      value: (
        <PlaceLinks
          places={person.units}
          address={opens.units ? `${base}/units` : null}
          none={person.elsewhereToo ? words.noneHere : words.noUnit}
        />
      ),
    },
    {
      term: words.groups,
      value: (
        <PlaceLinks
          places={groups}
          address={`${base}/groups`}
          none={person.elsewhereToo ? words.noneHere : words.noGroup}
        />
      ),
    },
  ];
  return (
    <Section
      title={title}
      description={person.elsewhereToo ? words.elsewhere : undefined}
      actions={
        person.may.place && (
          <LinkButton to={`${base}/people/${person.id}/places`} size="small">
            {words.change}
            <VisuallyHidden> {withUnits ? words.changedWhere : words.changedGroups}</VisuallyHidden>
          </LinkButton>
        )
      }
    >
      <DefinitionList items={items.filter((item) => item !== false)} />
    </Section>
  );
}

type Answer = MemberPage["answers"][number];

function AnswerValue({ answer }: { answer: Answer }) {
  const manage = useManage(sections);
  const words = manage.personParts;
  const { value, kind, retired } = answer;
  if (value === null) return <span className="text-muted">{words.noAnswer}</span>;
  return (
    <span className="wrap-anywhere">
      {kind === "date" ? <Day day={value} /> : answerText(manage, answer, value)}
      {retired && <span className="text-muted"> ({words.retired})</span>}
    </span>
  );
}

/** Labels and answers to the workspace's own fields; nothing where nobody has any and none can be given. */
export function AboutPart({
  person,
  base,
}: {
  person: Pick<MemberPage, "id" | "labels" | "answers" | "may">;
  base: string;
}) {
  const manage = useManage(sections);
  const { labels, answers, may } = person;
  const words = manage.personParts;
  const given = labels.length > 0 || answers.some(({ value }) => value !== null);
  if (!may.describe && !given) return null;
  return (
    <Section
      title={words.about}
      actions={
        may.describe && (
          <LinkButton to={`${base}/people/${person.id}/details`} size="small">
            {words.change}
            <VisuallyHidden> {words.changedAbout}</VisuallyHidden>
          </LinkButton>
        )
      }
    >
      <DefinitionList
        items={[
          {
            term: words.labels,
            value:
              labels.length > 0 ? (
                <span className="flex flex-wrap gap-1">
                  {labels.map((label) => (
                    <Chip key={label}>{label}</Chip>
                  ))}
                </span>
              ) : (
                <span className="text-muted">{words.noLabels}</span>
              ),
          },
          ...answers.map((answer) => ({ term: answer.name, value: <AnswerValue answer={answer} /> })),
        ]}
      />
    </Section>
  );
}

/** What somebody takes and attends, of what the viewer sees, with the ways to it. */
export function LearningParts({
  person,
  base,
  opens,
}: {
  person: Pick<MemberPage, "id" | "courses" | "sessions" | "may">;
  base: string;
  opens: Opens;
}) {
  const manage = useManage(sections);
  const { courses, sessions } = person;
  if (!courses || !sessions) return null;
  const words = manage.personParts;
  return (
    <>
      <Section
        title={words.courses}
        actions={
          person.may.enrol && (
            <LinkButton to={`${base}/people/${person.id}/learning`} size="small">
              {words.change}
              <VisuallyHidden> {words.changedLearning}</VisuallyHidden>
            </LinkButton>
          )
        }
      >
        {courses.length > 0 ? (
          <Courses courses={courses} base={base} opens={opens} />
        ) : (
          <p className="text-muted">{words.noCourses}</p>
        )}
      </Section>
      <Section title={words.sessions}>
        {sessions.length > 0 ? (
          <Sessions sessions={sessions} base={base} opens={opens} />
        ) : (
          <p className="text-muted">{words.noSessions}</p>
        )}
      </Section>
    </>
  );
}

function Courses({
  courses,
  base,
  opens,
}: {
  courses: NonNullable<MemberPage["courses"]>;
  base: string;
  opens: Opens;
}) {
  const manage = useManage(sections);
  const words = manage.personParts;
  return (
    <Table caption={words.courses}>
      <TableHead>
        <HeadCell>{words.course}</HeadCell>
        <HeadCell>{words.state}</HeadCell>
        <HeadCell>{words.progress}</HeadCell>
        <HeadCell>{words.certificate}</HeadCell>
      </TableHead>
      <tbody>
        {courses.map((course) => (
          <Row key={course.id}>
            <Cell>
              {opens.courses ? (
                <Link
                  to={`${base}/courses/${course.courseId}`}
                  className="font-medium wrap-anywhere hover:underline"
                >
                  {course.courseTitle}
                </Link>
              ) : (
                <span className="font-medium wrap-anywhere">{course.courseTitle}</span>
              )}
            </Cell>
            <Cell label={words.state}>{words.courseStates[course.status]}</Cell>
            <Cell label={words.progress}>
              <span className="tabular-nums">{words.percent({ percent: course.progress })}</span>
            </Cell>
            <Cell label={words.certificate}>
              {course.certificateId ? (
                <Link to={`${base}/certificates/${course.certificateId}`} className="link">
                  {words.openCertificate}
                </Link>
              ) : (
                <span className="text-muted">{manage.nothing}</span>
              )}
            </Cell>
          </Row>
        ))}
      </tbody>
    </Table>
  );
}

function Sessions({
  sessions,
  base,
  opens,
}: {
  sessions: NonNullable<MemberPage["sessions"]>;
  base: string;
  opens: Opens;
}) {
  const manage = useManage(sections);
  const words = manage.personParts;
  return (
    <Table caption={words.sessions}>
      <TableHead>
        <HeadCell>{words.session}</HeadCell>
        <HeadCell>{words.course}</HeadCell>
        <HeadCell>{words.when}</HeadCell>
      </TableHead>
      <tbody>
        {sessions.map((session) => (
          <Row key={session.id}>
            <Cell>
              {opens.courses ? (
                <Link
                  to={`${base}/sessions/${session.id}`}
                  className="font-medium wrap-anywhere hover:underline"
                >
                  {session.title}
                </Link>
              ) : (
                <span className="font-medium wrap-anywhere">{session.title}</span>
              )}
            </Cell>
            <Cell label={words.course}>{session.courseTitle}</Cell>
            <Cell label={words.when}>
              <Time at={session.startsAt} show="exact" />
            </Cell>
          </Row>
        ))}
      </tbody>
    </Table>
  );
}
