import * as z from "zod";
import { importsOf } from "../../../db/queries/imports.ts";
import type { JobKind } from "../../../db/queries/job-targets.ts";
import { latestJobs } from "../../../db/queries/jobs.ts";
import { type ImportView, importView } from "../imports/import-view.ts";
import { memberUseCase, within } from "../use-case.ts";

const hour = 3_600_000;
/** The latest of each kind that are looked at; older ones are on pages of their own. */
const latest = 30;
const shown = 10;

/** A bulk act or an import. */
export interface WorkItem {
  kind: JobKind | "import";
  id: string;
  /** `waiting`: somebody has to look at the import before it goes on. */
  state: "running" | "waiting" | "done" | "undone" | "canceled" | "failed";
  /** Rows that are done, and how many there are. */
  done: number;
  total: number;
  /** Rows that were left out, once it is over. */
  skipped: number;
  fileName: string | null;
  createdAt: number;
  finishedAt: number | null;
}

/**
 * What runs in the workspace and what ended within the last hour, newest first (screen 17). Whoever sees a part
 * sees what they started themselves.
 */
export const listWork = memberUseCase(
  within("people.view"),
  z.strictObject({}),
  async (ctx): Promise<{ items: WorkItem[]; running: number }> => {
    const { id } = ctx.workspace;
    const own = ctx.may("people.view") ? null : (ctx.actor.id ?? "");
    const [jobs, imports] = await ctx.db.batch([
      latestJobs(ctx.db, id, latest, own),
      importsOf(ctx.db, id, null, latest),
    ]);
    const mine = ({ actorId }: { actorId: string | null }) => own === null || actorId === own;
    const items = [
      ...(own !== null || ctx.may("invitation.manage") ? jobs.filter(mine).map(jobItem) : []),
      ...(ctx.reach("invitation.create") !== null
        ? imports.filter(mine).map((record) => importItem(importView(record)))
        : []),
    ];
    const since = ctx.now() - hour;
    const recent = items.filter(
      ({ state, createdAt, finishedAt }) => state === "running" || (finishedAt ?? createdAt) > since,
    );
    return {
      items: recent.sort((a, b) => b.createdAt - a.createdAt).slice(0, shown),
      running: recent.filter(({ state }) => state === "running").length,
    };
  },
);

function jobItem(job: Awaited<ReturnType<typeof latestJobs>>[number]): WorkItem {
  const { kind, id, status, done, skipped, total, createdAt, finishedAt } = job;
  const running = status === "running";
  const item = { kind, id, state: status, total, fileName: null, createdAt, finishedAt };
  return { ...item, done: running ? done + skipped : done, skipped: running ? 0 : skipped };
}

function importItem(view: ImportView): WorkItem {
  const { id, status, progress, counts, rowCount, fileName, createdAt, finishedAt } = view;
  const state = importStates[status];
  const made = (counts.invited ?? 0) + (counts.updated ?? 0);
  return {
    kind: "import",
    id,
    state,
    done: state === "running" ? progress.done : made,
    total: state === "running" ? progress.total : rowCount,
    skipped: state === "done" ? rowCount - made : 0,
    fileName,
    createdAt,
    finishedAt,
  };
}

const importStates: Record<ImportView["status"], WorkItem["state"]> = {
  receiving: "running",
  mapping: "waiting",
  checking: "running",
  ready: "waiting",
  running: "running",
  paused: "waiting",
  undoing: "running",
  done: "done",
  canceled: "canceled",
  undone: "undone",
  failed: "failed",
};
