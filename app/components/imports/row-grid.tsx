import clsx from "clsx";
import type { KeyboardEvent } from "react";
import { useEffect, useId, useRef, useState } from "react";
import type { CellProblem } from "../../../worker/domain/imports/cell-problems";
import type { ImportRowView } from "../../../worker/domain/imports/list-import-rows";
import { useManage } from "../../manage-words";
import { imports } from "../../messages/manage/en/imports";
import { useHydrated } from "../../request";
import { Button } from "../ui/button";
import { StatusBadge, type StatusTone } from "../ui/status-badge";
import { Cell, HeadCell, Row, Table, TableHead } from "../ui/table";
import { VisuallyHidden } from "../ui/visually-hidden";
import { nameOf, problemAdvice, problemSentence, problemTitle } from "./problem-words";
import { type RowSaver, useRowSaver } from "./use-row-saver";

const sections = { imports };

/** A column of the file that means something. */
export interface GridColumn {
  index: number;
  header: string;
  target: CellProblem["column"];
  /** What that is called. */
  label: string;
  /** Its heading is its own, so that a change can name it. */
  editable: boolean;
}

interface RowGridProps {
  columns: readonly GridColumn[];
  rows: readonly ImportRowView[];
}

/** Rows as in a sheet: each cell can be changed where it stands. Without scripts each row is a form. */
export function RowGrid({ columns, rows }: RowGridProps) {
  const manage = useManage(sections);
  const words = manage.imports.review;
  const hydrated = useHydrated();
  const saver = useRowSaver();
  const grid = useRef<HTMLDivElement>(null);
  const helpId = useId();

  /** Goes to the cell `down` rows and `right` columns away; false where there is none. */
  function move(from: HTMLElement, down: number, right: number): boolean {
    const [row = 0, column = 0] = (from.dataset.at ?? "").split(":").map(Number);
    const to = grid.current?.querySelector<HTMLInputElement>(`[data-at="${row + down}:${column + right}"]`);
    to?.focus();
    to?.select();
    return Boolean(to);
  }

  return (
    <div ref={grid} className="grid gap-2 [&_td]:align-top">
      {hydrated && (
        <p id={helpId} className="text-sm text-muted max-sm:hidden">
          {words.gridHelp}
        </p>
      )}
      <p role="status" className="sr-only">
        {saver.said}
      </p>
      <Table caption={words.rows}>
        <TableHead>
          <HeadCell>{words.line}</HeadCell>
          {columns.map(({ index, header, label }) => (
            <HeadCell key={index} title={header}>
              {label}
            </HeadCell>
          ))}
          <HeadCell>
            <VisuallyHidden>{words.save}</VisuallyHidden>
          </HeadCell>
        </TableHead>
        <tbody>
          {rows.map((loaded, at) => (
            <GridRow
              key={loaded.line}
              at={at}
              row={saver.rows.get(loaded.line) ?? loaded}
              columns={columns}
              saver={saver}
              live={hydrated}
              describedBy={hydrated ? helpId : undefined}
              move={move}
            />
          ))}
        </tbody>
      </Table>
    </div>
  );
}

const tones: Partial<Record<ImportRowView["outcome"], StatusTone>> = {
  ready: "good",
  warning: "attention",
  update: "good",
  error: "bad",
  staged: "waiting",
};

interface GridRowProps {
  at: number;
  row: ImportRowView;
  columns: readonly GridColumn[];
  saver: RowSaver;
  live: boolean;
  describedBy: string | undefined;
  move(from: HTMLElement, down: number, right: number): boolean;
}

function GridRow({ at, row, columns, saver, live, describedBy, move }: GridRowProps) {
  const manage = useManage(sections);
  const words = manage.imports.review;
  const { line, cells, outcome, problems, warnings, firstLine } = row;
  const form = `row-${line}`;
  const out = outcome === "excluded";
  const busy = saver.waiting.has(line);
  const error = saver.errors.get(line);
  const surplus = problems.find(({ code }) => code === "surplus_cells");
  const all = [...problems.filter((one) => one !== surplus), ...warnings];
  // What has no column of its own, as a missing one, is told beside the state.
  const homeless = all.filter(({ column }) => !columns.some(({ target }) => target === column));
  let editableAt = -1;
  return (
    <Row aria-busy={busy || undefined}>
      <Cell label={words.line}>
        <div className="grid gap-0.5 py-1 sm:min-w-32 sm:pt-3">
          {/* The first button of a form is what Enter presses: not a suggestion further right. */}
          <button type="submit" form={form} name="intent" value="row" hidden />
          <span className="flex flex-wrap items-baseline gap-x-3">
            <span className="font-medium tabular-nums">{line}</span>
            <span className="text-sm">
              <StatusBadge tone={busy ? "waiting" : (tones[outcome] ?? "quiet")}>
                {busy ? words.saving : manage.imports.outcomes[outcome]}
              </StatusBadge>
            </span>
          </span>
          {firstLine !== null && (
            <span className="text-sm text-muted">{words.firstLine({ line: firstLine })}</span>
          )}
          {surplus && (
            <span className="text-sm text-danger">
              {problemSentence(manage, surplus)} “{surplus.found}”
            </span>
          )}
          {homeless.map((problem) => (
            <span key={problem.code + problem.column} className="text-sm text-danger">
              {problemSentence(manage, problem)}
            </span>
          ))}
          {error && (
            <span role="alert" className="text-sm text-danger">
              {error}
            </span>
          )}
        </div>
      </Cell>
      {columns.map((column, index) => {
        // Of several columns with one meaning it is the one that holds what was found.
        const mine = all.filter(
          ({ column: target, found }) =>
            target === column.target &&
            ((cells[column.index] ?? "").includes(found) || firstOf(columns, target) === index),
        );
        if (column.editable && !out) editableAt += 1;
        return (
          <Cell key={column.index} label={column.label}>
            {column.editable && !out ? (
              <GridCell
                place={`${at}:${editableAt}`}
                column={column}
                line={line}
                form={form}
                value={cells[column.index] ?? ""}
                problems={mine}
                isError={mine.some((problem) => problems.includes(problem))}
                live={live}
                describedBy={describedBy}
                onSave={(text) => saver.save({ line, cells: { [column.header]: text } })}
                move={move}
              />
            ) : (
              <span className="block py-1 text-muted wrap-anywhere sm:pt-3">{cells[column.index]}</span>
            )}
          </Cell>
        );
      })}
      <Cell part="menu">
        <form
          id={form}
          method="post"
          className="flex gap-1 py-1"
          onSubmit={(event) => {
            if (!live) return;
            event.preventDefault();
            const { submitter } = event.nativeEvent as SubmitEvent;
            const intent = submitter instanceof HTMLButtonElement ? submitter.value : "row";
            if (intent === "row") {
              saver.save({ line, cells: {} });
            } else saver.save({ line, exclude: intent === "excludeRow" });
          }}
        >
          <input type="hidden" name="line" value={line} />
          {(!live || surplus) && !out && (
            <Button type="submit" size="small" name="intent" value="row" aria-label={words.saveRow({ line })}>
              {words.save}
            </Button>
          )}
          <Button
            type="submit"
            size="small"
            variant="quiet"
            name="intent"
            value={out ? "includeRow" : "excludeRow"}
            aria-label={(out ? words.includeRowOf : words.excludeRowOf)({ line })}
            className="whitespace-nowrap"
          >
            {out ? words.includeRow : words.excludeRow}
          </Button>
        </form>
      </Cell>
    </Row>
  );
}

