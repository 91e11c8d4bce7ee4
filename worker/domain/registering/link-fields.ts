import * as z from "zod";
import { idField } from "../fields.ts";
import { accessEndField } from "../people/access-end.ts";
import { domainPattern } from "../people/domain-pattern.ts";
import { placeNameField } from "../places/place-name.ts";

/** As many places as one look tells, of all kinds together. */
export const mostPlaces = 20;
const mostDomains = 50;
/** More than that join nowhere by one link (D45). */
const mostUses = 200_000;

const ids = (kind: "unit" | "group" | "course") =>
  z
    .array(idField(kind), "Give a list of ids.")
    .max(mostPlaces, `At most ${mostPlaces}.`)
    .transform((list) => [...new Set(list)]);

/** What a registration link is told (F130); `null` where it says so means without. */
export const linkFields = {
  name: placeNameField,
  maxUses: z
    .number("Give a number, or null for no bound.")
    .int("Give a whole number.")
    .min(1, "At least one.")
    .max(mostUses, "At most 200,000.")
    .nullable(),
  /** The last day on which somebody may join by it, in the workspace's zone. */
  endsOn: accessEndField.nullable(),
  unitIds: ids("unit"),
  groupIds: ids("group"),
  courseIds: ids("course"),
  /** Empty: as the workspace says. */
  domains: z
    .array(domainPattern, "Give a list of domains.")
    .max(mostDomains, `At most ${mostDomains} domains.`)
    .transform((list) => [...new Set(list)]),
};
