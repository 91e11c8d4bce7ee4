import * as z from "zod";
import { importsOf } from "../../../db/queries/imports.ts";
import type { JobKind } from "../../../db/queries/job-targets.ts";
import { latestJobs } from "../../../db/queries/jobs.ts";
import { ownUploads } from "../imports/find-import.ts";
import { type ImportView, importView } from "../imports/import-view.ts";
import { memberUseCase, withinOrStarted } from "../use-case.ts";
import { jobsOf, startsJobs } from "./job-fields.ts";

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
  /** The names of what a bulk act is about; null: nothing but people. */
  subject: string | null;
  createdAt: number;
  finishedAt: number | null;
}

/**
 * What runs in the workspace and what ended within the last hour, newest first (screen 17). Who does
 * not manage the invitations of the whole workspace sees what they started themselves.
 */
export const listWork = memberUseCase(
  withinOrStarted("people.view", startsJobs),
  z.strictObject({}),
  async (ctx): Promise<{ items: WorkItem[]; running: number }> => {
    const { id } = ctx.workspace;
    const own = jobsOf(ctx);
    const [jobs, imports] = await ctx.db.batch([
      latestJobs(ctx.db, id, latest, own),
      importsOf(ctx.db, id, null, latest, ownUploads(ctx)),
    ]);
    const items = [
      ...jobs.map(jobItem),
      ...(ctx.reach("invitation.create") !== null
        ? imports.map((record) => importItem(importView(record)))
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
  const { name } = job.filter as { name?: string | null };
  const item = {
    kind,
    id,
    state: status,
    total,
    fileName: null,
    subject: name ?? null,
    createdAt,
    finishedAt,
  };
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
    subject: null,
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
