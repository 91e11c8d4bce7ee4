import * as z from "zod";
import {
  extendAccess as extendRows,
  insertAccessAudit,
  peopleToExtend,
} from "../../../db/queries/access-ends.ts";
import type { AuditAction } from "../audit.ts";
import { idField } from "../fields.ts";
import { parseRoles } from "../invitations/invitation-view.ts";
import { accessEndField } from "../people/access-end.ts";
import { covers, touches } from "../permissions.ts";
import { memberUseCase, within } from "../use-case.ts";
import { standingOf } from "./member-change.ts";
import { readPlaces } from "./part.ts";
import { newEnd } from "./set-access-end.ts";
import { roleAbove } from "./whole-person.ts";

const peopleAtMost = 100;

export interface ExtendedPerson {
  membershipId: string;
  /** `gone`: there is nobody of this id who has access, or not for the asker; `changed`: somebody was faster. */
  outcome: "extended" | "gone" | "not_yours" | "role_above" | "last_admin" | "changed";
}

/**
 * Sets another last day for several people at once, or none; each row ends with its own outcome. What happens at
 * their end stays as it is. Throws VALIDATION_FAILED on `accessEndsOn`.
 */
export const extendAccess = memberUseCase(
  within("member.place"),
  z.strictObject({
    membershipIds: z
      .array(idField("membership"), "Choose the people.")
      .min(1, "Choose at least one person.")
      .max(peopleAtMost, "At most 100 people at once."),
    accessEndsOn: accessEndField.nullable(),
  }),
  async (ctx, input): Promise<{ results: ExtendedPerson[]; accessEndsOn: string | null }> => {
    const workspaceId = ctx.workspace.id;
    const membershipIds = [...new Set(input.membershipIds)];
    const end = newEnd(ctx, ctx.workspace, input.accessEndsOn);
    const found = await peopleToExtend(ctx.db, workspaceId, JSON.stringify(membershipIds));
    const people = new Map(found.map((row) => [row.id, row]));
    const reach = ctx.reach("member.place");
    const refusalOf = (id: string): ExtendedPerson["outcome"] | null => {
      const row = people.get(id);
      const places = readPlaces(row?.places ?? '{"unitIds":[],"groupIds":[]}');
      if (!row || reach === null || !touches(reach, places)) return "gone";
      if (!covers(reach, places)) return "not_yours";
      if (roleAbove(ctx, [...parseRoles(row.roles), ...parseRoles(row.taught)], places)) return "role_above";
      return end.accessEndsOn !== null && row.isLastAdmin === 1 ? "last_admin" : null;
    };
    const refused = new Map(membershipIds.map((id) => [id, refusalOf(id)]));
    const rows = found
      .filter(({ id }) => refused.get(id) === null)
      .map(({ id, lastOp }) => ({ workspaceId, id, lastOp, auditId: ctx.ids.next("audit") }));
    const changed = new Set<string>();
    if (rows.length > 0) {
      const op = ctx.ids.next("event");
      const action: AuditAction = "member.access_end_set";
      const json = JSON.stringify(rows);
      const [written] = await ctx.db.batch([
        extendRows(ctx.db, json, standingOf(ctx, "member.place"), { ...end, lastOp: op }),
        ...insertAccessAudit(
          ctx.db,
          {
            at: ctx.now(),
            actorKind: ctx.actor.kind,
            actorId: ctx.actor.id,
            action,
            op,
            ipPrefix: ctx.request.ipPrefix,
            requestId: ctx.request.id,
          },
          ctx.actor.name,
          json,
        ),
      ]);
      for (const { id } of written) changed.add(id);
    }
    return {
      accessEndsOn: end.accessEndsOn,
      results: membershipIds.map((membershipId) => ({
        membershipId,
        outcome: refused.get(membershipId) ?? (changed.has(membershipId) ? "extended" : "changed"),
      })),
    };
  },
);
