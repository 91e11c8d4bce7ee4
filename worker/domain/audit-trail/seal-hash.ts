import type { EventToSeal } from "../../../db/queries/audit-trail.ts";
import type { Context } from "../context.ts";

/** Events that one seal holds at most. */
export const sealSize = 500;

/**
 * The hash of a seal: of the one before it and of every event in order, each a line of JSON with its
 * columns in a fixed order and the digest of its details, so that these can be blanked and not changed.
 * Seals of before there were digests (null) speak of the events alone.
 */
export function hashSeal(
  ctx: Context,
  prevHash: string,
  events: readonly EventToSeal[],
  digests: readonly (string | null)[] | null,
): Promise<string> {
  const lines = events.map(({ event }, index) =>
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
      ...(digests ? [digests[index] ?? null] : []),
    ]),
  );
  return ctx.secrets.sha256([prevHash, ...lines].join("\n"));
}

/** The salted digest of an event's details; null where it has none or no salt. */
export async function digestDetails(ctx: Context, row: Omit<EventToSeal, "event">): Promise<string | null> {
  if (row.detailsOf === null || row.salt === null) return null;
  return ctx.secrets.sha256(JSON.stringify([row.salt, row.actorName, row.details]));
}

/** True for details that were blanked, as erasure leaves them. */
export function isBlank(row: Omit<EventToSeal, "event">): boolean {
  return row.detailsOf !== null && row.actorName === null && row.details === "{}";
}
