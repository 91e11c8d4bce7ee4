import * as z from "zod";
import { customFieldsOf } from "../../../db/queries/custom-fields.ts";
import { labelsInUse } from "../../../db/queries/labels.ts";
import { offerOfMember } from "../../../db/queries/offers.ts";
import { type SeatCounts, seatCounts } from "../../../db/queries/seats.ts";
import { type AskedField, askedField } from "../custom-fields/field-definition.ts";
import { idField } from "../fields.ts";
import { type RoleKey, rolesHere, touches } from "../permissions.ts";
import type { Policies } from "../policies.ts";
import { reservesSeats, seatsLeft } from "../seats/room.ts";
import { memberUseCase, within } from "../use-case.ts";
import { isAsked, type OptionalField } from "./decide-offer.ts";
import { placesOffered } from "./invitation-authority.ts";
import { type OfferedPlaces, parsePlaces, seenPlaces } from "./invitation-view.ts";
import { type ChoicePage, choicesOf } from "./offer-choices.ts";

/** As many are listed; more are found by a search. */
const listed = 200;
const shownLabels = 200;

export interface InviteForm {
  /** What the form asks for, and for which roles (D10); what the workspace has none of is not asked. */
  asked: Record<OptionalField, readonly RoleKey[]>;
  required: { unit: boolean; group: boolean };
  /** A person may be in several units here. */
  severalUnits: boolean;
  units: ChoicePage;
  groups: ChoicePage;
  courses: ChoicePage;
  sessions: ChoicePage;
  fields: AskedField[];
  /** Words that people have already. */
  labels: string[];
  /** How many seats are left; null where there is no end of them. `reserves`: each invitation holds one. */
  seats: { left: number; seats: number; reserves: boolean } | null;
  /** What is offered to the person of the edit; null where nobody was named. */
  offered:
    | (OfferedPlaces & {
        accessEndsOn: string | null;
        labels: string[];
        customFields: Record<string, string>;
      })
    | null;
}

/** What the form of an invitation offers here to the asker, and of an edit what is offered now, as far as it is theirs. */
export const viewInviteForm = memberUseCase(
  within("invitation.create"),
  z.strictObject({ membershipId: idField("membership").optional() }),
  async (ctx, { membershipId }): Promise<InviteForm> => {
    const { db, workspace } = ctx;
    const { policies } = workspace;
    const asked = { limit: listed };
    const [unit, group, course, session] = [
      choicesOf.unit(ctx, asked),
      choicesOf.group(ctx, asked),
      choicesOf.course(ctx, asked),
      choicesOf.session(ctx, asked),
    ];
    const [units, groups, courses, sessions, fields, labels, [offer], [counts]] = await db.batch([
      unit.query,
      group.query,
      course.query,
      session.query,
      customFieldsOf(db, workspace.id),
      labelsInUse(db, workspace.id, shownLabels),
      offerOfMember(db, workspace.id, membershipId ?? ""),
      seatCounts(db, workspace.seats === null ? "" : workspace.id),
    ]);
    const pages = {
      units: unit.page(units),
      groups: group.page(groups),
      courses: course.page(courses),
      sessions: session.page(sessions),
    };
    const here = rolesHere(policies, workspace.customRoles);
    const forRoles = (field: OptionalField, has: boolean) =>
      has ? here.filter((role) => isAsked(workspace, field, [role])) : [];
    const required = policies["invite.required"];
    const sight = ctx.reach("people.view");
    return {
      asked: {
        unit: forRoles("unit", pages.units.options.length > 0),
        group: forRoles("group", pages.groups.options.length > 0),
        courses: forRoles("courses", pages.courses.options.length > 0),
        sessions: forRoles("sessions", pages.sessions.options.length > 0),
        access_ends_on: forRoles("access_ends_on", true),
        language: forRoles("language", true),
        labels: forRoles("labels", true),
        custom: forRoles(
          "custom",
          fields.some(({ inForm }) => inForm),
        ),
      },
      required: { unit: required.includes("unit"), group: required.includes("groups") },
      severalUnits: policies["units.per_person"] === "several",
      ...pages,
      fields: fields.filter(({ inForm }) => inForm).map(askedField),
      // Words of other people are no more theirs than those people.
      labels: sight === "everywhere" ? labels.map(({ label }) => label) : [],
      seats: counts ? seatsOf(policies, counts) : null,
      offered:
        offer && sight !== null && touches(sight, placesOffered(offer.places))
          ? {
              ...seenPlaces(parsePlaces(offer.places), sight),
              accessEndsOn: offer.accessEndsOn,
              labels: offer.labels,
              customFields: offer.customFields,
            }
          : null,
    };
  },
);

function seatsOf(policies: Policies, counts: SeatCounts): InviteForm["seats"] {
  const left = seatsLeft(policies, counts);
  if (left === null || counts.seats === null) return null;
  return { left: Math.max(0, left), seats: counts.seats, reserves: reservesSeats(policies) };
}
