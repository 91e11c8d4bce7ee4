import * as z from "zod";
import { invitationById } from "../../../db/queries/invitations.ts";
import { actsOnInvitation, mailEventsOf } from "../../../db/queries/timelines.ts";
import { DomainError } from "../errors.ts";
import { idField } from "../fields.ts";
import { detailsSeen, partOf } from "../members/part.ts";
import { touches } from "../permissions.ts";
import { memberUseCase, within } from "../use-case.ts";
import { placesOffered } from "./invitation-authority.ts";
import { type InvitationView, invitationView } from "./invitation-view.ts";

const longest = 200;

/** Something that happened to an invitation: an act of ours, or news from the mail provider. */
export interface InvitationEvent {
  at: number;
  action: string;
  actor: { kind: string; id: string | null; name: string | null };
  details: Record<string, unknown>;
}

export interface InvitationDetail {
  invitation: InvitationView;
  /** Oldest first. */
  timeline: InvitationEvent[];
}

/** One invitation and all that happened to it (F87), in one round trip. */
export const viewInvitationDetail = memberUseCase(
  within("people.view"),
  z.strictObject({ invitationId: idField("invitation") }),
  async (ctx, { invitationId }): Promise<InvitationDetail> => {
    const { id } = ctx.workspace;
    const [found, acts, news] = await ctx.db.batch([
      invitationById(ctx.db, id, invitationId),
      actsOnInvitation(ctx.db, id, invitationId, longest),
      mailEventsOf(ctx.db, id, invitationId, longest),
    ]);
    const row = found[0];
    const reach = ctx.reach("people.view");
    if (!row || reach === null || !touches(reach, placesOffered(row.places)))
      throw new DomainError("NOT_FOUND");
    const part = partOf(reach);
    const timeline: InvitationEvent[] = [
      ...acts.toReversed().map(({ at, action, actorKind, actorId, actorName, details }) => ({
        at,
        action,
        actor: { kind: actorKind, id: actorId, name: actorName },
        details: detailsSeen(part, details ?? {}),
      })),
      ...news.toReversed().map(({ at, type, detail }) => ({
        at,
        action: `mail.${type}`,
        actor: { kind: "system", id: null, name: null },
        details: detail === null ? {} : { detail },
      })),
    ];
    return {
      invitation: invitationView(row, ctx.now(), reach),
      timeline: timeline.sort((a, b) => a.at - b.at),
    };
  },
);
