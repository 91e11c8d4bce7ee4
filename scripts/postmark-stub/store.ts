import { readFileSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { StoredMail } from "./mail.ts";

/** Beyond this many mails the oldest lose their bodies, so that a bulk send of 200,000 fits in memory. */
export const fullMailLimit = 2_000;

const quietBeforeSaveMs = 500;

type StoreFile = { version: 1; earlier: number; inactive: [string, string][]; mails: StoredMail[] };

/** The stub's memory: mails, oldest first inside and newest first outside, and the suppressed addresses. */
export class MailStore {
  #file: string | undefined;
  #mails: StoredMail[] = [];
  #byId = new Map<string, StoredMail>();
  #firstFull = 0;
  #earlier = 0;
  #inactive = new Map<string, string>();
  #saveTimer: NodeJS.Timeout | undefined;
  #saving: Promise<void> = Promise.resolve();
  #lastSaveMs = 0;

  /** Opens the store; a file that is missing or damaged means an empty mailbox. */
  constructor(file?: string) {
    this.#file = file;
    if (file) this.#load(file);
  }

  /** How many mails were ever accepted since the mailbox was last emptied. */
  get total(): number {
    return this.#earlier + this.#mails.length;
  }

  add(mail: StoredMail): void {
    this.#mails.push(mail);
    this.#byId.set(mail.id, mail);
    while (this.#mails.length - this.#firstFull > fullMailLimit) this.#dropBody(this.#firstFull++);
    this.saveSoon();
  }

  get(id: string): StoredMail | undefined {
    return this.#byId.get(id);
  }

  /** Mails newest first, lazily: a search over 200,000 need not copy them. */
  *newestFirst(): Generator<StoredMail> {
    for (let index = this.#mails.length - 1; index >= 0; index--) yield this.#mails[index] as StoredMail;
  }

  clear(): void {
    this.#mails = [];
    this.#byId.clear();
    this.#firstFull = 0;
    this.#earlier = 0;
    this.#inactive.clear();
    this.saveSoon();
  }

  isInactive(address: string): boolean {
    return this.#inactive.has(address.toLowerCase());
  }

  suppress(address: string, reason: string): void {
    this.#inactive.set(address.toLowerCase(), reason);
    this.saveSoon();
  }

  reactivate(address: string): void {
    this.#inactive.delete(address.toLowerCase());
    this.saveSoon();
  }

  /** Writes the file a little later, and the rarer the longer a write takes. */
  saveSoon(): void {
    if (!this.#file || this.#saveTimer) return;
    const wait = Math.max(quietBeforeSaveMs, this.#lastSaveMs * 20);
    this.#saveTimer = setTimeout(() => {
      this.#saveTimer = undefined;
      this.#saving = this.#saving.then(() => this.#save());
    }, wait);
  }

  /** Writes what is still unsaved. */
  async close(): Promise<void> {
    const unsaved = this.#saveTimer !== undefined;
    clearTimeout(this.#saveTimer);
    this.#saveTimer = undefined;
    await this.#saving;
    if (unsaved) await this.#save();
  }

  #dropBody(index: number): void {
    const mail = this.#mails[index];
    if (!mail) return;
    mail.html = "";
    mail.text = "";
    mail.headers = [];
    mail.bodyDropped = true;
  }

  #load(file: string): void {
    try {
      const saved = JSON.parse(readFileSync(file, "utf8")) as StoreFile;
      if (saved.version !== 1) return;
      this.#mails = saved.mails;
      this.#earlier = saved.earlier;
      this.#inactive = new Map(saved.inactive);
      for (const mail of this.#mails) {
        this.#byId.set(mail.id, mail);
        for (const event of mail.events) {
          if (event.webhook === "sending")
            Object.assign(event, { webhook: "failed", answer: "stub stopped" });
        }
      }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") {
        console.warn(`The mailbox file ${file} cannot be read; the mailbox starts empty.`);
      }
    }
  }

  async #save(): Promise<void> {
    if (!this.#file) return;
    const startedAt = performance.now();
    const saved: StoreFile = {
      version: 1,
      earlier: this.#earlier + this.#firstFull,
      inactive: [...this.#inactive],
      mails: this.#mails.slice(this.#firstFull),
    };
    const unfinished = `${this.#file}.${process.pid}.tmp`;
    try {
      await mkdir(dirname(this.#file), { recursive: true });
      // Mails carry live invitation links, so the file is for its owner alone.
      await writeFile(unfinished, JSON.stringify(saved), { mode: 0o600 });
      await rename(unfinished, this.#file);
    } catch (error) {
      await rm(unfinished, { force: true });
      console.warn(`The mailbox could not be saved: ${(error as Error).message}`);
    }
    this.#lastSaveMs = performance.now() - startedAt;
  }
}
