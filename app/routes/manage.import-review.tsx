import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { data, redirect } from "@remix-run/cloudflare";
import { Link, useLoaderData, useLocation } from "@remix-run/react";
import { useRef } from "react";
import type { ReplacementDone } from "../../worker/domain/imports/replace-in-column";
import type { Attempt, PageError } from "../../worker/web";
import { LookAgain } from "../components/imports/look-again";
import { missingGroup, type ParentChoices, ProblemGroups } from "../components/imports/problem-groups";
import { columnName, groupTitle } from "../components/imports/problem-words";
import { type Preview, ReplaceInColumn, type Sought } from "../components/imports/replace-in-column";
import { type GridColumn, RowGrid } from "../components/imports/row-grid";
import { ImportSteps } from "../components/imports/steps";
import { UndoChange } from "../components/imports/undo-change";
import { UpdateTable } from "../components/imports/update-table";
import type { RowAnswer } from "../components/imports/use-row-saver";
import { LinkButton } from "../components/ui/button";
import { FilterChip } from "../components/ui/chip";
import { Notice } from "../components/ui/notice";
import { PageHeader } from "../components/ui/page-header";
import { manageOfPage, useManage } from "../manage-words";
import { manageOf } from "../manage-words.server";
import type { ManageMessages } from "../messages/manage/en";
import { imports } from "../messages/manage/en/imports";
import { redirectWithFlash } from "./manage.guard.server";
import { found, importErrorText, insideImports, requireStep } from "./manage.import.server";

const sections = { imports };

const tabs = ["all", "errors", "warnings", "updates", "skipped"] as const;
type Tab = (typeof tabs)[number];

export async function loader({ context, request, params }: LoaderFunctionArgs) {
  const manage = manageOf(context);
  const { workspace, member, base } = insideImports(context, request);
  const importId = params.importId ?? "";
  const { pathname, searchParams: query } = new URL(request.url);
  const show: Tab = tabs.find((tab) => tab === query.get("show")) ?? "errors";
  const problem = query.get("problem");
  const cursor = query.get("cursor");
  const sought = query.has("column") ? soughtIn(query) : null;
  const [view, listed, counted] = await Promise.all([
    found(context, (useCases) => useCases.viewImport({ importId })),
    context.attempt(() =>
      context.useCases.listImportRows({
        importId,
        show,
        ...(problem && { problem }),
        ...(cursor && { cursor }),
      }),
    ),
    sought && context.attempt(() => context.useCases.replaceInColumn({ importId, ...sought, dryRun: true })),
  ]);
  requireStep(base, view, "review");
  const here = pathname.replace(/\.data$/, "");
  if (!listed.ok) throw redirect(here);
  // The last row of a group is mended: back to what is left.
  if (problem && !cursor && listed.value.rows.length === 0) throw redirect(`${here}?show=${show}`);
  const { header, mapping } = view;
  const columns = header.flatMap((heading, index): GridColumn[] => {
    const target = mapping[index] as GridColumn["target"] | null | undefined;
    const editable = header.indexOf(heading) === header.lastIndexOf(heading);
    return target
      ? [{ index, header: heading, target, label: columnName(manage, target, view.labels[target]), editable }]
      : [];
  });
  const missesGroups = view.groups.some(({ example }) => example && missingGroup.includes(example.code));
  return {
    base,
    here,
    workspace: workspace.name,
    view,
    columns,
    rows: listed.value.rows,
    nextCursor: listed.value.nextCursor,
    show,
    problem,
    cursor,
    sought,
    preview: counted && previewOf(manage, counted),
    grantable: member.grantable,
    parents:
      missesGroups && member.mayInPart.includes("group.manage")
        ? await parentsFor(context, member.may.includes("group.manage"))
        : null,
  };
}

/** Groups offered as the one that a new group stands below. */
const shownParents = 100;

async function parentsFor(context: LoaderFunctionArgs["context"], atTop: boolean): Promise<ParentChoices> {
  const listed = await context.attempt(() => context.useCases.listGroups({ limit: shownParents }));
  return {
    atTop,
    groups: listed.ok ? listed.value.groups.map(({ id, name }) => ({ id, name })) : [],
  };
}

