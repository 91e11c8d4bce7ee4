import type { outbox, UndoState } from "../../../db/schema/index.ts";
import type { Context, MailTemplateName } from "../context.ts";

export interface QueuedMail {
  workspaceId: string;
  template: MailTemplateName;
  to: string;
  language: string;
  invitationId?: string | null;
  generation?: number;
  subjectId?: string | null;
  note?: string | null;
  op: string;
  /** Seconds before it may leave. */
  delay?: number;
  undo?: UndoState | null;
}

/** The outbox row of one mail, for the batch of the act that causes it. */
export function outboxRow(ctx: Context, mail: QueuedMail): typeof outbox.$inferInsert {
  return {
    workspaceId: mail.workspaceId,
    id: ctx.ids.next("outbox"),
    template: mail.template,
    invitationId: mail.invitationId ?? null,
    generation: mail.generation ?? 0,
    subjectId: mail.subjectId ?? null,
    to: mail.to,
    language: mail.language,
    note: mail.note ?? null,
    state: "pending",
    priority: 0,
    dueAt: ctx.now() + (mail.delay ?? 0) * 1000,
    attempts: 0,
    op: mail.op,
    undo: mail.undo ?? null,
    createdAt: ctx.now(),
  };
}

/**
 * Seconds a mail waits before it leaves: sends from a page can be undone, those of programs and of the
 * house itself go at once.
 */
export function undoDelay(ctx: Context): number {
  return ctx.caller.kind === "member" ? ctx.settings.undoSeconds : 0;
}

/** Wakes the consumer after the commit. If that fails the row still stands and the sweeper finds it. */
export async function wakeMail(ctx: Context, workspaceId: string, delay = 0): Promise<void> {
  try {
    await ctx.queues.wakeMail(workspaceId, delay);
  } catch {
    ctx.log.error("mail_queue_unavailable", { workspaceId });
  }
}
