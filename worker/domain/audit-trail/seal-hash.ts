import type { auditEvents } from "../../../db/schema/index.ts";
import type { Context } from "../context.ts";

/** Events that one seal holds at most. */
export const sealSize = 500;

/**
 * The hash of a seal: of the one before it and of every event in order, each a line of JSON with its
 * columns in a fixed order. Names and addresses stand in `audit_details` and are not part of it, so
 * that they can be blanked.
 */
export function hashSeal(
  ctx: Context,
  prevHash: string,
  events: readonly (typeof auditEvents.$inferSelect)[],
): Promise<string> {
  const lines = events.map((event) =>
    JSON.stringify([
      event.workspaceId,
      event.id,
      event.at,
      event.actorKind,
      event.actorId,
      event.action,
      event.membershipId,
      event.targetId,
      event.op,
      event.ipPrefix,
      event.requestId,
    ]),
  );
  return ctx.secrets.sha256([prevHash, ...lines].join("\n"));
}