export async function action({ context, request, params }: ActionFunctionArgs) {
  const manage = manageOf(context);
  const words = manage.imports.review;
  insideImports(context, request);
  const importId = params.importId ?? "";
  const form = await request.formData();
  const { useCases } = context;
  const text = (name: string) => String(form.get(name) ?? "");
  const intent = text("intent");
  const line = Number(text("line"));
  const problem = text("problem");
  const rowActs: Record<string, () => Promise<unknown>> = {
    row: () => useCases.correctRow({ importId, line, cells: cellsOf(form) }),
    excludeRow: () => useCases.correctRow({ importId, line, exclude: true }),
    includeRow: () => useCases.correctRow({ importId, line, exclude: false }),
  };
  const groupActs: Record<string, () => Promise<unknown>> = {
    replace: () => useCases.repairRows({ importId, problem, repair: { value: text("value") } }),
    suggest: () => useCases.repairRows({ importId, problem, repair: { suggestion: true } }),
    exclude: () => useCases.repairRows({ importId, problem, repair: { exclude: true } }),
    empty: () => useCases.repairRows({ importId, problem, repair: { value: "" } }),
    createGroup: () =>
      useCases.repairRows({
        importId,
        problem,
        repair: { createGroup: form.get("parentId") ? { parentId: text("parentId") } : {} },
      }),
    confirmRoles: () => useCases.confirmRoles({ importId }),
    replaceColumn: () => useCases.replaceInColumn({ importId, ...soughtIn(form) }),
    undoChange: () => useCases.undoChange({ importId, changeId: text("changeId") }),
  };
  // A suggestion is a button of its own, which says what to put where.
  const act = rowActs[intent] ?? groupActs[intent] ?? rowActs.row;
  const done = await context.attempt(act ?? (async () => null));
  if (form.has("live")) {
    const answer = done.ok ? { line, row: done.value } : { line, error: reasonOf(manage, done.error) };
    return data(answer as RowAnswer, { status: done.ok ? 200 : done.error.status });
  }
  const { pathname, search } = new URL(request.url);
  const here = `${pathname.replace(/\.data$/, "")}${search.replace(/[?&]_routes=[^&]*/, "")}`;
  if (!done.ok)
    return redirectWithFlash(context, here, { kind: "error", text: reasonOf(manage, done.error) });
  if (intent === "undoChange") {
    return redirectWithFlash(context, here, { kind: "imported", who: words.undo.done });
  }
  if (intent === "replaceColumn") {
    const who = words.find.done(done.value as { count: number });
    return redirectWithFlash(context, withoutSought(here), { kind: "imported", who });
  }
  const { counts } = await useCases.viewImport({ importId, groups: false });
  return redirectWithFlash(context, here, {
    kind: "imported",
    who: manage.imports.review.checkedAgain({ errors: counts.error ?? 0 }),
  });
}

function reasonOf(manage: ManageMessages, error: PageError): string {
  return error.errors[0]?.message ?? importErrorText(manage, error);
}

/** What is looked for in which column, by an address or a form. */
function soughtIn(given: URLSearchParams | FormData): Sought {
  const text = (name: string) => String(given.get(name) ?? "");
  return {
    column: text("column"),
    find: text("find"),
    replace: text("with"),
    wholeCell: given.has("whole"),
    matchCase: given.has("case"),
  };
}

function previewOf(manage: ManageMessages, counted: Attempt<ReplacementDone>): Preview {
  if (!counted.ok) return { error: reasonOf(manage, counted.error) };
  const { count, examples } = counted.value;
  return { count, examples };
}

/** The page after a replacement looks for nothing any more. */
function withoutSought(path: string): string {
  const [pathname = "", search = ""] = path.split("?");
  const left = new URLSearchParams(search);
  for (const name of ["column", "find", "with", "whole", "case"]) left.delete(name);
  return left.size > 0 ? `${pathname}?${left}` : pathname;
}

/** The cells of a row form by heading; a suggestion that was pressed wins over what stands in the box. */
function cellsOf(form: FormData): Record<string, string> {
  const cells = new Map<string, string>();
  for (const prefix of ["cell:", "set:"]) {
    for (const [name, value] of form) {
      if (name.startsWith(prefix)) cells.set(name.slice(prefix.length), String(value));
    }
  }
  return Object.fromEntries(cells);
}

export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => {
  const manage = manageOfPage(matches, sections);
  return [{ title: `${manage.imports.review.title} · ${page?.workspace ?? ""}` }];
};

type Loaded = ReturnType<typeof useLoaderData<typeof loader>>;

/** The rows as they came with this visit: what is mended stays where it was until one goes on. */
function useRowsOfVisit({ rows, nextCursor }: Loaded, visit: string) {
  const kept = useRef({ visit, rows, nextCursor });
  if (kept.current.visit !== visit) kept.current = { visit, rows, nextCursor };
  return kept.current;
}

