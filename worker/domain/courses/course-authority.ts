import type { Part, PeopleSight, Sight } from "../../../db/queries/learning-records.ts";
import type { Standing } from "../../../db/queries/members.ts";
import { standingOf } from "../members/member-change.ts";
import type { Permission, Reach } from "../permissions.ts";
import type { MemberContext } from "../use-case.ts";

/** The membership of the asker, or of whoever made the key. */
export function holderId({ caller, membership }: MemberContext): string | null {
  return caller.kind === "apiKey" ? caller.key.creatorMembershipId : (membership?.id ?? null);
}

/** Where the asker may do something besides what the act itself asks for: a key needs the scope for that too. */
export function reachBesides(ctx: MemberContext, permission: Permission): Reach | null {
  const { caller } = ctx;
  if (caller.kind === "apiKey" && !caller.key.scopes.includes(permission)) return null;
  return ctx.reach(permission);
}

/** Membership whose courses are the asker's own; null for who makes none. */
export function ownCourses(ctx: MemberContext): string | null {
  return ctx.reach("course.create") === null ? null : holderId(ctx);
}

/** Instructors edit their own courses, administrators all. */
export function mayEdit(ctx: MemberContext, ownerId: string | null): boolean {
  return (
    reachBesides(ctx, "course.manage") === "everywhere" || (ownerId !== null && ownerId === ownCourses(ctx))
  );
}

/** On whose right a change of the course rests: its maker's, or an administrator's. */
export function standingToEdit(ctx: MemberContext, ownerId: string | null): Standing {
  const own = ownerId !== null && ownerId === ownCourses(ctx);
  return standingOf(ctx, own ? "course.create" : "course.manage");
}

/** A reach as the queries take it; null: everywhere. */
export function partOf(reach: Reach | null): Part | null {
  if (reach === "everywhere") return null;
  const json = (ids: ReadonlySet<string> | undefined) => JSON.stringify([...(ids ?? [])]);
  return { units: json(reach?.units), groups: json(reach?.groups), sessions: json(reach?.sessions) };
}

/** Where the asker finds people by their address and their page. */
export function peopleSight(ctx: MemberContext): PeopleSight {
  const reach = ctx.reach("people.view");
  return reach === null ? "nowhere" : partOf(reach);
}

/** Whose records of learning the asker reaches with the permission: of their part and of their own courses. */
export function sightOf(ctx: MemberContext, permission: Permission): Sight {
  return { part: partOf(ctx.reach(permission)), ownerId: ownCourses(ctx) };
}
