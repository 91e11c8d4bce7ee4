import * as z from "zod";
import { deliveryStates } from "../../../db/schema/index.ts";
import { idField, roleField } from "../fields.ts";

const statuses = [
  "all",
  "pending",
  "active",
  "expired",
  "expiring",
  "bounced",
  "deactivated",
  "unproved",
  "canceled",
  "declined",
] as const;

/**
 * Stands where others have the id of their inviter, in the row of a member who came in by registering: the list finds
 * them by the index that finds those of an inviter.
 */
export const selfRegistered = "catalog";

/** The filter of the People list as it stands in the URL, in exports and in bulk jobs. */
export const peopleFilter = {
  status: z.enum(statuses, `Choose one of: ${statuses.join(", ")}.`).optional(),
  delivery: z.enum(deliveryStates, `Choose one of: ${deliveryStates.join(", ")}.`).optional(),
  role: roleField.optional(),
  unitId: idField("unit").optional(),
  groupId: idField("group").optional(),
  /**
   * A membership or an API key. This and the import narrow what the asker sees: they are told of everybody with
   * the person, so one of elsewhere is not hidden, and an id that means nothing here finds nobody.
   */
  inviterId: z.string("Give an id.").max(60).optional(),
  importId: z.string("Give an id.").max(60).optional(),
  /** Those who came in by registering. */
  origin: z.enum([selfRegistered], `Say ${selfRegistered}, or leave it out.`).optional(),
  /** A word that they have. */
  label: z.string("Give a word.").max(200).optional(),
  /** Open invitations whose link ends before this moment, soonest first. */
  expiringBefore: z.coerce.date("Give a time, like 2026-12-31T18:00:00Z.").optional(),
  q: z.string("Enter text.").max(1_000, "Search for less.").optional(),
  /** By the time of the invitation; searches are in order of the word found. */
  sort: z.enum(["newest", "oldest"], "Choose newest or oldest.").optional(),
};

export type PeopleFilter = z.output<z.ZodObject<typeof peopleFilter>>;
