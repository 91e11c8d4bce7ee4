import { type CustomField, checkedAnswers, unanswered } from "../custom-fields/custom-values.ts";
import { DomainError, type FieldError } from "../errors.ts";
import { covers } from "../permissions.ts";
import type { MemberContext } from "../use-case.ts";
import { type ReadMember, refuseAbove } from "./member-change.ts";

/** Words for a person and answers to the workspace's own fields; of those answers that are named. */
export interface WantedDescription {
  labels?: string[] | undefined;
  customFields?: Readonly<Record<string, string | number | boolean | null>> | undefined;
}

/** The columns that change. */
export interface Description {
  labels?: string[];
  customFields?: Record<string, string>;
}

/**
 * Decides how somebody is described: what of it changes. An answer that stays as it is may be one that is not
 * offered any more. Throws ELSEWHERE_TOO where the person is elsewhere as well, ROLE_ABOVE_YOURS, VALIDATION_FAILED for a
 * field that there is not, an answer that it does not take, and none where one is wanted of their roles.
 */
export function descriptionOf(
  ctx: MemberContext,
  { membership, places, roles, taught }: ReadMember,
  { labels, customFields }: WantedDescription,
  fields: readonly CustomField[],
): Description {
  if (labels === undefined && customFields === undefined) return {};
  const reach = ctx.reach("member.place");
  if (reach === null || !covers(reach, places)) throw new DomainError("ELSEWHERE_TOO");
  refuseAbove(ctx, [...roles, ...taught], places);
  const before = membership.customFields;
  const errors: FieldError[] = [];
  const said = Object.entries(customFields ?? {}).filter(([key, value]) => value !== before[key]);
  const given = checkedAnswers(fields, Object.fromEntries(said), errors);
  const kept = Object.entries(before).filter(([key]) => !said.some(([other]) => other === key));
  const answers = { ...Object.fromEntries(kept), ...given };
  const touched = fields.filter(({ key }) => said.some(([other]) => other === key));
  const held = roles.map(({ role }) => role);
  errors.push(...unanswered(touched, held, answers, errors));
  if (errors.length > 0) throw new DomainError("VALIDATION_FAILED", { errors });
  return {
    ...(labels && differs(membership.labels, labels) && { labels }),
    ...(differs(sorted(before), sorted(answers)) && { customFields: answers }),
  };
}

function differs(before: unknown, after: unknown): boolean {
  return JSON.stringify(before) !== JSON.stringify(after);
}

function sorted(answers: Readonly<Record<string, string>>) {
  return Object.entries(answers).sort(([a], [b]) => (a < b ? -1 : 1));
}
