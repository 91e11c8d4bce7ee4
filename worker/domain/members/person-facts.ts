import type { RecordRow, Sight } from "../../../db/queries/learning-records.ts";
import { sightOf } from "../courses/course-authority.ts";
import type { FieldKind, FieldRow } from "../custom-fields/field-definition.ts";
import { type EnrolmentView, enrolmentView } from "../enrolments/enrolment-view.ts";
import type { RoleView } from "../invitations/invitation-view.ts";
import type { MemberContext } from "../use-case.ts";

/** As many courses are shown; nobody takes more at once. */
export const shownCourses = 200;

/** Sees nothing; its queries keep their places in the batch. */
export const nobodysLearning: Sight = { part: { units: "[]", groups: "[]", sessions: "[]" }, ownerId: null };

/** A field of the workspace's own with the person's answer to it. */
export interface PersonAnswer {
  key: string;
  name: string;
  kind: FieldKind;
  choices: string[];
  /** Null: none. */
  value: string | null;
  /** An answer is wanted of everybody with one of their roles. */
  required: boolean;
  /** Asked no more: the answer stays, and is not changed here. */
  retired: boolean;
}

/** A course that the person takes. */
export type PersonCourse = Pick<
  EnrolmentView,
  "id" | "courseId" | "courseTitle" | "status" | "progress" | "completedAt" | "certificateId"
>;

/** A session that the person has a place in; its times are UTC ms. */
export interface PersonSession {
  id: string;
  title: string;
  courseTitle: string;
  startsAt: number;
  endsAt: number;
  timeZone: string;
}

/** Whose learning the viewer sees; null: nobody's. */
export function learningSight(ctx: MemberContext): Sight | null {
  const { caller } = ctx;
  if (caller.kind === "apiKey" && !caller.key.scopes.includes("progress.view")) return null;
  const sight = sightOf(ctx, "progress.view");
  return ctx.reach("progress.view") === null && sight.ownerId === null ? null : sight;
}

/** A course as the page of a person shows it. */
export function courseOf(row: RecordRow): PersonCourse {
  const { id, courseId, courseTitle, status, progress, completedAt, certificateId } = enrolmentView(row);
  return { id, courseId, courseTitle, status, progress, completedAt, certificateId };
}

/** The fields that are asked for, and those asked no more that were answered, with the answers. */
export function answersOf(
  fields: readonly FieldRow[],
  given: Readonly<Record<string, string>>,
  roles: readonly RoleView[],
): PersonAnswer[] {
  const asked = fields.filter(({ retiredAt }) => retiredAt === null);
  const before = fields.filter(({ key, retiredAt }) => retiredAt !== null && given[key] !== undefined);
  return [...asked, ...before].map((field) => {
    const { key, name, kind, choices, requiredFor, retiredAt } = field;
    return {
      key,
      name,
      kind,
      choices,
      value: given[key] ?? null,
      required: roles.some(({ role }) => requiredFor.includes(role)),
      retired: retiredAt !== null,
    };
  });
}
