import { useFetcher } from "@remix-run/react";
import { useEffect, useRef, useState } from "react";
import type { ImportRowView } from "../../../worker/domain/imports/list-import-rows";
import { useManage } from "../../manage-words";
import { imports } from "../../messages/manage/en/imports";

const sections = { imports };

/** What the review answers to a change of one row. */
export type RowAnswer = { line: number; row: ImportRowView } | { line: number; error: string };

export interface RowChange {
  line: number;
  /** New texts by heading. */
  cells?: Readonly<Record<string, string>>;
  exclude?: boolean;
}

export interface RowSaver {
  save(change: RowChange): void;
  /** As the server has it, for rows that were changed here. */
  rows: ReadonlyMap<number, ImportRowView>;
  errors: ReadonlyMap<number, string>;
  waiting: ReadonlySet<number>;
  /** The last result in a sentence. */
  said: string;
}

/**
 * Saves rows one after another while somebody goes on typing: an import checks what has changed before it
 * takes the next change. A row that was mended stays where it is, so that the focus does.
 */
export function useRowSaver(): RowSaver {
  const manage = useManage(sections);
  const fetcher = useFetcher<RowAnswer>();
  const queue = useRef<RowChange[]>([]);
  const current = useRef<RowChange | null>(null);
  const [rows, setRows] = useState<ReadonlyMap<number, ImportRowView>>(new Map());
  const [errors, setErrors] = useState<ReadonlyMap<number, string>>(new Map());
  const [waiting, setWaiting] = useState<ReadonlySet<number>>(new Set());
  const [said, setSaid] = useState("");

  function next() {
    if (current.current) return;
    const change = queue.current.shift();
    if (!change) return;
    current.current = change;
    const form = new FormData();
    form.set("intent", change.exclude === undefined ? "row" : change.exclude ? "excludeRow" : "includeRow");
    form.set("line", String(change.line));
    form.set("live", "1");
    for (const [heading, text] of Object.entries(change.cells ?? {})) form.set(`cell:${heading}`, text);
    fetcher.submit(form, { method: "post" });
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: an answer is there when the fetcher rests again.
  useEffect(() => {
    const done = current.current;
    const answer = fetcher.data;
    if (fetcher.state !== "idle" || !done || answer?.line !== done.line) return;
    current.current = null;
    const { line } = answer;
    setWaiting(new Set(queue.current.map((change) => change.line)));
    if ("row" in answer) {
      setRows((known) => new Map(known).set(line, answer.row));
      setErrors((known) => new Map([...known].filter(([other]) => other !== line)));
      const state = manage.imports.outcomes[answer.row.outcome];
      setSaid(manage.imports.review.savedRow({ line, state }));
    } else {
      setErrors((known) => new Map(known).set(line, answer.error));
      setSaid(answer.error);
    }
    next();
  }, [fetcher.state, fetcher.data]);

  function save(change: RowChange) {
    queue.current.push(change);
    setWaiting((known) => new Set(known).add(change.line));
    next();
  }

  return { save, rows, errors, waiting, said };
}
