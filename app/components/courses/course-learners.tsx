import { Form, Link } from "@remix-run/react";
import type { ReactNode } from "react";
import type { EnrolmentView } from "../../../worker/domain/enrolments/enrolment-view";
import type { EnrolmentPage } from "../../../worker/domain/enrolments/list-enrolments";
import { useManage } from "../../manage-words";
import { courses } from "../../messages/manage/en/courses";
import { useRequest } from "../../request";
import { PartLine } from "../part-line";
import { Button, LinkButton } from "../ui/button";
import { FilterChip } from "../ui/chip";
import { EmptyState } from "../ui/empty-state";
import { StatusBadge } from "../ui/status-badge";
import { Cell, HeadCell, Row, Table, TableHead } from "../ui/table";
import { Time } from "../ui/time";
import { VisuallyHidden } from "../ui/visually-hidden";

const sections = { courses };

const tones = { active: "waiting", completed: "good", withdrawn: "quiet" } as const;

/** Who takes a course and how far they are, with what can be done about each. */
export function CourseLearners({
  base,
  here,
  learners,
  state,
  counts,
  cursor,
  manages,
}: {
  base: string;
  here: string;
  learners: EnrolmentPage;
  /** Only those in this state. */
  state: EnrolmentView["status"] | null;
  /** How many there are; null where nobody counts. */
  counts: Record<EnrolmentView["status"], number> | null;
  cursor: string | null;
  manages: boolean;
}) {
  const manage = useManage(sections);
  const { learner: columns, ...words } = manage.courses;
  const { enrolments, nextCursor } = learners;
  const { language } = useRequest();
  const number = new Intl.NumberFormat(language);
  const all = `${here}?tab=learners`;
  const address = state ? `${all}&state=${state}` : all;
  const countOf = (one: EnrolmentView["status"]) => (counts ? number.format(counts[one]) : undefined);
  return (
    <>
      <PartLine />
      <nav aria-label={columns.status} className="flex flex-wrap gap-2">
        <FilterChip to={all} current={state === null}>
          {words.anyState}
        </FilterChip>
        {(["active", "completed", "withdrawn"] as const).map((one) => (
          <FilterChip key={one} to={`${all}&state=${one}`} current={state === one} count={countOf(one)}>
            {words.record[one]}
          </FilterChip>
        ))}
      </nav>
      {enrolments.length === 0 && state ? (
        <p className="text-muted">{words.nobodyInState}</p>
      ) : enrolments.length === 0 && !cursor ? (
        <EmptyState title={words.learnersEmpty}>{words.learnersEmptyHelp}</EmptyState>
      ) : (
        <Table caption={words.learnersCaption}>
          <TableHead>
            <HeadCell>{columns.name}</HeadCell>
            <HeadCell>{columns.status}</HeadCell>
            <HeadCell>{columns.progress}</HeadCell>
            <HeadCell>{columns.since}</HeadCell>
            <HeadCell>
              <VisuallyHidden>{columns.acts}</VisuallyHidden>
            </HeadCell>
          </TableHead>
          <tbody>
            {enrolments.map((enrolment) => (
              <Row key={enrolment.id}>
                <Cell>
                  <Learner
                    base={base}
                    person={{ ...enrolment, id: enrolment.userId, name: nameOf(enrolment) }}
                  >
                    {(enrolment.userStatus === "deactivated" || enrolment.userStatus === "unproved") &&
                      ` (${words[enrolment.userStatus]})`}
                  </Learner>
                </Cell>
                <Cell label={columns.status}>
                  <StatusBadge tone={tones[enrolment.status]}>{words.record[enrolment.status]}</StatusBadge>
                </Cell>
                <Cell label={columns.progress}>
                  <Progress enrolment={enrolment} manages={manages} />
                </Cell>
                <Cell label={columns.since}>
                  <Time at={enrolment.enrolledAt} />{" "}
                  <span className="text-sm whitespace-nowrap text-muted">
                    {words.origin[enrolment.origin]}
                  </span>
                </Cell>
                <Cell label={columns.acts}>
                  <Acts base={base} enrolment={enrolment} manages={manages} />
                </Cell>
              </Row>
            ))}
          </tbody>
        </Table>
      )}
      {(cursor || nextCursor) && (
        <div className="flex flex-wrap gap-2">
          {cursor && <LinkButton to={address}>{words.first}</LinkButton>}
          {nextCursor && <LinkButton to={`${address}&cursor=${nextCursor}`}>{words.next}</LinkButton>}
        </div>
      )}
    </>
  );
}

/** Somebody by name, with address and page for whoever finds them among the people. */
export function Learner({
  base,
  person: { id, name, email, isFound },
  children,
}: {
  base: string;
  person: { id: string; name: string; email: string | null; isFound: boolean };
  children: ReactNode;
}) {
  return (
    <span className="grid min-w-0">
      <span>
        {isFound ? (
          <Link to={`${base}/people/${id}`} className="font-medium wrap-anywhere hover:underline">
            {name}
          </Link>
        ) : (
          <span className="font-medium wrap-anywhere">{name}</span>
        )}
        <span className="text-muted">{children}</span>
      </span>
      {email && email !== name && <span className="text-sm wrap-anywhere text-muted">{email}</span>}
    </span>
  );
}

function nameOf({ firstName, lastName, email }: EnrolmentView): string {
  return `${firstName} ${lastName}`.trim() || email || "–";
}

function Progress({ enrolment, manages }: { enrolment: EnrolmentView; manages: boolean }) {
  const manage = useManage(sections);
  const words = manage.courses;
  const who = nameOf(enrolment);
  if (!manages || enrolment.status !== "active") return <>{enrolment.progress} %</>;
  return (
    <Form method="post" className="flex items-center gap-2" preventScrollReset>
      <input type="hidden" name="enrolmentId" value={enrolment.id} />
      <input type="hidden" name="who" value={who} />
      <input
        key={enrolment.progress}
        type="number"
        name="progress"
        min={0}
        max={100}
        required
        defaultValue={enrolment.progress}
        aria-label={words.progressOf({ who })}
        className="field w-20"
      />
      <Button type="submit" name="intent" value="progress" size="small">
        {words.setProgress}
        <VisuallyHidden> {who}</VisuallyHidden>
      </Button>
    </Form>
  );
}

function Acts({ base, enrolment, manages }: { base: string; enrolment: EnrolmentView; manages: boolean }) {
  const manage = useManage(sections);
  const words = manage.courses;
  const who = nameOf(enrolment);
  const acts: ("complete" | "withdraw" | "reopen")[] =
    enrolment.status === "active"
      ? ["complete", "withdraw"]
      : enrolment.status === "withdrawn"
        ? ["reopen"]
        : [];
  return (
    <div className="flex flex-wrap items-center gap-2 sm:flex-nowrap">
      {enrolment.certificateId && (
        <Link to={`${base}/certificates/${enrolment.certificateId}`} className="link">
          {words.certificate}
          <VisuallyHidden> {who}</VisuallyHidden>
        </Link>
      )}
      {manages && acts.length > 0 && (
        <Form method="post" className="flex flex-wrap gap-2 sm:flex-nowrap" preventScrollReset>
          <input type="hidden" name="enrolmentId" value={enrolment.id} />
          <input type="hidden" name="who" value={who} />
          {acts.map((act) => (
            <Button key={act} type="submit" name="intent" value={act} size="small" variant="quiet">
              {words[act]}
              <VisuallyHidden> {who}</VisuallyHidden>
            </Button>
          ))}
        </Form>
      )}
    </div>
  );
}
