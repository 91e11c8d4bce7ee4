import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { Link, useLoaderData } from "@remix-run/react";
import { useEffect, useRef } from "react";
import { ImportSteps } from "../components/imports/steps";
import { UpdateTable } from "../components/imports/update-table";
import { buttonClass, LinkButton } from "../components/ui/button";
import { DefinitionList } from "../components/ui/definition-list";
import { Notice } from "../components/ui/notice";
import { PageHeader } from "../components/ui/page-header";
import { Section } from "../components/ui/section";
import { Cell, HeadCell, Row, Table, TableHead } from "../components/ui/table";
import { Time } from "../components/ui/time";
import { manageOfPage, useManage } from "../manage-words";
import { manageOf } from "../manage-words.server";
import { imports } from "../messages/manage/en/imports";
import { failureText, found, insideImports, requireStep } from "./manage.import.server";

const sections = { imports };

const keptOutcomes = ["kept_accepted", "kept_changed", "kept_above", "kept_updated"] as const;

/** Rows shown of each kind that an undo has kept, and of those that changed somebody. */
const shownAtMost = 100;

export async function loader({ context, request, params }: LoaderFunctionArgs) {
  const manage = manageOf(context);
  const { workspace, member, base } = insideImports(context, request);
  const importId = params.importId ?? "";
  const rowsOf = (outcome: (typeof keptOutcomes)[number] | "updated") =>
    found(context, (useCases) => useCases.listImportRows({ importId, outcome, limit: shownAtMost }));
  const [view, updated, ...kept] = await Promise.all([
    found(context, (useCases) => useCases.viewImport({ importId, groups: false })),
    rowsOf("updated"),
    ...keptOutcomes.map(rowsOf),
  ]);
  requireStep(base, view, "result");
  const { counts, status } = view;
  const there = view.existing === "fail" ? (["duplicate", "already_member", "already_invited"] as const) : [];
  return {
    base,
    workspace: workspace.name,
    view,
    failure: failureText(manage, view.failure),
    failed: (["error", "deactivated", "canceled", ...there] as const)
      .map((outcome) => counts[outcome] ?? 0)
      .reduce((sum, count) => sum + count, 0),
    updated: updated.rows.map(({ line, email, changes, userId }) => ({ line, email, changes, userId })),
    kept: kept.flatMap(({ rows }) =>
      rows.map(({ line, email, outcome, userId }) => ({ line, email, outcome, userId })),
    ),
    mayUndo:
      member.mayInPart.includes("invitation.manage") &&
      (counts.invited ?? 0) > 0 &&
      (status === "done" || status === "canceled" || status === "failed"),
  };
}

export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => {
  const manage = manageOfPage(matches, sections);
  return [
    {
      title: `${manage.imports.result.titles[page?.view.status ?? "done"] ?? manage.imports.title} · ${page?.workspace ?? ""}`,
    },
  ];
};

const shown = [
  "invited",
  "set_up",
  "updated",
  "already_member",
  "already_invited",
  "duplicate",
  "deactivated",
  "excluded",
  "error",
  "canceled",
  "undone",
  "kept_accepted",
  "kept_changed",
  "kept_above",
  "kept_updated",
  "ready",
  "warning",
  "update",
  "staged",
] as const;

