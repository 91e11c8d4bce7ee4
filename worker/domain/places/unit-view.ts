import type { units } from "../../../db/schema/index.ts";
import type { Language } from "../languages.ts";
import type { UnitLine } from "./list-units.ts";

/** A unit as an act leaves it. */
export type UnitView = Pick<UnitLine, "id" | "parentId" | "name" | "language" | "createdAt">;

export function unitView({ id, parentId, name, language, createdAt }: typeof units.$inferSelect): UnitView {
  return { id, parentId, name, language: language as Language | null, createdAt };
}
