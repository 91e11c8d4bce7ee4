import { createExecutionContext, waitOnExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { apiKeys } from "../../../db/schema/index.ts";
import { createSecretDigest } from "../../../worker/adapters/secret-digest.ts";
import { type Permission, permissions, type RoleKey } from "../../../worker/domain/permissions.ts";
import type { Bindings } from "../../../worker/env.ts";
import worker from "../../../worker/index.ts";
import { nextAddress } from "../../support/browser.ts";
import {
  createMember,
  createWorkspace,
  type House,
  openHouse,
  origin,
  type TestWorkspace,
} from "../../support/house.ts";

const silent = { send: async () => undefined, sendBatch: async () => undefined };

/** The worker's own bindings with queues that keep quiet: what is tested here is the door. */
export function testBindings(changes: Partial<Bindings> = {}): Bindings {
  // The pool types its `env` as empty, and a quiet queue has less than a real one.
  const bindings: Bindings = env;
  return {
    ...bindings,
    MAIL_QUEUE: silent,
    JOB_QUEUE: silent,
    IMPORT_QUEUE: silent,
    ...changes,
  } as unknown as Bindings;
}

const bindings = testBindings();

/** Sends a request through the whole worker. */
export async function ask(request: Request, using: Bindings = bindings): Promise<Response> {
  const execution = createExecutionContext();
  const response = await worker.fetch(request as Parameters<typeof worker.fetch>[0], using, execution);
  await waitOnExecutionContext(execution);
  return response;
}

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: the bodies of answers, which each test knows
  body: any;
}

export interface Call {
  body?: unknown;
  /** Sent as it stands, instead of `body`. */
  raw?: BodyInit;
  headers?: Record<string, string>;
  using?: Bindings;
}

export type Program = (method: string, path: string, call?: Call) => Promise<Answer>;

/** A program with a key: `call("POST", "/invitations", { body })`. Null: no key at all. */
export function programWith(key: string | null): Program {
  const address = nextAddress();
  return async (method, path, call = {}) => {
    const headers = new Headers({ "CF-Connecting-IP": address, ...call.headers });
    if (key !== null && !headers.has("Authorization")) headers.set("Authorization", `Bearer ${key}`);
    const body = call.raw ?? (call.body === undefined ? undefined : JSON.stringify(call.body));
    if (body !== undefined && !headers.has("Content-Type")) headers.set("Content-Type", "application/json");
    const url = path.startsWith("/api") ? `${origin}${path}` : `${origin}/api/v1${path}`;
    const response = await ask(new Request(url, { method, headers, body }), call.using);
    const text = await response.text();
    const json = response.headers.get("Content-Type")?.includes("json");
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: json && text ? JSON.parse(text) : null,
    };
  };
}

export interface KeyOptions {
  scopes?: readonly Permission[];
  maxRole?: RoleKey;
  creatorMembershipId?: string;
}

/** Puts a key into the database and gives it in plain text. */
export async function createKey(
  house: House,
  space: TestWorkspace,
  options: KeyOptions = {},
): Promise<string> {
  const ctx = house.system();
  const id = ctx.ids.next("apiKey");
  const key = `usher_test_${id.slice(4)}_${ctx.ids.secret()}`;
  await ctx.db.insert(apiKeys).values({
    workspaceId: space.workspace.id,
    id,
    name: "Personnel system",
    hash: await createSecretDigest().sha256(key),
    scopes: [...(options.scopes ?? permissions)],
    maxRole: options.maxRole ?? "admin",
    creatorMembershipId: options.creatorMembershipId ?? space.admin.membershipId,
    createdAt: house.clock.now,
  });
  return key;
}

/** A workspace, its administrator, and a program with a key that may do everything. */
export async function openProgram(options: Parameters<typeof createWorkspace>[1] & KeyOptions = {}) {
  const house = openHouse();
  const space = await createWorkspace(house, options);
  const key = await createKey(house, space, options);
  return { house, space, key, call: programWith(key) };
}

export { createMember };
