import { changeSeenEnrolment, type RecordRow, recordById } from "../../../db/queries/learning-records.ts";
import { guardChanged, type Statement } from "../../../db/queries/statements.ts";
import type { enrolments } from "../../../db/schema/index.ts";
import { type AuditAction, audit } from "../audit.ts";
import { commit } from "../commit.ts";
import { sightOf } from "../courses/course-authority.ts";
import { DomainError } from "../errors.ts";
import { standingOf } from "../members/member-change.ts";
import type { MemberContext } from "../use-case.ts";
import { type EnrolmentView, enrolmentView } from "./enrolment-view.ts";

type Values = Partial<
  Pick<typeof enrolments.$inferSelect, "status" | "progress" | "completedAt" | "withdrawnAt">
>;

interface Change {
  action: AuditAction;
  /** Throws, or says what changes; null: it is as wanted already. */
  decide(row: RecordRow): Values | null;
  /** What else the batch writes, and what the view shows of it. */
  also?(row: RecordRow): { statements: Statement[]; shown: Partial<EnrolmentView> };
}

/**
 * One guarded change of an enrolment of the asker's part or in a course of their own. Throws NOT_FOUND,
 * EDIT_CONFLICT.
 */
export async function changeEnrolment(
  ctx: MemberContext,
  enrolmentId: string,
  change: Change,
): Promise<EnrolmentView> {
  const workspaceId = ctx.workspace.id;
  const sight = sightOf(ctx, "enrolment.manage");
  const [row] = await recordById(ctx.db, workspaceId, enrolmentId, sight);
  if (!row) throw new DomainError("NOT_FOUND");
  const values = change.decide(row);
  if (!values) return enrolmentView(row);
  const op = ctx.ids.next("event");
  const also = change.also?.(row) ?? { statements: [], shown: {} };
  // Whoever reaches the record as an instructor of their own course rests on that right.
  const permission = ctx.reach("enrolment.manage") === null ? "course.create" : "enrolment.manage";
  const standing = standingOf(ctx, permission);
  const own = sight.ownerId === null ? [] : standingOf(ctx, "course.create").roles;
  const done = await commit(
    ctx,
    [
      changeSeenEnrolment(
        ctx.db,
        { workspaceId, id: row.id, lastOp: row.lastOp },
        { ...values, lastOp: op },
        { ...standing, roles: [...standing.roles, ...own] },
      ),
      guardChanged(ctx.db),
      ...also.statements,
      ...audit(ctx, {
        workspaceId,
        actor: ctx.actor,
        action: change.action,
        membershipId: row.membershipId,
        targetId: row.id,
        op,
        details: {
          course: row.courseTitle,
          ...(values.progress === undefined ? {} : { before: row.progress, after: values.progress }),
        },
      }),
    ],
    { ...enrolmentView({ ...row, ...values }), ...also.shown },
  );
  if (!done) throw new DomainError("EDIT_CONFLICT");
  return done;
}
