import { languagesOfPlaces } from "../../../db/queries/place-languages.ts";
import type { Context } from "../context.ts";
import { languageField } from "../fields.ts";
import { chooseLanguage, type Language } from "../languages.ts";
import type { Reach } from "../permissions.ts";
import type { MemberContext } from "../use-case.ts";
import type { PlaceName } from "./tree-page.ts";

/** The language that a unit or group gives its people; null: what lies above says it, or the workspace. */
export const placeLanguageField = languageField.nullable();

/** What a unit or group speaks: its own language or the nearest above, with the place that says so. */
export interface PlaceLanguage {
  language: Language;
  from: PlaceName;
}

/** In which language somebody is written to, and by which of their places; `of` null: as the workspace. */
export interface Spoken {
  language: Language;
  of: PlaceName | null;
}

/** The units and groups that somebody will be in, and where their roles hold. */
export interface SpeakingPlaces {
  unitIds: readonly string[];
  groupIds: readonly string[];
  roles?: readonly { unitId: string | null }[];
}

/** Reads what the queries of `place-languages.ts` make. */
export function placeLanguage(json: string | null | undefined): PlaceLanguage | null {
  if (!json) return null;
  const { language, id, name } = JSON.parse(json) as { language: string } & PlaceName;
  return { language: chooseLanguage([language], "en"), from: { id, name } };
}

/**
 * The language of whoever comes into these places (F82): that of their unit, by the nearest one upwards that has one;
 * else of the unit in which a role of theirs holds; else of their groups; else the workspace's, and that as well where
 * several of a kind disagree. Never that of whoever invites (P12). A language that was asked for comes before all of
 * it. It is decided once, when they are invited: later moves change nothing.
 */
export function spokenIn(
  { unitIds, groupIds, roles = [] }: SpeakingPlaces,
  languageOf: (id: string) => PlaceLanguage | null | undefined,
  usual: Language,
): Spoken {
  for (const ids of [unitIds, roles.flatMap(({ unitId }) => unitId ?? []), groupIds]) {
    const [first, ...others] = ids.flatMap((id) => languageOf(id) ?? []);
    if (!first) continue;
    if (others.some(({ language }) => language !== first.language)) break;
    return { language: first.language, of: first.from };
  }
  return { language: usual, of: null };
}

/** The name of the place that says it, where it exists for the asker. */
export function sayingPlace({ of }: Spoken, reach: Reach | null): string | null {
  if (of === null || reach === null) return null;
  const isTheirs = reach === "everywhere" || reach.units.has(of.id) || reach.groups.has(of.id);
  return isTheirs ? of.name : null;
}

/** The language of a place that has none of its own, and who says it. */
export interface InheritedLanguage {
  language: Language;
  of: "workspace" | "above" | PlaceName;
}

/** The same, by what a query found above; a place that does not exist for the asker is told as "above". */
export function inheritedLanguage(ctx: MemberContext, json: string | null | undefined): InheritedLanguage {
  const above = placeLanguage(json);
  if (!above) return { language: ctx.workspace.language, of: "workspace" };
  const { language, from } = above;
  const isSeen = sayingPlace({ language, of: from }, ctx.reach("people.view")) !== null;
  return { language, of: isSeen ? from : "above" };
}

/** The languages of the places of many people, by id: one query, and none where nobody has a place. */
export async function languagesIn(
  ctx: Context,
  workspaceId: string,
  people: readonly SpeakingPlaces[],
): Promise<(id: string) => PlaceLanguage | null> {
  const units = new Set(
    people.flatMap(({ unitIds, roles = [] }) => [...unitIds, ...roles.flatMap(({ unitId }) => unitId ?? [])]),
  );
  const groups = new Set(people.flatMap(({ groupIds }) => groupIds));
  if (units.size + groups.size === 0) return () => null;
  const rows = await languagesOfPlaces(ctx.db, workspaceId, {
    units: JSON.stringify([...units]),
    groups: JSON.stringify([...groups]),
  });
  const spoken = new Map(rows.map((row) => [row.id, placeLanguage(row.spoken)]));
  return (id) => spoken.get(id) ?? null;
}
