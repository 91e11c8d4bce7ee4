import type { Mailer, MailOutcome, OutgoingMail } from "../../worker/domain/context.ts";
import { aroundCalls } from "./database-calls.ts";

/** Numbers between 0 and 1 that are the same for the same seed (mulberry32). */
export function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export interface Faults {
  /** Calls so far. */
  calls: number;
  /** Faults so far. */
  failed: number;
  /** What the next call does. */
  next(): "well" | "lost" | "unanswered";
}

/** Faults with a probability, half of them before the call took effect and half after (D-02, D-06). */
export function randomFaults(random: () => number, probability: () => number): Faults {
  const faults: Faults = {
    calls: 0,
    failed: 0,
    next() {
      faults.calls += 1;
      if (random() >= probability()) return "well";
      faults.failed += 1;
      return random() < 0.5 ? "lost" : "unanswered";
    },
  };
  return faults;
}

/** One fault, at a given call and no other. */
export function faultAt(call: number, kind: "lost" | "unanswered"): Faults {
  const faults: Faults = {
    calls: 0,
    failed: 0,
    next() {
      faults.calls += 1;
      if (faults.calls !== call) return "well";
      faults.failed += 1;
      return kind;
    },
  };
  return faults;
}

const messages = [
  "D1_ERROR: Network connection lost.",
  "D1_ERROR: D1 DB is overloaded. Requests queued for too long.",
  "D1_ERROR: D1 DB storage operation exceeded timeout which caused object to be reset.",
];

/** A D1 binding whose calls fail as told: the statement never arrives, or its answer is lost. */
export function faultyDatabase(database: D1Database, faults: Faults): D1Database {
  const through = async <Value>(run: () => Promise<Value>): Promise<Value> => {
    const fate = faults.next();
    if (fate === "well") return run();
    if (fate === "unanswered") await run();
    throw new Error(messages[faults.failed % messages.length]);
  };
  return aroundCalls(database, through);
}

/** A mail provider whose answers fail as told; `taken` is what really left, by outbox id and generation. */
export function faultyMailer(random: () => number, probability: () => number) {
  const taken = new Map<string, number>();
  const take = (mail: OutgoingMail) => {
    const key = `${mail.outboxId}.${mail.generation}`;
    taken.set(key, (taken.get(key) ?? 0) + 1);
    return `message-${mail.outboxId}`;
  };
  const sent = (mail: OutgoingMail): MailOutcome => ({ kind: "sent", messageId: take(mail) });
  const mailer: Mailer = {
    async sendBatch(mails) {
      if (random() >= probability()) return mails.map(sent);
      const fate = random();
      if (fate < 0.25) return mails.map(() => ({ kind: "retry", reason: "429" }));
      if (fate < 0.5) return mails.map(() => ({ kind: "unknown", reason: "connection reset before" }));
      if (fate < 0.75) {
        for (const mail of mails) take(mail);
        return mails.map(() => ({ kind: "unknown", reason: "no answer in 30 s" }));
      }
      // Fewer answers than messages: for the rest nobody can tell.
      const answered = Math.floor(mails.length / 2);
      return mails.map((mail, index) => {
        const outcome = sent(mail);
        return index < answered ? outcome : { kind: "unknown", reason: "short answer" };
      });
    },
    async find(outboxId, generation) {
      if (random() < probability()) throw new Error("search is down");
      return taken.has(`${outboxId}.${generation}`) ? `message-${outboxId}` : null;
    },
  };
  return { mailer, taken };
}
