import type * as z from "zod";
import type { PeopleAct } from "../../../db/queries/people-verdicts.ts";
import type { peopleJobFields } from "./people-job-fields.ts";

/** What a bulk act asks for besides whom it is about. */
export type WantedAct = Omit<z.input<typeof peopleJobFields>, "filter" | "ids" | "ofJob">;

/**
 * The act that takes another back, for those with whom it did something; null where what was before is not known
 * any more. It is an act of its own: asked for, previewed and written down as any other.
 */
export function takeBackOf(act: PeopleAct): WantedAct | null {
  if (act.kind === "deactivate") return { action: "reactivate" };
  if (act.kind === "reactivate") return { action: "deactivate" };
  if ("removeUnitId" in act) return { action: "place", unitId: act.removeUnitId };
  // Of several courses somebody may have been enrolled in some before.
  if ("courseIds" in act && act.courseIds.length === 1) {
    return { action: act.kind === "enrol" ? "withdraw" : "enrol", courseIds: [...act.courseIds] };
  }
  if ("addGroupId" in act) return { action: "place", removeGroupId: act.addGroupId };
  if ("add" in act) return { action: "change_roles", removeRole: named(act.add) };
  if ("remove" in act && act.kind === "change_roles") {
    return { action: "change_roles", addRole: named(act.remove) };
  }
  // Of several labels somebody may have had some before.
  if ("addLabels" in act && act.addLabels.length === 1) {
    return { action: "label", removeLabels: [...act.addLabels] };
  }
  if ("removeLabels" in act && act.removeLabels.length === 1) {
    return { action: "label", addLabels: [...act.removeLabels] };
  }
  return null;
}

function named({ role, unitId, groupId }: { role: string; unitId: string | null; groupId: string | null }) {
  return unitId === null && groupId === null ? role : { role, unitId, groupId };
}
