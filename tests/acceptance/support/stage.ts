import { env } from "cloudflare:workers";
import { vi } from "vitest";
import { createPasswords } from "../../../worker/adapters/passwords.ts";
import type { CallerWorkspace, OutgoingMail } from "../../../worker/domain/context.ts";
import { useCases } from "../../../worker/domain/index.ts";
import type { RoleKey } from "../../../worker/domain/permissions.ts";
import type { PresetName } from "../../../worker/domain/presets.ts";
import { Browser } from "../../support/browser.ts";
import {
  createMember,
  createWorkspace,
  type House,
  linkIn,
  openHouse,
  type TestMember,
} from "../../support/house.ts";
import { Visitor } from "./visitor.ts";

/** What everybody on the stage chooses as a password. */
export const password = "seven green bicycles";

let hash: Promise<string> | undefined;

type Held = Parameters<typeof createMember>[2] & object;

/** A workspace that runs a preset, with its administrator, its mailbox and a clock that can be put forward. */
export class Stage {
  readonly house: House;
  readonly workspace: CallerWorkspace;
  readonly admin: TestMember;
  readonly base: string;

  private constructor(house: House, workspace: CallerWorkspace, admin: TestMember) {
    this.house = house;
    this.workspace = workspace;
    this.admin = admin;
    this.base = `/w/${workspace.slug}`;
  }

  /** `overrides`: keys of the preset that have another value. */
  static async set(preset: PresetName, overrides: Record<string, unknown> = {}): Promise<Stage> {
    const house = openHouse();
    house.clock.now = Date.now();
    const { workspace, admin } = await createWorkspace(house, { preset, overrides });
    return new Stage(house, workspace, admin);
  }

  /** An address that nobody has on another stage. */
  address(name: string): string {
    return `${name}@${this.workspace.slug}.example`;
  }

  /** Puts the clock of the house and of the worker forward. */
  later(ms: number): void {
    this.house.clock.advance(ms);
    vi.useFakeTimers({ toFake: ["Date"], now: this.house.clock.now });
  }

  /** Acts of the administrator that are not what is looked at. */
  get asAdmin() {
    return this.house.context(this.admin.caller);
  }

  async member(
    options: Held & { roles?: (RoleKey | { role: RoleKey; unitId?: string; groupId?: string })[] },
  ) {
    return createMember(this.house, this.workspace, options);
  }

  /** The browser of somebody who is signed in. */
  async signedIn(person: TestMember = this.admin): Promise<Visitor> {
    return new Visitor(await new Browser().signIn(person));
  }

  /** Gives somebody the password of the stage, as the real worker stores it. */
  async givePassword(person: { userId: string }): Promise<void> {
    hash ??= createPasswords().hash(password);
    await env.DB.prepare("update users set password_hash = ? where id = ?")
      .bind(await hash, person.userId)
      .run();
  }

  async unit(name: string, parentId: string | null = null): Promise<string> {
    return (await useCases.createUnit(this.asAdmin, { name, parentId })).id;
  }

  async group(
    name: string,
    options: { parentId?: string; visibility?: "public" | "private"; unitId?: string } = {},
  ): Promise<string> {
    const { parentId = null, visibility = "public", unitId = null } = options;
    return (await useCases.createGroup(this.asAdmin, { name, parentId, visibility, unitId })).id;
  }

  /** Lets imports, jobs and mail go on until nothing waits. */
  async works(): Promise<void> {
    const waiting = async (sql: string) =>
      (await env.DB.prepare(sql).bind(this.workspace.id).all<{ id: string }>()).results;
    const workspaceId = this.workspace.id;
    for (let turns = 0; turns < 30; turns += 1) {
      for (const { id } of await waiting(
        "select id from imports where workspace_id = ? and status in ('checking', 'running')",
      )) {
        await useCases.runImport(this.house.system(), { workspaceId, importId: id });
      }
      for (const { id } of await waiting(
        "select id from jobs where workspace_id = ? and status = 'running'",
      )) {
        await useCases.runJob(this.house.system(), { workspaceId, jobId: id });
      }
    }
  }

  /** What has reached a mailbox by now. */
  async mailsTo(address: string): Promise<OutgoingMail[]> {
    // Mail waits a moment for an undo.
    this.later(60_000);
    // A temporary password is made for its mail, and has to work at the worker's sign-in.
    const system = { ...this.house.system(), passwords: createPasswords() };
    for (let calls = 0; calls < 5; calls += 1) {
      await useCases.deliverMail(system, { workspaceId: this.workspace.id });
    }
    return this.house.sent.filter(({ to }) => to === address);
  }

  async lastMailTo(address: string): Promise<OutgoingMail> {
    const mail = (await this.mailsTo(address)).at(-1);
    if (!mail) throw new Error(`Nothing has come for ${address}.`);
    return mail;
  }

  /** Opens the link of a mail in a fresh browser, as somebody does who is known to nobody. */
  async opens(mail: OutgoingMail): Promise<Visitor> {
    const visitor = new Visitor();
    await visitor.open(new URL(linkIn(mail)).pathname);
    return visitor;
  }

  /** Joins by a mail: the name where it is asked for, the password, the button. */
  async joins(
    mail: OutgoingMail,
    name: { first: string; last: string } = { first: "Noor", last: "Haddad" },
  ): Promise<Visitor> {
    const visitor = await this.opens(mail);
    const { fields } = visitor.page;
    if (fields.includes("First name")) visitor.fill("First name", name.first);
    if (fields.includes("Last name")) visitor.fill("Last name", name.last);
    visitor.fill("Password", password);
    await visitor.press("Join");
    return visitor;
  }
}
