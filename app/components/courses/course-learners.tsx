import { Form, Link } from "@remix-run/react";
import type { EnrolmentView } from "../../../worker/domain/enrolments/enrolment-view";
import type { EnrolmentPage } from "../../../worker/domain/enrolments/list-enrolments";
import { useManage } from "../../manage-words";
import { PartLine } from "../part-line";
import { Button, LinkButton } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { StatusBadge } from "../ui/status-badge";
import { Cell, HeadCell, Row, Table, TableHead } from "../ui/table";
import { Time } from "../ui/time";
import { VisuallyHidden } from "../ui/visually-hidden";

const tones = { active: "waiting", completed: "good", withdrawn: "quiet" } as const;

/** Who takes a course and how far they are, with what can be done about each. */
export function CourseLearners({
  base,
  here,
  learners,
  cursor,
  manages,
}: {
  base: string;
  here: string;
  learners: EnrolmentPage;
  cursor: string | null;
  manages: boolean;
}) {
  const manage = useManage();
  const { learner: columns, ...words } = manage.courses;
  const { enrolments, nextCursor } = learners;
  const address = `${here}?tab=learners`;
  return (
    <>
      <PartLine />
      {enrolments.length === 0 && !cursor ? (
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
                  <span className="font-medium">{nameOf(enrolment)}</span>
                  {enrolment.userStatus === "deactivated" && (
                    <span className="text-muted"> ({words.deactivated})</span>
                  )}
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

function nameOf({ firstName, lastName }: EnrolmentView): string {
  return `${firstName} ${lastName}`.trim() || "–";
}

function Progress({ enrolment, manages }: { enrolment: EnrolmentView; manages: boolean }) {
  const manage = useManage();
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
  const manage = useManage();
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
