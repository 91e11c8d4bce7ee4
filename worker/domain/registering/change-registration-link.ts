import * as z from "zod";
import { guardOffered } from "../../../db/queries/offers.ts";
import {
  changeSeenLink,
  linkById,
  replaceLinkPlaces,
  roomForLink,
} from "../../../db/queries/registration-links.ts";
import { guardChanged, type Statement } from "../../../db/queries/statements.ts";
import { type AuditAction, audit } from "../audit.ts";
import { commit } from "../commit.ts";
import { DomainError, type FieldError } from "../errors.ts";
import { idField } from "../fields.ts";
import { nameKeyOf } from "../places/place-name.ts";
import { standingAt } from "../places/spot.ts";
import { type MemberContext, memberUseCase, within } from "../use-case.ts";
import { decideLinkPlaces, linkPlacesQuery, linkValues, refuseTaken } from "./decide-link.ts";
import { linkFields } from "./link-fields.ts";
import { type LinkDetail, type LinkRow, linkDetail, placesOfLinkRow, requireLink } from "./link-view.ts";
import { parseLinkPlaces } from "./registration-link.ts";

export const changeRegistrationLinkFields = z.strictObject({
  linkId: idField("registrationLink"),
  name: linkFields.name.optional(),
  maxUses: linkFields.maxUses.optional(),
  endsOn: linkFields.endsOn.optional(),
  unitIds: linkFields.unitIds.optional(),
  groupIds: linkFields.groupIds.optional(),
  courseIds: linkFields.courseIds.optional(),
  domains: linkFields.domains.optional(),
});

/**
 * Changes what a link says; its address stays. Lists that are given take the place of those before; whoever has joined
 * stays where they are.
 *
 * Throws NOT_FOUND, VALIDATION_FAILED with every field that is not right, ROLE_ABOVE_YOURS, EDIT_CONFLICT.
 */
export const changeRegistrationLink = memberUseCase(
  within("registration.manage"),
  changeRegistrationLinkFields,
  async (ctx, { linkId, ...input }): Promise<LinkDetail> => {
    const { db, workspace } = ctx;
    const nameKey = input.name === undefined ? undefined : nameKeyOf(input.name);
    const named = {
      unitIds: input.unitIds ?? [],
      groupIds: input.groupIds ?? [],
      courseIds: input.courseIds ?? [],
    };
    const [[row], rows, [room]] = await db.batch([
      linkById(db, workspace.id, linkId),
      linkPlacesQuery(ctx, named),
      roomForLink(db, workspace.id, { nameKey: nameKey ?? "", exceptId: linkId, most: 1 }),
    ]);
    const seen = requireLink(ctx, row);
    const errors: FieldError[] = [];
    // A day that was over before may stay: the name of a link that has ended can still be changed.
    const sameEnd = input.endsOn !== undefined && input.endsOn === linkDetail(ctx, seen).endsOn;
    const values = linkValues(ctx, sameEnd ? { ...input, endsOn: undefined } : input, errors);
    if (nameKey !== undefined) refuseTaken(room && { ...room, hasRoom: 1 }, errors);
    const moves = [input.unitIds, input.groupIds, input.courseIds].some((list) => list !== undefined);
    const before = parseLinkPlaces(seen.places).places;
    const stays = (kind: "unit" | "group" | "course") =>
      before.flatMap((place) => (place.kind === kind ? place.id : []));
    const chosen = {
      unitIds: input.unitIds ?? stays("unit"),
      groupIds: input.groupIds ?? stays("group"),
      courseIds: input.courseIds ?? stays("course"),
    };
    if (moves) {
      const kept = before.filter(({ kind }) => input[`${kind}Ids`] === undefined).map(({ id }) => id);
      const known = [...rows, ...(kept.length > 0 ? await linkPlacesQuery(ctx, chosen) : [])];
      decideLinkPlaces(ctx, chosen, known, errors);
    } else if (errors.length > 0) {
      throw new DomainError("VALIDATION_FAILED", { errors });
    }
    return changeLink(ctx, seen, "registration_link.changed", values, [
      ...(moves
        ? [
            guardOffered(db, workspace.id, ctx.now(), { ...chosen, seats: [] }),
            ...replaceLinkPlaces(db, seen.link, chosen),
          ]
        : []),
    ]);
  },
);

/**
 * The one batch of every change of a link that was read: nothing happens when it, or the right to change it, is no
 * longer as it was. Answers with the link as it is then. Throws EDIT_CONFLICT.
 */
export async function changeLink(
  ctx: MemberContext,
  seen: LinkRow,
  action: AuditAction,
  values: Partial<LinkRow["link"]>,
  statements: readonly Statement[] = [],
): Promise<LinkDetail> {
  const { workspaceId, id } = seen.link;
  const op = ctx.ids.next("event");
  const standing = standingAt(ctx, "registration.manage", placesOfLinkRow(seen.places));
  const done = await commit(
    ctx,
    [
      changeSeenLink(ctx.db, seen.link, { ...values, lastOp: op }, standing),
      guardChanged(ctx.db),
      ...statements,
      ...audit(ctx, {
        workspaceId,
        actor: ctx.actor,
        action,
        targetId: id,
        op,
        details: { name: values.name ?? seen.link.name },
      }),
    ],
    linkDetail(ctx, { link: { ...seen.link, ...values }, places: seen.places }),
  );
  if (!done) throw new DomainError("EDIT_CONFLICT");
  if (statements.length === 0) return done;
  const [row] = await linkById(ctx.db, workspaceId, id);
  return row ? linkDetail(ctx, row) : done;
}
