import type { shownStatuses } from "../../db/schema/index.ts";
import type { AuditAction } from "../../worker/domain/audit.ts";
import type { Actor, MailTemplateName } from "../../worker/domain/context.ts";
import {
  noReminders,
  type PlannedReminders,
  planReminders,
  remindersAfter,
} from "../../worker/domain/invitations/reminders.ts";
import { searchTermsOf } from "../../worker/domain/people/person-name.ts";
import type { RoleKey } from "../../worker/domain/permissions.ts";
import { type Policies, policiesOf } from "../../worker/domain/policies.ts";
import { Chronicle, type Delivery, day, hour } from "./chronicle.ts";
import type { Rows } from "./rows.ts";

export type Shown = (typeof shownStatuses)[number];
export interface Role {
  role: RoleKey;
  unitId?: string;
  groupId?: string;
}

/** Somebody on whose behalf things happen; `email` gets the notices. */
export interface Inviter {
  actor: Extract<Actor, { kind: "member" | "apiKey" | "system" }>;
  email: string | null;
}

/** What somebody's time in a workspace was, for `Lives.tell`. */
export interface Life {
  workspaceId: string;
  email: string;
  firstName: string;
  lastName: string;
  language: string;
  roles: readonly Role[];
  shownAs: Shown;
  delivery: Delivery;
  inviter: Inviter;
  invitedAt: number;
  termMs: number;
  note?: string | null;
  passwordHash?: string;
  unitId?: string | null;
  groupIds?: readonly string[];
  /** Invited from a session: a member of these groups alone, whatever propagates (F39). */
  fromSession?: boolean;
}

const declineReasons = ["I have left the company.", "Falsche Person – bitte Frau Weiß fragen.", null];

/** Writes people's lives into rows, with the trail that the product itself would have left. */
export class Lives extends Chronicle {
  readonly #strangersHash: string;
  #users = new Map<string, string>();

  /** `strangersHash`: of a password that nobody knows, for everybody who is no demo sign-in. */
  constructor(now: number, strangersHash: string) {
    super(now);
    this.#strangersHash = strangersHash;
  }

