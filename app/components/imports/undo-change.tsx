import { Form, useNavigation } from "@remix-run/react";
import { useEffect, useRef } from "react";
import type { CellProblem } from "../../../worker/domain/imports/cell-problems";
import type { ReviewChange } from "../../../worker/domain/imports/review-change";
import { useManage } from "../../manage-words";
import type { ManageMessages } from "../../messages/manage/en";
import { imports } from "../../messages/manage/en/imports";
import { Button } from "../ui/button";
import { problemTitle } from "./problem-words";

const sections = { imports };

/** What a change did, in a few words. */
function changeTitle(
  manage: Pick<ManageMessages, "imports">,
  { kind, count, line = 0, problem = "", column = "", ...texts }: ReviewChange,
): string {
  const words = manage.imports.review.undo;

  const [, code, of] = /^[!~]([a-z_]+):((?:custom:)?[a-z0-9_]+):/.exec(problem) ?? [];
  const title =
    code && of
      ? problemTitle(manage, { code: code as CellProblem["code"], column: of as CellProblem["column"] })
      : "";
  const { find = "", replace = "" } = texts;
  return words.changes[kind]({ count, line, title, column, find, replace });
}

interface UndoChangeProps {
  change: ReviewChange | null;
  /** Changes when an answer has come back, with the rows in their places anew. */
  visit: string;
}

/** Takes the last change of rows back; Ctrl+Z does so where nobody is typing. */
export function UndoChange({ change, visit }: UndoChangeProps) {
  const manage = useManage(sections);
  const words = manage.imports.review.undo;
  const form = useRef<HTMLFormElement>(null);
  const place = useRef<string | null>(null);
  const busy = useNavigation().state !== "idle";

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "z" || !(event.ctrlKey || event.metaKey)) return;
      if (event.shiftKey || event.altKey || event.defaultPrevented || !form.current) return;
      if (isTyping(event.target)) return;
      event.preventDefault();
      // What is being saved is not the last change yet.
      if (busy || document.querySelector("tr[aria-busy=true]")) return;
      place.current = event.target instanceof HTMLElement ? (event.target.dataset.at ?? null) : null;
      form.current.requestSubmit();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [busy]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the cells are made anew with each visit.
  useEffect(() => {
    if (place.current === null) return;
    document.querySelector<HTMLElement>(`[data-at="${place.current}"]`)?.focus();
    place.current = null;
  }, [visit]);

  if (!change) return null;
  return (
    <Form ref={form} method="post" preventScrollReset>
      <input type="hidden" name="intent" value="undoChange" />
      <input type="hidden" name="changeId" value={change.id} />
      <Button
        type="submit"
        size="small"
        pending={busy && place.current !== null}
        aria-keyshortcuts="Control+Z"
        className="text-start wrap-anywhere"
      >
        {words.button({ what: changeTitle(manage, change) })}
      </Button>
    </Form>
  );
}

/** A cell in which nothing was typed yet has nothing of its own to take back. */
function isTyping(target: EventTarget | null): boolean {
  if (document.querySelector("dialog[open], [popover]:popover-open")) return true;
  if (!(target instanceof HTMLElement)) return false;
  if (target.dataset.at !== undefined) return target.dataset.typed !== undefined;
  return target.closest("input, textarea, select, [contenteditable]") !== null;
}