function firstOf(columns: readonly GridColumn[], target: string): number {
  return columns.findIndex((column) => column.target === target);
}

interface GridCellProps {
  /** "row:column" among the cells that can be changed. */
  place: string;
  column: GridColumn;
  line: number;
  form: string;
  value: string;
  problems: readonly CellProblem[];
  isError: boolean;
  live: boolean;
  describedBy: string | undefined;
  onSave(text: string): void;
  move(from: HTMLElement, down: number, right: number): boolean;
}

function GridCell(props: GridCellProps) {
  const manage = useManage(sections);
  const words = manage.imports.review;
  const { place, column, line, form, value, problems, isError, live, describedBy, onSave, move } = props;
  const [text, setText] = useState(value);
  const id = useId();
  useEffect(() => setText(value), [value]);
  const suggested = problems.find(({ suggestion }) => suggestion);
  const mended = suggested && mendedCell(value, suggested);
  const meant = suggested?.suggestion && nameOf(suggested, suggested.suggestion);

  function press(event: KeyboardEvent<HTMLInputElement>) {
    const input = event.currentTarget;
    const { selectionStart, selectionEnd } = input;
    const whole = selectionStart === 0 && selectionEnd === text.length;
    const edge = (end: number) => whole || (selectionStart === end && selectionEnd === end);
    switch (event.key) {
      case "Enter":
        event.preventDefault();
        // Leaving the cell saves it; below the last one there is nowhere to go.
        if (!move(input, 1, 0)) leave();
        break;
      case "ArrowDown":
      case "ArrowUp":
        if (move(input, event.key === "ArrowDown" ? 1 : -1, 0)) event.preventDefault();
        break;
      case "ArrowLeft":
        if (edge(0) && move(input, 0, -1)) event.preventDefault();
        break;
      case "ArrowRight":
        if (edge(text.length) && move(input, 0, 1)) event.preventDefault();
        break;
      case "Escape":
        setText(value);
        break;
    }
  }

  function leave() {
    if (live && text !== value) onSave(text);
  }

  return (
    <div className={clsx("grid gap-1 py-1", column.target === "email" ? "sm:min-w-60" : "sm:min-w-32")}>
      <input
        type="text"
        form={form}
        name={`cell:${column.header}`}
        data-at={place}
        data-typed={text !== value || undefined}
        aria-label={words.cell({ column: column.label, line })}
        aria-invalid={isError || undefined}
        aria-describedby={[problems.length > 0 && id, describedBy].filter(Boolean).join(" ") || undefined}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={press}
        onBlur={leave}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        className={clsx(
          "field",
          problems.length === 0 && "border-line bg-transparent hover:border-line-strong",
        )}
      />
      {problems.length > 0 && (
        <div id={id} className={clsx("grid gap-1 text-sm", isError ? "text-danger" : "text-warn")}>
          {problems.map((problem) => (
            <p key={problem.code + problem.found} title={problemAdvice(manage, problem)}>
              {problemTitle(manage, problem)}.
              <VisuallyHidden> {problemAdvice(manage, problem)}</VisuallyHidden>
            </p>
          ))}
        </div>
      )}
      {mended && (
        <button
          type="submit"
          form={form}
          name={`set:${column.header}`}
          value={mended}
          onClick={(event) => {
            if (!live) return;
            event.preventDefault();
            setText(mended);
            onSave(mended);
          }}
          className="link justify-self-start text-start text-sm wrap-anywhere"
        >
          {words.takeSuggestion({ suggestion: mendedCell(value, { ...suggested, suggestion: meant }) })}
        </button>
      )}
    </div>
  );
}

/** The cell as it was meant: only the wrong one of several values is replaced. */
function mendedCell(value: string, { found, suggestion = "" }: CellProblem): string {
  return value.includes(";") && value.includes(found) ? value.replace(found, suggestion) : suggestion;
}