  /** Tells one life from the invitation to today. Returns the id of the membership. */
  tell(life: Life): string {
    const { chance } = this;
    const { workspaceId, email, inviter } = life;
    const membershipId = this.idAt(life.invitedAt, "membership");
    const invitationId = this.idAt(life.invitedAt, "invitation");
    const joined = life.shownAs === "active" || life.shownAs === "deactivated" || life.shownAs === "removed";
    const names = { firstName: life.firstName, lastName: life.lastName };
    const roleNames = life.roles.map(({ role }) => role);
    const about = { workspaceId, membershipId, targetId: invitationId };
    const isPrepared = life.delivery === "prepared";

    let at = life.invitedAt;
    let op = this.idAt(at, "event");
    this.note({
      ...about,
      at,
      actor: inviter.actor,
      action: "invitation.created",
      op,
      details: { email, ...names, roles: roleNames, sent: !isPrepared },
    });

    let generation = 1;
    const sendTimes: number[] = [];
    let issuedAt: number | null = null;
    let lastSentAt: number | null = null;
    let detail: string | null = null;
    let lastNews = at;
    const send = (template: MailTemplateName, delivery: Delivery) => {
      const sent = this.mail({ ...life, invitationId, generation, template, to: email, at, op, delivery });
      sendTimes.push(at);
      issuedAt = sent.at;
      lastSentAt = sent.failed ? lastSentAt : sent.at;
      detail = sent.detail;
      lastNews = sent.lastNews;
    };
    if (!isPrepared) {
      const again = life.delivery !== "failed" && chance.happens(0.18);
      // A first try that nobody reacted to, and the one that counts a day later.
      if (again && life.invitedAt + 2 * day < this.now) {
        send("invitation", chance.happens(0.3) ? "sent" : "delivered");
        at += chance.between(20, 30) * hour;
        op = this.idAt(at, "event");
        generation += 1;
        this.note({
          ...about,
          at,
          actor: inviter.actor,
          action: "invitation.resent",
          op,
          details: { email, generation },
        });
        send("new_link", life.delivery);
      } else send("invitation", life.delivery);
    }

    const expiresAt = (issuedAt ?? life.invitedAt) + life.termMs;
    const untilEnd = Math.min(expiresAt, this.now) - lastNews;
    let endedAt: number | null = null;
    let acceptedUserId: string | null = null;
    let endReason: string | null = null;
    let lastSeenAt: number | null = null;
    let removedAt: number | null = null;
    const invitee: Actor = {
      kind: "invitee",
      id: membershipId,
      name: `${life.firstName} ${life.lastName}`.trim() || email,
    };
    if (joined || life.shownAs === "declined" || life.shownAs === "canceled") {
      endedAt = lastNews + Math.floor(untilEnd * (0.05 + chance.next() * 0.6));
      op = this.idAt(endedAt, "event");
    }
    if (joined && endedAt !== null) {
      acceptedUserId = this.#user(life, endedAt);
      this.note({
        ...about,
        at: endedAt,
        actor: invitee,
        action: "invitation.accepted",
        op,
        details: { email, via: "mail" },
      });
      this.#notify(life, "invitation_accepted", email, invitationId, endedAt, op);
      if (inviter.email) this.#notify(life, "accepted_notice", inviter.email, invitationId, endedAt, op);
      lastSeenAt = endedAt + Math.floor((this.now - endedAt) * chance.next());
      const signIn = { ...about, actor: { kind: "member", id: membershipId, name: invitee.name } as const };
      this.note({
        ...signIn,
        at: lastSeenAt,
        action: "auth.signed_in",
        targetId: null,
        op: this.idAt(lastSeenAt, "event"),
      });
      removedAt = this.#after(life, membershipId, lastSeenAt);
    }
    if (life.shownAs === "declined" && endedAt !== null) {
      endReason = chance.pick(declineReasons);
      this.note({
        ...about,
        at: endedAt,
        actor: invitee,
        action: "invitation.declined",
        op,
        details: { email, reason: endReason },
      });
      if (inviter.email) this.#notify(life, "declined_notice", inviter.email, invitationId, endedAt, op);
    }
    if (life.shownAs === "canceled" && endedAt !== null) {
      this.note({
        ...about,
        at: endedAt,
        actor: inviter.actor,
        action: "invitation.canceled",
        op,
        details: { email },
      });
    }
    if (life.shownAs === "expired") endedAt = expiresAt;

    const status = joined ? (life.shownAs as "active") : undefined;
    const isOver = life.shownAs === "declined" || life.shownAs === "canceled";
    this.rows.memberships.push({
      workspaceId,
      id: membershipId,
      userId: acceptedUserId,
      email,
      ...names,
      language: life.language,
      status: status ?? (isOver ? "removed" : "pending"),
      shownAs: life.shownAs,
      delivery: life.delivery,
      linkExpiresAt: joined ? null : expiresAt,
      invitationId,
      inviterId: inviter.actor.id ?? "",
      // Empty rather than left out: what one row says, all rows of a statement must.
      labels: [],
      customFields: {},
      searchTerms: searchTermsOf({ ...names, email }),
      createdAt: life.invitedAt,
      joinedAt: joined ? endedAt : null,
      lastSeenAt,
      removedAt: removedAt ?? (isOver ? endedAt : null),
      seatSince: status === "active" ? endedAt : null,
      lastOp: op,
    });
    for (const { role, unitId, groupId } of life.roles) {
      this.rows.roleAssignments.push({
        workspaceId,
        membershipId,
        role,
        scopeId: unitId ?? groupId ?? "",
        unitId: unitId ?? null,
        groupId: groupId ?? null,
      });
    }
    if (life.unitId) this.rows.unitMembers.push({ workspaceId, membershipId, unitId: life.unitId });
    for (const groupId of life.groupIds ?? []) {
      const kind = life.fromSession ? "alone" : "direct";
      this.rows.groupMembers.push({ workspaceId, membershipId, groupId, kind });
    }
    for (const groupId of this.#derivedGroups(life)) {
      this.rows.groupMembers.push({ workspaceId, membershipId, groupId, kind: "derived" });
    }
    this.rows.invitations.push({
      workspaceId,
      id: invitationId,
      membershipId,
      email,
      status: joined ? "accepted" : (life.shownAs as "pending"),
      generation,
      floorGeneration: generation,
      revision: 1,
      language: life.language,
      note: life.note ?? null,
      termMs: life.termMs,
      expiresAt,
      issuedAt,
      // The mails of the demo were never sent, so no key stands behind their links.
      linkKeys: [],
      linkExposed: false,
      tellInviter: inviter.email !== null,
      inviterKind: inviter.actor.kind,
      inviterId: inviter.actor.id ?? "",
      inviterName: inviter.actor.name,
      origin: originOf(life),
      delivery: life.delivery,
      deliveryDetail: detail,
      lastSentAt,
      sendTimes,
      ...this.#remindersOf(workspaceId, issuedAt, expiresAt),
      acceptOp: joined ? op : null,
      acceptedUserId,
      endedAt,
      endReason,
      lastOp: op,
      createdAt: life.invitedAt,
    });
    return membershipId;
  }

