import { createHmac } from "node:crypto";
import { seconds } from "./objects.ts";

/** Where events go, and the secret that signs them. */
export interface WebhookTarget {
  url: string;
  secret: string;
}

/** An event as it was posted, with what the worker answered each time. */
export interface SentEvent {
  id: string;
  type: string;
  body: string;
  answers: (number | string)[];
}

const retryDelaysMs = [500, 2_000, 5_000];
const webhookTimeoutMs = 10_000;

/** Stripe's scheme: `t=<seconds>,v1=<HMAC-SHA256 of "t.body">`. */
export function signatureOf(body: string, secret: string, atMs: number): string {
  const t = seconds(atMs);
  return `t=${t},v1=${createHmac("sha256", secret).update(`${t}.${body}`).digest("hex")}`;
}

/** Tells the worker what happened, in the background and again until it is taken. */
export class Courier {
  #target: WebhookTarget | undefined;
  #closing = new AbortController();
  #timers = new Set<NodeJS.Timeout>();
  readonly events: SentEvent[] = [];

  constructor(target: WebhookTarget | undefined) {
    this.#target = target;
  }

  /** Makes an event and posts it after `delayMs`. */
  send(type: string, object: Record<string, unknown>, delayMs = 50): SentEvent {
    const id = `evt_${crypto.randomUUID().replaceAll("-", "")}`;
    const body = JSON.stringify({
      id,
      object: "event",
      type,
      created: seconds(Date.now()),
      livemode: false,
      data: { object },
    });
    const event: SentEvent = { id, type, body, answers: [] };
    this.events.push(event);
    this.#later(delayMs, () => void this.#post(event, true));
    return event;
  }

  /** Posts an event once more, signed anew or by somebody else's secret. Resolves to the worker's status. */
  async again(event: SentEvent, secret?: string): Promise<number> {
    await this.#post(event, false, secret);
    const answer = event.answers.at(-1);
    return typeof answer === "number" ? answer : 0;
  }

  /** Drops everything that is still under way. */
  close(): void {
    this.#closing.abort();
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }

  #later(ms: number, run: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      run();
    }, ms);
    this.#timers.add(timer);
  }

  async #post(event: SentEvent, retries: boolean, secret?: string): Promise<void> {
    const target = this.#target;
    if (!target) return;
    let taken = false;
    try {
      const response = await fetch(target.url, {
        method: "POST",
        headers: {
          "Content-Type": "application/json; charset=utf-8",
          "User-Agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
          "Stripe-Signature": signatureOf(event.body, secret ?? target.secret, Date.now()),
        },
        body: event.body,
        signal: AbortSignal.any([this.#closing.signal, AbortSignal.timeout(webhookTimeoutMs)]),
      });
      // Read to its end: to cancel a body is to close the connection under a worker that still writes.
      await response.arrayBuffer();
      event.answers.push(response.status);
      taken = response.ok;
    } catch (error) {
      if (this.#closing.signal.aborted) return;
      event.answers.push(error instanceof Error ? error.name : "failed");
    }
    const delay = retryDelaysMs[event.answers.length - 1];
    if (retries && !taken && delay !== undefined) this.#later(delay, () => void this.#post(event, true));
  }
}
