import type { Log, Queues } from "./domain/context.ts";
import { DomainError } from "./domain/errors.ts";
import type { UseCases } from "./domain/index.ts";
import type { ImportWakeUp, JobWakeUp, MailWakeUp } from "./env.ts";

export type WakeUp = MailWakeUp | JobWakeUp | ImportWakeUp;

/** Chunks in one invocation: far under a thousand queries, half a minute of CPU and 15 minutes in all. */
const chunksAtMost = 10;

/**
 * Messages are wake-ups that name a workspace; the rows decide. Each is acked when its work is done; a
 * domain error is final, anything else is tried again later.
 */
export async function handleQueue(
  batch: MessageBatch<WakeUp>,
  act: UseCases,
  queues: Queues,
  log: Log,
): Promise<void> {
  if (batch.queue.endsWith("-dead")) {
    // The rows behind a dead message still stand, and the sweeper works from the rows.
    for (const message of batch.messages) log.error("message_died", { id: message.id });
    batch.ackAll();
    return;
  }
  // Many messages may name one workspace: it is worked off once, and the rest have nothing left to do.
  const seen = new Set<string>();
  for (const message of batch.messages) {
    // Written by something else than this worker, or by a version long gone: the rows decide anyway.
    if (!isWakeUp(message.body)) {
      log.error("message_malformed", { id: message.id });
      message.ack();
      continue;
    }
    const key = JSON.stringify(message.body);
    if (seen.has(key)) {
      message.ack();
      continue;
    }
    seen.add(key);
    try {
      const { more, retryAfter } = await work(act, message.body);
      if (more && retryAfter) message.retry({ delaySeconds: Math.min(retryAfter, 43_200) });
      else {
        // A message of its own for what is left: retries are numbered, and go to the dead when they are many.
        if (more) await wakeAgain(queues, message.body);
        message.ack();
      }
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

function isWakeUp(body: unknown): body is WakeUp {
  return typeof body === "object" && body !== null && "workspaceId" in body;
}

interface Worked {
  more: boolean;
  /** Seconds before it makes sense to go on. */
  retryAfter?: number | null;
}

/** Works off chunk after chunk, up to what one invocation should take; the rest is somebody else's turn. */
async function work(act: UseCases, body: WakeUp): Promise<Worked> {
  for (let chunk = 0; chunk < chunksAtMost; chunk += 1) {
    const worked: Worked =
      "importId" in body
        ? await act.runImport(body)
        : "jobId" in body
          ? await act.runJob(body)
          : await act.deliverMail({ workspaceId: body.workspaceId });
    if (worked.retryAfter) return { more: true, retryAfter: worked.retryAfter };
    if (!worked.more) return { more: false };
    // The local runtime listens to nobody while there is always something ready to go on with: in ten chunks of
    // a large import its connections time out, and `wrangler dev` dies of that.
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  return { more: true };
}

async function wakeAgain(queues: Queues, body: WakeUp): Promise<void> {
  if ("importId" in body) await queues.wakeImport(body.workspaceId, body.importId, 0);
  else if ("jobId" in body) await queues.wakeJob(body.workspaceId, body.jobId, 0);
  else await queues.wakeMail(body.workspaceId, 0);
}
