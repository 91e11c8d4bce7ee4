import { courseSessionById } from "../../../db/queries/course-sessions.ts";
import { enrolListed } from "../../../db/queries/courses.ts";
import { attendSession } from "../../../db/queries/enrolments.ts";
import { advanceJob } from "../../../db/queries/jobs.ts";
import { settlePeople, waitingPeople } from "../../../db/queries/staged-people.ts";
import type { Statement } from "../../../db/queries/statements.ts";
import type { Context } from "../context.ts";
import { wakeMail } from "../mail/queue-mail.ts";
import type { Policies } from "../policies.ts";

const chunk = 500;

interface LeasedJob {
  workspaceId: string;
  id: string;
  kind: "enrol" | "attend";
  filter: Record<string, unknown>;
  cursor: string | null;
}

/**
 * One chunk of a job that enrols people, or gives them places in a session. It asks nobody: the course is
 * assigned already, and this makes true what follows from it. `op` is the lease.
 */
export async function workOnCourse(
  ctx: Context,
  job: LeasedJob,
  { policies, op }: { policies: Policies; op: string },
): Promise<{ more: boolean }> {
  const { workspaceId, filter } = job;
  const act = { workspaceId, now: ctx.now(), op };
  const rows = await waitingPeople(ctx.db, workspaceId, job, chunk);
  const ids = JSON.stringify(rows.map(({ membershipId }) => membershipId));
  const last = rows.length < chunk;
  const statements: Statement[] = [];
  // The policy may have been changed since: then nothing follows any more.
  if (policies["enrol.from_group"]) {
    if (job.kind === "enrol") {
      const by = filter.by === "unit" ? "unit" : "group";
      statements.push(enrolListed(ctx.db, act, String(filter.courseId), ids, by));
    } else {
      const [row] = await courseSessionById(ctx.db, workspaceId, String(filter.sessionId));
      const session = row?.session;
      if (session?.groupId) {
        statements.push(...attendSession(ctx.db, act, { ...session, groupId: session.groupId }, ids));
      }
    }
  }
  const outcomes = JSON.stringify(rows);
  const cursor = rows.at(-1)?.membershipId ?? null;
  const [first, ...rest] = [
    ...statements,
    settlePeople(ctx.db, workspaceId, job.id, ids),
    advanceJob(ctx.db, workspaceId, job.id, op, { outcomes, cursor, last }, ctx.now()),
  ];
  if (first) await ctx.db.batch([first, ...rest]);
  if (job.kind === "attend") await wakeMail(ctx, workspaceId);
  return { more: !last };
}
