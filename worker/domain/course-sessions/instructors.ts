import { instructorsAmong } from "../../../db/queries/course-sessions.ts";
import { holderId, partOf } from "../courses/course-authority.ts";
import { DomainError } from "../errors.ts";
import type { MemberContext } from "../use-case.ts";

/** Those among the named whom the asker may name at all: active members of their part, and themselves. */
export function nameable(ctx: MemberContext, ids: readonly string[]) {
  return instructorsAmong(
    ctx.db,
    ctx.workspace.id,
    JSON.stringify(ids),
    partOf(ctx.reach("people.view")),
    holderId(ctx) ?? "",
  );
}

/**
 * Throws NOT_FOUND for somebody who is not there for the asker, and ROLE_ABOVE_YOURS for anybody but oneself
 * where the asker could not give the role: who teaches a session is its session instructor.
 */
export function refuseInstructors(
  ctx: MemberContext,
  ids: readonly string[],
  found: readonly { id: string }[],
  groupId: string | null,
): void {
  if (ids.some((id) => !found.some((person) => person.id === id))) throw new DomainError("NOT_FOUND");
  const others = ids.some((id) => id !== holderId(ctx));
  const scope = groupId ? ({ kind: "group", id: groupId } as const) : ({ kind: "workspace" } as const);
  if (others && !ctx.mayGrant("session_instructor", scope)) {
    throw new DomainError("ROLE_ABOVE_YOURS", { params: { role: "session_instructor" } });
  }
}