/** Sums and problems before anybody is invited, and what mends them (F58, F60, D28). */
export default function ImportReview() {
  const manage = useManage(sections);
  const words = manage.imports.review;
  const page = useLoaderData<typeof loader>();
  const { base, view } = page;
  const { key } = useLocation();
  const { counts } = view;
  const checking = view.status === "checking";
  const going = (counts.ready ?? 0) + (counts.warning ?? 0) + (counts.update ?? 0);
  const errors = counts.error ?? 0;
  const number = manage.imports.number;
  return (
    <>
      <PageHeader
        title={words.title}
        description={
          <>
            {words.lead({ file: view.fileName, rows: view.rowCount })}
            {view.encoding &&
              ` ${words.readAs({
                encoding: view.encoding.toUpperCase().replace("WINDOWS", "Windows"),
                delimiter: words.delimiters[view.delimiter ?? ""] ?? view.delimiter ?? "",
              })}`}
          </>
        }
        back={
          <Link to={`${base}/imports`} className="link">
            {manage.imports.back}
          </Link>
        }
        actions={
          !checking && (
            <>
              <LinkButton to={`${base}/imports/${view.id}/mapping`}>{words.changeColumns}</LinkButton>
              {going > 0 && (
                <LinkButton to={`${base}/imports/${view.id}/confirm`} variant="primary">
                  {words.go({ count: going })}
                </LinkButton>
              )}
            </>
          )
        }
      />
      <ImportSteps current="review" />
      {checking && (
        <>
          <Notice title={words.checkingTitle}>
            <progress
              aria-label={words.checkingTitle}
              max={Math.max(view.progress.total, 1)}
              value={view.progress.done}
              className="h-2 w-full accent-accent-text"
            />
            <p className="tabular-nums">
              {words.checkingLead({ done: number(view.progress.done), total: number(view.progress.total) })}
            </p>
          </Notice>
          <LookAgain mark={view.progress.done} />
        </>
      )}
      <Reading base={base} view={view} />
      {!checking && <Existing base={base} view={view} />}
      {!checking && (
        <>
          <ProblemGroups
            kind="error"
            groups={view.groups}
            mapping={view.mapping}
            grantable={page.grantable}
            parents={page.parents}
            visit={key}
          />
          <ProblemGroups
            kind="warning"
            groups={view.groups}
            mapping={view.mapping}
            grantable={page.grantable}
            parents={page.parents}
            visit={key}
          />
          <Rows page={page} visit={key} />
          <div className="grid gap-3 border-t border-line pt-6">
            <p className="text-muted">
              {going === 0 ? words.nobody : errors > 0 ? words.left({ count: errors }) : null}
            </p>
            <div className="flex flex-wrap gap-2">
              {going > 0 && (
                <LinkButton to={`${base}/imports/${view.id}/confirm`} variant="primary">
                  {words.go({ count: going })}
                </LinkButton>
              )}
              <LinkButton to={`${base}/imports/${view.id}/cancel`} variant="quiet">
                {words.give}
              </LinkButton>
            </div>
          </div>
        </>
      )}
    </>
  );
}

/** What reading the file had to say: a guessed encoding, and columns of which nothing is made. */
function Reading({ base, view }: { base: string; view: Loaded["view"] }) {
  const manage = useManage(sections);
  const words = manage.imports.review;
  const { guessedEncoding } = view;
  const notices: Readonly<Record<string, unknown>> = view.notices;
  const named = (["ignored", "later", "dropped"] as const).flatMap((kind) => {
    const columns = notices[kind];
    // What somebody has given a meaning since is used.
    const unused = Array.isArray(columns)
      ? columns.map(String).filter((name) => !view.mapping[view.header.indexOf(name)])
      : [];
    return unused.length > 0 ? [words.notices[kind]({ columns: unused.join(", ") })] : [];
  });
  return (
    <>
      {guessedEncoding && (
        <Notice
          tone="warn"
          title={words.guessedTitle}
          actions={
            <LinkButton to={`${base}/imports/new?encoding=utf-8`} size="small">
              {words.uploadAgain}
            </LinkButton>
          }
        >
          <p>{words.guessed}</p>
          <ul className="my-1 flex flex-wrap gap-x-4 font-medium">
            {guessedEncoding.map((sample) => (
              <li key={sample}>{sample}</li>
            ))}
          </ul>
          <p>{words.guessedAgain}</p>
        </Notice>
      )}
      {typeof notices.usualPlace === "string" && (
        <p className="text-sm text-muted">{words.notices.usualPlace({ name: notices.usualPlace })}</p>
      )}
      {named.length > 0 && <p className="text-sm text-muted">{named.join(" ")}</p>}
    </>
  );
}

