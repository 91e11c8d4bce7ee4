import * as z from "zod";
import { guardOffered } from "../../../db/queries/offers.ts";
import { insertLink, replaceLinkPlaces, roomForLink } from "../../../db/queries/registration-links.ts";
import { guardChanged } from "../../../db/queries/statements.ts";
import { audit } from "../audit.ts";
import { commit } from "../commit.ts";
import { DomainError, type FieldError } from "../errors.ts";
import { nameKeyOf } from "../places/place-name.ts";
import { standingAt } from "../places/spot.ts";
import { memberUseCase, within } from "../use-case.ts";
import {
  decideLinkPlaces,
  type LinkPlaces,
  linkPlacesQuery,
  linkValues,
  mostLinks,
  refuseTaken,
} from "./decide-link.ts";
import { linkFields } from "./link-fields.ts";
import { type LinkDetail, linkDetail } from "./link-view.ts";
import { type LinkPlace, newLinkCode, newSecurityCode } from "./registration-link.ts";

export const createRegistrationLinkFields = z.strictObject({
  name: linkFields.name,
  maxUses: linkFields.maxUses.optional(),
  endsOn: linkFields.endsOn.optional(),
  unitIds: linkFields.unitIds.optional(),
  groupIds: linkFields.groupIds.optional(),
  courseIds: linkFields.courseIds.optional(),
  domains: linkFields.domains.optional(),
});

/**
 * Makes a link by which many register themselves (F130), each as a learner and wherever it says. It leads into the
 * asker's part and nowhere else.
 *
 * Throws REGISTRATION_OFF, VALIDATION_FAILED with every field that is not right, ROLE_ABOVE_YOURS, EDIT_CONFLICT.
 */
export const createRegistrationLink = memberUseCase(
  within("registration.manage"),
  createRegistrationLinkFields,
  async (ctx, input): Promise<LinkDetail> => {
    const { db, workspace } = ctx;
    if (workspace.policies["selfreg.mode"] === "off") throw new DomainError("REGISTRATION_OFF");
    const { unitIds = [], groupIds = [], courseIds = [] } = input;
    const chosen: LinkPlaces = { unitIds, groupIds, courseIds };
    const nameKey = nameKeyOf(input.name);
    const [rows, [room]] = await db.batch([
      linkPlacesQuery(ctx, chosen),
      roomForLink(db, workspace.id, { nameKey, exceptId: "", most: mostLinks }),
    ]);
    const errors: FieldError[] = [];
    refuseTaken(room, errors);
    const values = linkValues(ctx, input, errors);
    decideLinkPlaces(ctx, chosen, rows, errors);
    const op = ctx.ids.next("event");
    const row = {
      maxUses: null,
      endsAt: null,
      domains: null,
      ...values,
      workspaceId: workspace.id,
      id: ctx.ids.next("registrationLink"),
      name: input.name,
      nameKey,
      code: newLinkCode(ctx),
      securityCode: newSecurityCode(ctx),
      uses: 0,
      pausedAt: null,
      deletedAt: null,
      createdBy: ctx.actor.id ?? "",
      createdAt: ctx.now(),
      lastOp: op,
    };
    const places = rows.map(({ kind, id, name }) => ({ kind, id, name }) as LinkPlace);
    const done = await commit(
      ctx,
      [
        insertLink(db, row, standingAt(ctx, "registration.manage", chosen), mostLinks),
        guardChanged(db),
        guardOffered(db, workspace.id, ctx.now(), { ...chosen, seats: [] }),
        ...replaceLinkPlaces(db, row, chosen),
        ...audit(ctx, {
          workspaceId: workspace.id,
          actor: ctx.actor,
          action: "registration_link.created",
          targetId: row.id,
          op,
          details: { name: row.name },
        }),
      ],
      linkDetail(ctx, { link: row, places: JSON.stringify({ places, gone: 0 }) }),
    );
    if (!done) throw new DomainError("EDIT_CONFLICT");
    return done;
  },
);
