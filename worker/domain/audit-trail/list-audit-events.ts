import * as z from "zod";
import { trailPage } from "../../../db/queries/audit-trail.ts";
import { auditActions } from "../audit.ts";
import { idField } from "../fields.ts";
import { firstIdAt, isId } from "../ids.ts";
import { detailsSeen, partFor } from "../members/part.ts";
import { memberUseCase, within } from "../use-case.ts";

/** Events that one page looks at where a filter has no index of its own, and where each is judged by places. */
const lookAtMost = 500;
const lookInPart = 300;

/** Ids are made a moment before or after the event's own time is read. */
const slack = 60_000;

export interface AuditEventView {
  id: string;
  at: number;
  action: string;
  actor: { kind: string; id: string | null; name: string };
  membershipId: string | null;
  targetId: string | null;
  ipPrefix: string | null;
  requestId: string;
  details: Record<string, unknown>;
}

export interface AuditPage {
  events: AuditEventView[];
  nextCursor: string | null;
  more: "no" | "yes" | "keep_looking";
}

/**
 * The audit trail of the workspace, newest first (F143, screen 14). A filter by person or action is a
 * range of an index; by actor, or by both, a page may be short and ask to keep looking. Of a part it tells what
 * concerns its people, and its units and groups, without where the requests came from; nothing else.
 */
export const listAuditEvents = memberUseCase(
  within("audit.view"),
  z.strictObject({
    action: z.enum(auditActions, "This is not an action that is written down.").optional(),
    membershipId: idField("membership").optional(),
    /** A membership or an API key. */
    actorId: z.string("Give an id.").max(60).optional(),
    from: z.coerce.date("Give a time, like 2026-12-31T18:00:00Z.").optional(),
    until: z.coerce.date("Give a time, like 2026-12-31T18:00:00Z.").optional(),
    limit: z.coerce.number().int().min(1).max(100, "At most 100 rows a page.").optional(),
    cursor: z
      .string("Give the cursor of the page before.")
      .refine((value) => isId("audit", value), { message: "This is not a cursor of this list." })
      .optional(),
  }),
  async (ctx, input): Promise<AuditPage> => {
    const limit = input.limit ?? 50;
    const from = input.from?.getTime();
    const until = input.until?.getTime();
    const part = partFor(ctx, "audit.view");
    const judged = Boolean(input.actorId || (input.membershipId && input.action));
    const look = part ? lookInPart : judged ? Math.max(lookAtMost, limit + 1) : limit + 1;
    const ceiling = until === undefined ? "aud_~" : firstIdAt("audit", until + slack);
    const found = await trailPage(
      ctx.db,
      ctx.workspace.id,
      { ...input, from, until },
      {
        from: from === undefined ? "" : firstIdAt("audit", from - slack),
        before: input.cursor && input.cursor < ceiling ? input.cursor : ceiling,
      },
      look,
      part,
    );
    const kept = found.filter((row) => row.kept);
    const shown = kept.slice(0, limit);
    const events = shown.map(
      ({ event, actorName, details }): AuditEventView => ({
        id: event.id,
        at: event.at,
        action: event.action,
        actor: { kind: event.actorKind, id: event.actorId, name: actorName ?? "" },
        membershipId: event.membershipId,
        targetId: event.targetId,
        ipPrefix: part ? null : event.ipPrefix,
        requestId: event.requestId,
        details: detailsSeen(part, details ?? {}),
      }),
    );
    if (kept.length > limit) return { events, nextCursor: shown.at(-1)?.event.id ?? null, more: "yes" };
    if (found.length === look) {
      return { events, nextCursor: found.at(-1)?.event.id ?? null, more: "keep_looking" };
    }
    return { events, nextCursor: null, more: "no" };
  },
);
