import type { Log } from "./domain/context.ts";
import { DomainError } from "./domain/errors.ts";
import type { UseCases } from "./domain/index.ts";
import type { JobWakeUp, MailWakeUp } from "./env.ts";

type WakeUp = MailWakeUp | JobWakeUp;

/**
 * Messages are wake-ups that name a workspace; the rows decide. Each is acked when its work is done; a
 * domain error is final, anything else is tried again later.
 */
export async function handleQueue(batch: MessageBatch<WakeUp>, act: UseCases, log: Log): Promise<void> {
  if (batch.queue.endsWith("-dead")) {
    // The rows behind a dead message still stand, and the sweeper works from the rows.
    for (const message of batch.messages) log.error("message_died", { id: message.id });
    batch.ackAll();
    return;
  }
  // Many messages may name one workspace: it is worked off once, and the rest have nothing left to do.
  const seen = new Set<string>();
  for (const message of batch.messages) {
    const { workspaceId } = message.body;
    const key = JSON.stringify(message.body);
    if (seen.has(key)) {
      message.ack();
      continue;
    }
    seen.add(key);
    try {
      const retryAfter =
        "jobId" in message.body ? await work(act, message.body) : await deliver(act, workspaceId);
      if (retryAfter === null) message.ack();
      else message.retry({ delaySeconds: Math.min(retryAfter, 43_200) });
    } catch (error) {
      if (error instanceof DomainError) {
        log.error("message_refused", { code: error.code });
        message.ack();
      } else {
        log.error("message_failed", { id: message.id });
        message.retry({ delaySeconds: 30 });
      }
    }
  }
}

async function deliver(act: UseCases, workspaceId: string): Promise<number | null> {
  // Bounded: what is left after ten calls is somebody else's turn and waits for the next message.
  for (let call = 0; call < 10; call += 1) {
    const { more, retryAfter } = await act.deliverMail({ workspaceId });
    if (retryAfter !== null) return retryAfter;
    if (!more) return null;
  }
  return 0;
}

async function work(act: UseCases, { workspaceId, jobId }: JobWakeUp): Promise<number | null> {
  const { more } = await act.runJob({ workspaceId, jobId });
  return more ? 0 : null;
}