  /** The policies of a workspace that was opened. */
  policiesOf(workspaceId: string): Policies {
    const { preset, policyOverrides } = this.workspace(workspaceId);
    return policiesOf(preset, policyOverrides);
  }

  workspace(workspaceId: string): Rows["workspaces"][number] {
    const workspace = this.rows.workspaces.find(({ id }) => id === workspaceId);
    if (!workspace) throw new Error("The seed speaks of a workspace that it has not opened.");
    return workspace;
  }

  /** Those that are still to come of what the workspace's policy planned when the mail left (D49). */
  #remindersOf(workspaceId: string, issuedAt: number | null, expiresAt: number): PlannedReminders {
    if (issuedAt === null) return noReminders;
    const policies = this.policiesOf(workspaceId);
    return remindersAfter(planReminders(policies, issuedAt, { issuedAt, expiresAt }), this.now);
  }

  /** What befell a member later. Returns the moment of removal, or null. */
  #after(life: Life, membershipId: string, since: number): number | null {
    const { shownAs, workspaceId, email } = life;
    const name = `${life.firstName} ${life.lastName}`.trim();
    const say = (at: number, action: AuditAction, details: Record<string, unknown> = { name, email }) =>
      this.note({
        workspaceId,
        at,
        actor: life.inviter.actor,
        action,
        membershipId,
        targetId: membershipId,
        op: this.idAt(at, "event"),
        details,
      });
    const moment = (share: number) => since + Math.floor((this.now - since) * share);
    if (shownAs === "deactivated") say(moment(0.4), "member.deactivated");
    if (shownAs === "removed") {
      if (this.chance.happens(0.5)) say(moment(0.2), "member.deactivated");
      say(moment(0.6), "member.removed");
      return moment(0.6);
    }
    if (shownAs === "active" && this.chance.happens(0.06)) {
      say(moment(0.2), "member.deactivated");
      say(moment(0.5), "member.reactivated");
    } else if (shownAs === "active" && life.roles.some(({ role }) => role === "instructor")) {
      const after = life.roles.map(({ role }) => role);
      say(moment(0.3), "member.roles_changed", {
        name,
        email,
        before: { roles: ["learner"] },
        after: { roles: after },
      });
    }
    return null;
  }

  /** The account of somebody who has proved the address and is a member nowhere yet. */
  stranger(person: Pick<Life, "email" | "firstName" | "lastName">, at: number): string {
    return this.#user({ ...person, language: "en" }, at);
  }

  /** The account behind an address; one, in however many workspaces. */
  #user(
    life: Pick<Life, "email" | "firstName" | "lastName" | "language" | "passwordHash">,
    at: number,
  ): string {
    const known = this.#users.get(life.email);
    if (known) return known;
    const id = this.idAt(at, "user");
    this.#users.set(life.email, id);
    this.rows.users.push({
      id,
      email: life.email,
      emailVerifiedAt: at,
      firstName: life.firstName,
      lastName: life.lastName,
      language: life.language,
      passwordHash: life.passwordHash ?? this.#strangersHash,
      passwordChangedAt: at,
      status: "active",
      createdAt: at,
    });
    return id;
  }

  #notify(
    life: Life,
    template: MailTemplateName,
    to: string,
    invitationId: string,
    at: number,
    op: string,
  ): void {
    const { workspaceId } = life;
    const language = to === life.email ? life.language : "en";
    this.mail({
      workspaceId,
      invitationId,
      generation: 0,
      template,
      to,
      language,
      at,
      op,
      delivery: "sent",
    });
  }

  /** Groups of a learner by propagation: above those they were put into, up to the first private one (D31). */
  #derivedGroups({ workspaceId, roles, groupIds = [], fromSession }: Life): Set<string> {
    const derived = new Set<string>();
    const propagates = this.policiesOf(workspaceId)["groups.propagate_learner"] && !fromSession;
    if (!propagates || !roles.some(({ role }) => role === "learner")) return derived;
    const groupOf = (wanted: string | null | undefined) => this.rows.groups.find(({ id }) => id === wanted);
    for (const direct of groupIds) {
      let group = groupOf(direct);
      while (group?.visibility === "public") {
        group = groupOf(group.parentId);
        if (group && !groupIds.includes(group.id)) derived.add(group.id);
      }
    }
    return derived;
  }
}

function originOf({ fromSession, inviter }: Life): "session" | "setup" | "api" | "form" {
  if (fromSession) return "session";
  return inviter.actor.kind === "system" ? "setup" : inviter.actor.kind === "apiKey" ? "api" : "form";
}
