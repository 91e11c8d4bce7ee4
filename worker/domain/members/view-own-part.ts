import * as z from "zod";
import { placeNames } from "../../../db/queries/person-places.ts";
import { reachOf } from "../permissions.ts";
import { memberUseCase, within } from "../use-case.ts";

/** Places that are named; of more only the number is told. */
const named = 3;

export interface OwnPart {
  /** The first of the units and groups that the asker's roles hold in, by name, units first. */
  places: { kind: "unit" | "group"; id: string; name: string }[];
  /** How many more there are. */
  more: number;
}

/**
 * Whose people the asker sees, where that is a part: the units and groups at which their roles hold, without those
 * that lie below another of them (screen 1: "and why"). Null: everybody's.
 */
export const viewOwnPart = memberUseCase(
  within("people.view"),
  z.strictObject({}),
  async (ctx): Promise<OwnPart | null> => {
    const { policies } = ctx.workspace;
    if (ctx.reach("people.view") === "everywhere") return null;
    const held = ctx.roles.filter((role) => reachOf([role], "people.view", policies) !== null);
    const tops = held.flatMap(({ scope }) => {
      if (scope.kind !== "unit" && scope.kind !== "group") return [];
      const below = held.some(
        (other) =>
          other.scope.kind !== "workspace" &&
          other.scope.id !== scope.id &&
          [...(other.within?.units ?? []), ...(other.within?.groups ?? [])].includes(scope.id),
      );
      return below ? [] : [scope.id];
    });
    const ids = [...new Set(tops)];
    const places = await placeNames(ctx.db, ctx.workspace.id, JSON.stringify(ids), named);
    return { places, more: Math.max(0, ids.length - places.length) };
  },
);