/** What happens with people who are here already, where the file names any. */
function Existing({ base, view }: { base: string; view: Loaded["view"] }) {
  const manage = useManage(sections);
  const { counts, groups, existing } = view;
  const any =
    ["already_member", "already_invited", "update"].some(
      (outcome) => (counts[outcome as "update"] ?? 0) > 0,
    ) || groups.some(({ example }) => example?.code.startsWith("existing_"));
  return any ? (
    <p className="text-muted">
      {manage.imports.existing.now[existing]}{" "}
      <Link to={`${base}/imports/${view.id}/existing`} className="link">
        {manage.imports.existing.choose}
      </Link>
    </p>
  ) : null;
}

function Rows({ page, visit }: { page: Loaded; visit: string }) {
  const manage = useManage(sections);
  const words = manage.imports.review;
  const { here, show, problem, cursor, columns, view } = page;
  const { rows, nextCursor } = useRowsOfVisit(page, visit);
  const { counts } = view;
  const skipped = (["duplicate", "already_member", "already_invited", "deactivated", "excluded"] as const)
    .map((outcome) => counts[outcome] ?? 0)
    .reduce((sum, count) => sum + count, 0);
  const numbers: Record<Tab, number> = {
    all: view.rowCount,
    errors: counts.error ?? 0,
    warnings: counts.warning ?? 0,
    updates: counts.update ?? 0,
    skipped,
  };
  const group = problem ? view.groups.find((one) => one.problem === problem) : undefined;
  const more = new URLSearchParams({ show, ...(problem && { problem }) });
  const skippedGroups = view.groups.filter(({ kind }) => kind === "skipped");
  return (
    <section id="rows" aria-label={words.rows} className="grid scroll-mt-16 gap-4 border-t border-line pt-6">
      <nav aria-label={words.tabsLabel} className="flex flex-wrap gap-2">
        {tabs.map((tab) => (
          <FilterChip
            key={tab}
            to={`?show=${tab}#rows`}
            current={tab === show && !problem}
            count={manage.imports.number(numbers[tab])}
          >
            {words.tabs[tab]}
          </FilterChip>
        ))}
      </nav>
      {group && (
        <p>
          {words.oneGroup({ what: groupTitle(manage, group) })}{" "}
          <Link to={`?show=${show}#rows`} className="link">
            {words.allRows}
          </Link>
        </p>
      )}
      {show === "skipped" && !problem && skippedGroups.length > 0 && (
        <ul className="grid gap-1 text-sm text-muted">
          {skippedGroups.map((one) => {
            const outcome = one.problem.slice(1) as keyof typeof manage.imports.outcomes;
            return (
              <li key={one.problem}>
                <Link
                  to={`?show=skipped&problem=${encodeURIComponent(one.problem)}#rows`}
                  className="link tabular-nums"
                >
                  {words.rowsOf({ count: one.count })}
                </Link>
                : {manage.imports.outcomes[outcome]}. {manage.imports.outcomeHelp[outcome]}
              </li>
            );
          })}
        </ul>
      )}
      <div className="flex flex-wrap items-start justify-between gap-3">
        <ReplaceInColumn
          columns={columns.filter(({ editable }) => editable).map(({ header, label }) => ({ header, label }))}
          show={show}
          here={here}
          sought={page.sought}
          preview={page.preview}
        />
        <UndoChange change={view.lastChange} visit={visit} />
      </div>
      {rows.length === 0 ? (
        <p className="text-muted">{words.none[show]}</p>
      ) : show === "updates" ? (
        <UpdateTable base={page.base} caption={words.tabs.updates} rows={rows} />
      ) : (
        <RowGrid key={visit} columns={columns} rows={rows} />
      )}
      {(cursor || nextCursor) && (
        <nav aria-label={words.rows} className="flex justify-end gap-2">
          {cursor && (
            <LinkButton to={`${here}?${more}#rows`} size="small" rel="first">
              {words.first}
            </LinkButton>
          )}
          {nextCursor && (
            <LinkButton
              to={`${here}?${more}&cursor=${encodeURIComponent(nextCursor)}#rows`}
              size="small"
              rel="next"
            >
              {words.next}
            </LinkButton>
          )}
        </nav>
      )}
    </section>
  );
}
