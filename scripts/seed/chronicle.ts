import type { deliveryStates } from "../../db/schema/index.ts";
import { createIds } from "../../worker/adapters/ids.ts";
import type { AuditAction } from "../../worker/domain/audit.ts";
import type { Actor, Ids, MailTemplateName } from "../../worker/domain/context.ts";
import { prefixOf } from "../../worker/domain/ids.ts";
import { Chance } from "./chance.ts";
import { Rows } from "./rows.ts";

const second = 1_000;
const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;

export type Delivery = (typeof deliveryStates)[number];
const bounceReasons = [
  "HardBounce: The server was unable to deliver your message (ex: unknown user, mailbox not found).",
  "HardBounce: 550 5.1.1 The email account that you tried to reach does not exist.",
  "BadEmailAddress: The email address specified in the RCPT TO command was rejected.",
  "Blocked: ISP block. Message was blocked by the recipient’s server.",
  "MailboxFull: 552 5.2.2 Mailbox full.",
];

/** Opens and clicks follow a delivery; what went wrong follows only what came before it. */
const course: Partial<
  Record<Delivery, readonly ("delivered" | "opened" | "clicked" | "complained" | "bounced")[]>
> = {
  delivered: ["delivered"],
  opened: ["delivered", "opened"],
  clicked: ["delivered", "opened", "clicked"],
  complained: ["delivered", "complained"],
  bounced: ["bounced"],
};

/** Writes down what happened when: acts in the trail, mails with what the provider told about them. */
export class Chronicle {
  readonly rows = new Rows();
  readonly ids: Ids;
  readonly chance: Chance;
  readonly now: number;
  #clock = 0;
  #eventNumber = 4_000_000_000;

  constructor(now: number) {
    this.now = now;
    this.chance = new Chance(20_260_801);
    this.ids = createIds({
      random: (length) => this.chance.bytes(length),
      now: () => this.#clock,
      prefixOf,
    });
  }

  /** A new id that sorts as if it had been made then. */
  idAt(at: number, kind: Parameters<Ids["next"]>[0]): string {
    this.#clock = Math.min(at, this.now);
    return this.ids.next(kind);
  }

  /** Notes an act in the audit trail. */
  note(act: {
    workspaceId: string;
    at: number;
    actor: Actor;
    action: AuditAction;
    membershipId?: string | null;
    targetId?: string | null;
    op: string;
    details?: Record<string, unknown>;
  }): void {
    const id = this.idAt(act.at, "audit");
    const byHand = act.actor.kind !== "system";
    this.rows.auditEvents.push({
      workspaceId: act.workspaceId,
      id,
      at: act.at,
      actorKind: act.actor.kind,
      actorId: act.actor.id,
      action: act.action,
      membershipId: act.membershipId ?? null,
      targetId: act.targetId ?? null,
      op: act.op,
      ipPrefix: byHand ? this.chance.pick(["192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24"]) : null,
      requestId: this.chance.uuid(),
    });
    this.rows.auditDetails.push({
      workspaceId: act.workspaceId,
      auditId: id,
      actorName: act.actor.name,
      details: act.details ?? {},
    });
  }

  /** One mail that left (or was refused) and what the provider told about it. */
  protected mail(mail: {
    workspaceId: string;
    invitationId: string;
    generation: number;
    template: MailTemplateName;
    to: string;
    language: string;
    at: number;
    op: string;
    delivery: Delivery;
  }): { at: number; lastNews: number; failed: boolean; detail: string | null } {
    const { chance } = this;
    const sentAt = mail.at + chance.between(8, 12) * second;
    const outboxId = this.idAt(mail.at, "outbox");
    const failed = mail.delivery === "failed";
    const messageId = failed ? null : chance.uuid();
    const error = failed ? `Invalid 'To' address: '${mail.to}'.` : null;
    this.rows.outbox.push({
      workspaceId: mail.workspaceId,
      id: outboxId,
      template: mail.template,
      invitationId: mail.invitationId,
      generation: mail.generation,
      to: mail.to,
      language: mail.language,
      state: failed ? "failed" : "sent",
      priority: 0,
      dueAt: mail.at + 8 * second,
      attempts: 1,
      messageId,
      sentAt: failed ? null : sentAt,
      error,
      op: mail.op,
      createdAt: mail.at,
    });
    let at = sentAt;
    let detail = error;
    for (const type of course[mail.delivery] ?? []) {
      const pause =
        type === "delivered" || type === "bounced" ? chance.between(1, 9) * second : this.#reading(at);
      at = Math.min(at + pause, this.now - second);
      if (type === "bounced") detail = chance.pick(bounceReasons);
      this.#eventNumber += 1;
      this.rows.mailEvents.push({
        key: `${type}:${messageId}:${this.#eventNumber}`,
        workspaceId: mail.workspaceId,
        outboxId,
        invitationId: mail.invitationId,
        type,
        detail: type === "bounced" ? detail : null,
        at,
        receivedAt: at + second,
      });
    }
    return { at: sentAt, lastNews: at, failed, detail };
  }

  /** How long somebody takes to look into the mailbox. */
  #reading(since: number): number {
    return Math.min(
      this.chance.between(2, 50) * minute,
      Math.max(second, Math.floor((this.now - since) / 3)),
    );
  }
}
