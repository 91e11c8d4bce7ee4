import { readFileSync, renameSync, writeFileSync } from "node:fs";

/** A checkout session as the stub keeps it: what was asked for, and what became of it. */
export interface StoredSession {
  id: string;
  paymentId: string;
  status: "open" | "complete" | "expired";
  paymentStatus: "unpaid" | "paid";
  title: string;
  currency: string;
  subtotal: number;
  tax: number;
  email: string | null;
  locale: string;
  successUrl: string;
  cancelUrl: string;
  expiresAt: number;
  metadata: Record<string, string>;
  paymentMetadata: Record<string, string>;
  clientReference: string | null;
  refunded: number;
  createdAt: number;
}

export interface StoredAnswer {
  request: string;
  status: number;
  body: unknown;
}

interface Stored {
  sessions: StoredSession[];
  answers: [string, StoredAnswer][];
}

/** What the stub remembers, in a file where one is named, so that what was paid yesterday can be refunded today. */
export class Till {
  #file: string | undefined;
  readonly sessions = new Map<string, StoredSession>();
  /** Answers by idempotency key. */
  readonly answers = new Map<string, StoredAnswer>();

  constructor(file: string | undefined) {
    this.#file = file;
    const stored = file ? read(file) : null;
    for (const session of stored?.sessions ?? []) this.sessions.set(session.id, session);
    for (const [key, answer] of stored?.answers ?? []) this.answers.set(key, answer);
  }

  byPayment(paymentId: string): StoredSession | undefined {
    return [...this.sessions.values()].find((session) => session.paymentId === paymentId);
  }

  /** Newest first. */
  newestFirst(): StoredSession[] {
    return [...this.sessions.values()].reverse();
  }

  save(): void {
    if (!this.#file) return;
    const stored: Stored = { sessions: [...this.sessions.values()], answers: [...this.answers] };
    writeFileSync(`${this.#file}.new`, JSON.stringify(stored), { mode: 0o600 });
    renameSync(`${this.#file}.new`, this.#file);
  }
}

function read(file: string): Stored | null {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Stored;
  } catch {
    return null;
  }
}
