import { scriptOfAddress } from "./addresses.ts";
import type { EventKind, MailEvent, Recipient, StoredMail } from "./mail.ts";
import type { MailStore } from "./store.ts";
import { webhookPayload } from "./webhooks.ts";

/** Where the events go: the worker's webhook and its Basic auth. */
export type WebhookTarget = { url: string; username: string; password: string };

/** How long after acceptance each fate befalls a mail. */
const fateDelayMs = { delivered: 150, bounced: 300, complained: 300, slow: 5_000 };

const retryDelaysMs = [500, 2_000, 5_000];
const webhookTimeoutMs = 10_000;

// A bulk send makes an event a mail; a worker on the same two cores must not face them all at once.
const webhooksInFlight = 4;

const suppressing: Partial<Record<EventKind, string>> = {
  bounced: "HardBounce",
  complained: "SpamComplaint",
  unsubscribed: "ManualSuppression",
};

/** Lets things happen to accepted mails and tells the worker about them, in the background. */
export class Courier {
  #store: MailStore;
  #target: WebhookTarget | undefined;
  #closing = new AbortController();
  #timers = new Set<NodeJS.Timeout>();
  #waiting: { mail: StoredMail; event: MailEvent }[] = [];
  #nextWaiting = 0;
  #inFlight = 0;
  #lastEventId = Date.now();

  constructor(store: MailStore, target: WebhookTarget | undefined) {
    this.#store = store;
    this.#target = target;
  }

  /** Schedules what the addresses of an accepted mail ask for. */
  dispatch(mail: StoredMail, recipients: Recipient[]): void {
    for (const { email } of recipients) {
      const script = scriptOfAddress(email);
      if (script === "inactive") continue;
      if (script === "bounced") this.#later(fateDelayMs.bounced, () => this.happen(mail, "bounced", email));
      else {
        const delay = script === "slow" ? fateDelayMs.slow : fateDelayMs.delivered;
        this.#later(delay, () => this.happen(mail, "delivered", email));
      }
      // A complaint comes from somebody who has received the mail.
      if (script === "complained") {
        this.#later(fateDelayMs.complained, () => this.happen(mail, "complained", email));
      }
    }
  }

  /** Lets an event happen now: notes it on the mail, suppresses the address if need be, queues the webhook. */
  happen(mail: StoredMail, kind: EventKind, recipient?: string): MailEvent | null {
    // The mailbox may have been emptied since the mail was accepted.
    if (this.#store.get(mail.id) !== mail) return null;
    const event: MailEvent = {
      id: ++this.#lastEventId,
      kind,
      recipient: recipient ?? mail.recipients[0]?.email ?? "",
      at: new Date().toISOString(),
      webhook: this.#target ? "sending" : "none",
      attempts: 0,
      answer: null,
    };
    mail.events.push(event);
    const reason = suppressing[kind];
    if (reason) this.#store.suppress(event.recipient, reason);
    if (kind === "reactivated") this.#store.reactivate(event.recipient);
    this.#store.saveSoon();
    if (this.#target) {
      this.#waiting.push({ mail, event });
      this.#pump();
    }
    return event;
  }

  /** Drops everything that is still under way. */
  close(): void {
    this.#closing.abort();
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    this.#waiting = [];
  }

  #later(ms: number, run: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      run();
    }, ms);
    this.#timers.add(timer);
  }

  #pump(): void {
    while (this.#inFlight < webhooksInFlight && !this.#closing.signal.aborted) {
      const next = this.#waiting[this.#nextWaiting];
      if (!next) return;
      // Not shift(): it would move 200,000 entries for each of them.
      this.#nextWaiting++;
      if (this.#nextWaiting * 2 > this.#waiting.length) {
        this.#waiting.splice(0, this.#nextWaiting);
        this.#nextWaiting = 0;
      }
      this.#inFlight++;
      void this.#post(next.mail, next.event).finally(() => {
        this.#inFlight--;
        this.#pump();
      });
    }
  }

  async #post(mail: StoredMail, event: MailEvent): Promise<void> {
    const target = this.#target;
    if (!target) return;
    event.attempts++;
    try {
      const response = await fetch(target.url, {
        method: "POST",
        headers: {
          Authorization: `Basic ${Buffer.from(`${target.username}:${target.password}`).toString("base64")}`,
          "Content-Type": "application/json",
          "User-Agent": "Postmark",
        },
        body: JSON.stringify(webhookPayload(mail, event)),
        signal: AbortSignal.any([this.#closing.signal, AbortSignal.timeout(webhookTimeoutMs)]),
      });
      // Read to its end: to cancel a body is to close the connection under a worker that still writes.
      await response.arrayBuffer();
      event.answer = String(response.status);
      if (response.ok) event.webhook = "accepted";
    } catch (error) {
      if (this.#closing.signal.aborted) return;
      event.answer = reasonOf(error);
    }
    const delay = retryDelaysMs[event.attempts - 1];
    // Postmark takes a 403 as "never again".
    if (event.webhook !== "accepted" && (delay === undefined || event.answer === "403")) {
      event.webhook = "failed";
    }
    if (event.webhook === "sending" && delay !== undefined) {
      this.#later(delay, () => {
        this.#waiting.push({ mail, event });
        this.#pump();
      });
    }
    this.#store.saveSoon();
  }
}

function reasonOf(error: unknown): string {
  const cause = (error as { cause?: { code?: string; message?: string } }).cause;
  return cause?.code ?? cause?.message ?? (error as Error).name;
}
