import { Form, Link, useNavigation } from "@remix-run/react";
import type { ReactNode } from "react";
import { useManage } from "../../manage-words";
import { bulk, bulkPeople } from "../../messages/manage/en/bulk";
import { outcomes } from "../../messages/manage/en/jobs";
import { acts } from "../../messages/manage/en/people";
import { Button, LinkButton } from "../ui/button";
import { ErrorSummary } from "../ui/error-summary";
import { Notice } from "../ui/notice";
import { PageHeader } from "../ui/page-header";

const sections = { acts, bulk, bulkPeople, outcomes };

export interface BulkPreviewProps {
  title: string;
  list: string;
  willDo: number;
  skipped: readonly { reason: string; count: number }[];
  /** What will happen, in a sentence. */
  will: string;
  /** What else comes of it. */
  also?: string | undefined;
  nothing: { title: string; help: string };
  /** The word on the button. */
  go: string;
  danger: boolean;
  /** Whether it can be taken back for a few seconds, or not at all. */
  undo: string | false;
  /** Where something else is chosen. */
  again?: string | null;
  errors: Readonly<Record<string, string>> | undefined;
  /** Fields that the act wants besides. */
  children?: ReactNode;
}

/** The consequence of a bulk act in a sentence, with counts and reasons, before anything happens (F97, F141). */
export function BulkPreview(props: BulkPreviewProps) {
  const manage = useManage(sections);
  const { title, list, willDo, will, also, nothing, go, danger, undo, again, errors, children } = props;
  const busy = useNavigation().state === "submitting";
  const { bulk } = manage;
  const skipped = props.skipped.map(({ reason, count }) => (
    <li key={reason}>
      {bulk.skipped({ count })}: {manage.outcomes[reason] ?? reason}
    </li>
  ));
  const back = (
    <Link to={list} className="link">
      {manage.acts.back}
    </Link>
  );
  const chooseAgain = again && (
    <LinkButton to={again} variant="quiet">
      {manage.bulkPeople.again}
    </LinkButton>
  );
  if (willDo === 0) {
    return (
      <>
        <PageHeader title={title} back={back} />
        <Notice
          tone="warn"
          title={nothing.title}
          actions={
            <>
              <LinkButton to={list} size="small">
                {manage.acts.back}
              </LinkButton>
              {again && (
                <LinkButton to={again} size="small" variant="quiet">
                  {manage.bulkPeople.again}
                </LinkButton>
              )}
            </>
          }
        >
          <p>{nothing.help}</p>
          {skipped.length > 0 && <ul className="mt-1 list-disc ps-5">{skipped}</ul>}
        </Notice>
      </>
    );
  }
  return (
    <>
      <PageHeader title={title} back={back} />
      <Form method="post" className="grid max-w-xl gap-5">
        <ErrorSummary errors={errors} />
        <div className="grid gap-2">
          <p className="text-md wrap-anywhere">{will}</p>
          {also && <p>{also}</p>}
          {skipped.length > 0 && <ul className="list-disc ps-5 text-muted">{skipped}</ul>}
        </div>
        {children}
        {undo && <p className="text-muted">{undo}</p>}
        <div className="flex flex-wrap gap-2">
          <Button type="submit" variant={danger ? "danger" : "primary"} pending={busy}>
            {go}
          </Button>
          {chooseAgain}
          <LinkButton to={list} variant="quiet">
            {danger ? manage.acts.back : bulk.notNow}
          </LinkButton>
        </div>
      </Form>
    </>
  );
}
