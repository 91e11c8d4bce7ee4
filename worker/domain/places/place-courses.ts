import type { coursesOfPlace } from "../../../db/queries/courses.ts";
import type { PlaceName } from "./tree-page.ts";

/** Courses that the page of a group or a unit lists. */
export const coursesShown = 200;

/** A course that the people of a place take. */
export interface PlaceCourse {
  id: string;
  title: string;
  status: "draft" | "published";
  /** It comes from a unit above; `from` is that unit, where it exists for the asker. */
  inherited: boolean;
  from: PlaceName | null;
}

/** Each course once, from the nearest place that has it; `exists` says which other places the asker knows. */
export function placeCourses(
  rows: Awaited<ReturnType<typeof coursesOfPlace>>,
  placeId: string,
  exists: (id: string) => boolean,
): PlaceCourse[] {
  const seen = new Set<string>();
  return rows.flatMap(({ id, title, status, fromId, fromName }) => {
    if (seen.has(id)) return [];
    seen.add(id);
    const inherited = fromId !== placeId;
    const from = inherited && exists(fromId) ? { id: fromId, name: fromName } : null;
    return [{ id, title, status, inherited, from }];
  });
}