/** What became of an import, and what can still be done about it. */
export default function ImportResult() {
  const manage = useManage(sections);
  const { base, view, failure, failed, updated, kept, mayUndo } = useLoaderData<typeof loader>();
  const { counts, status, id } = view;
  const words = manage.imports.result;
  const notice = useRef<HTMLDivElement>(null);
  const invited = counts.invited ?? 0;
  const prepared = view.options.send === false;
  const number = manage.imports.number;

  // The buttons of the page before are gone: reading goes on with what came of them.
  useEffect(() => {
    if (document.activeElement === document.body) notice.current?.focus();
  }, []);

  const keptCount = keptOutcomes.reduce((sum, outcome) => sum + (counts[outcome] ?? 0), 0);
  const changed = counts.updated ?? 0;
  const setUp = counts.set_up ?? 0;
  const outcome = [
    invited > 0 && (prepared ? words.prepared({ count: invited }) : words.invited({ count: invited })),
    setUp > 0 && words.setUp({ count: setUp }),
    changed > 0 && words.updated({ count: changed }),
  ].filter(Boolean);
  const headline =
    status === "undone"
      ? `${words.undone({ count: counts.undone ?? 0 })}${keptCount > 0 ? `, ${words.kept({ count: keptCount })}` : ""}`
      : status === "failed" && view.rowCount === 0
        ? words.titles.failed
        : outcome.join(", ") || words.nobody;
  const toPeople = invited > 0 || setUp > 0 || keptCount > 0;
  return (
    <>
      <PageHeader
        title={words.titles[status] ?? manage.imports.title}
        description={view.fileName}
        back={
          <Link to={`${base}/imports`} className="link">
            {manage.imports.back}
          </Link>
        }
      />
      <ImportSteps current="result" />
      <div ref={notice} tabIndex={-1} className="outline-none">
        <Notice
          tone={status === "failed" ? "error" : status === "done" ? "ok" : "info"}
          title={headline}
          actions={
            <>
              {toPeople && (
                <LinkButton to={`${base}/people?importId=${id}`} size="small">
                  {words.toPeople}
                </LinkButton>
              )}
              <LinkButton to={`${base}/imports/new`} size="small">
                {words.again}
              </LinkButton>
            </>
          }
        >
          {failure ??
            (status === "done" && (setUp > 0 || (invited > 0 && !prepared)) ? words.mailsLeave : null)}
        </Notice>
      </div>
      {failed > 0 && status !== "undone" && (
        <Section
          title={words.failedTitle({ count: failed })}
          description={words.failedLead}
          actions={
            <>
              <a href={`${base}/imports/${id}/failed.csv`} className={buttonClass()} download>
                {words.download}
              </a>
              <LinkButton to={`${base}/imports/new`}>{words.uploadMended}</LinkButton>
            </>
          }
        >
          {null}
        </Section>
      )}
      {view.rowCount > 0 && (
        <Section title={words.whatBecame}>
          <DefinitionList
            items={shown
              .filter((outcome) => (counts[outcome] ?? 0) > 0)
              .map((outcome) => ({
                term: manage.imports.outcomes[outcome],
                value: <span className="tabular-nums">{number(counts[outcome] ?? 0)}</span>,
              }))}
          />
        </Section>
      )}
      {updated.length > 0 && (
        <Section
          title={words.updatedTitle}
          description={changed > updated.length ? words.updatedLead({ count: updated.length }) : undefined}
        >
          <UpdateTable base={base} caption={words.updatedTitle} rows={updated} />
        </Section>
      )}
      {kept.length > 0 && (
        <Section
          title={words.keptTitle}
          description={keptCount > kept.length ? words.keptLead({ count: kept.length }) : undefined}
        >
          <Table caption={words.keptTitle}>
            <TableHead>
              <HeadCell>{manage.imports.columns.email}</HeadCell>
              <HeadCell>{manage.imports.review.state}</HeadCell>
              <HeadCell>{manage.imports.review.line}</HeadCell>
            </TableHead>
            <tbody>
              {kept.map(({ line, email, outcome, userId }) => (
                <Row key={line}>
                  <Cell>
                    {userId ? (
                      <Link to={`${base}/people/${userId}`} className="font-medium hover:underline">
                        {email}
                      </Link>
                    ) : (
                      email
                    )}
                  </Cell>
                  <Cell label={manage.imports.review.state}>{manage.imports.outcomes[outcome]}</Cell>
                  <Cell label={manage.imports.review.line}>{line}</Cell>
                </Row>
              ))}
            </tbody>
          </Table>
        </Section>
      )}
      <Section title={words.file}>
        <DefinitionList
          items={[
            { term: manage.imports.history.file, value: view.fileName },
            { term: words.by, value: view.actorName },
            { term: manage.imports.history.when, value: <Time at={view.createdAt} show="exact" /> },
            ...(view.fileDigest
              ? [
                  {
                    term: words.digest,
                    value: <code className="text-sm wrap-anywhere">{view.fileDigest}</code>,
                  },
                ]
              : []),
          ]}
        />
      </Section>
      {mayUndo && (
        <Section
          title={words.undoTitle}
          description={changed > 0 ? `${words.undoLead} ${words.undoKeeps}` : words.undoLead}
          actions={<LinkButton to={`${base}/imports/${id}/undo`}>{words.undo}</LinkButton>}
        >
          {null}
        </Section>
      )}
    </>
  );
}
