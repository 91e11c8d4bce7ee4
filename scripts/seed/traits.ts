import type { customFields, memberships } from "../../db/schema/index.ts";
import { dayAfter, dayIn, endOfAccess, warningPassed } from "../../worker/domain/members/access-end.ts";
import { nameKeyOf } from "../../worker/domain/places/place-name.ts";
import { day } from "./chronicle.ts";
import type { Inviter, Lives } from "./lives.ts";

type Member = typeof memberships.$inferInsert;

/** Gives a workspace its own fields, and people of it answers and labels. */
export function describePeople(
  lives: Lives,
  workspaceId: string,
  {
    fields,
    labels,
    at,
  }: {
    fields: readonly (Pick<typeof customFields.$inferInsert, "key" | "name" | "kind" | "choices"> & {
      answer: () => string;
    })[];
    labels: readonly string[];
    at: number;
  },
): void {
  const { chance, rows } = lives;
  for (const [position, { answer: _, ...field }] of fields.entries()) {
    rows.customFields.push({
      workspaceId,
      id: lives.idAt(at, "customField"),
      ...field,
      nameKey: nameKeyOf(field.name),
      position,
      createdAt: at,
    });
  }
  for (const member of rows.memberships.filter((one) => one.workspaceId === workspaceId)) {
    if (chance.happens(0.3)) member.labels = [chance.pick(labels)];
    member.customFields = Object.fromEntries(
      fields.flatMap(({ key, answer }) => (chance.happens(0.6) ? [[key, answer()]] : [])),
    );
  }
}

/** Ends the access of one learner each in so many days; the warnings that are behind them went out (F38). */
export function endAccessIn(
  lives: Lives,
  workspaceId: string,
  by: Inviter,
  inDays: readonly number[],
  except: readonly (string | null)[],
): void {
  const { rows, now } = lives;
  const { timeZone } = lives.workspace(workspaceId);
  const isLearner = ({ id }: Member) => {
    const roles = rows.roleAssignments.filter(({ membershipId }) => membershipId === id);
    return roles.length > 0 && roles.every(({ role }) => role === "learner");
  };
  const learners = rows.memberships.filter(
    (one) =>
      one.workspaceId === workspaceId &&
      one.status === "active" &&
      !except.includes(one.id) &&
      isLearner(one),
  );
  for (const [index, days] of inDays.entries()) {
    const member = learners[index];
    if (!member) throw new Error("The seed has too few learners whose access could end.");
    const at = Math.max(now - 70 * day, member.joinedAt ?? now);
    const accessEndsOn = dayAfter(dayIn(now, timeZone), days);
    member.accessEndsOn = accessEndsOn;
    member.accessEndsAt = endOfAccess(accessEndsOn, timeZone);
    member.accessWarned = warningPassed(member.accessEndsAt, now);
    lives.note({
      workspaceId,
      at,
      actor: by.actor,
      action: "member.access_end_set",
      membershipId: member.id,
      targetId: member.id,
      op: lives.idAt(at, "event"),
      details: {
        email: member.email,
        before: { accessEndsOn: null, accessEndDoes: null },
        after: { accessEndsOn, accessEndDoes: "deactivate" },
      },
    });
  }
}
