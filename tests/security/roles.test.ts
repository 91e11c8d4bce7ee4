import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test } from "vitest";
import type { DomainError } from "../../worker/domain/errors.ts";
import { useCases } from "../../worker/domain/index.ts";
import { roleKeys } from "../../worker/domain/permissions.ts";
import { createKey, type Program, programWith, testBindings } from "../integration/api/program.ts";
import { Browser } from "../support/browser.ts";
import { createMember } from "../support/house.ts";
import { type Recipe, recipes } from "./role-recipes.ts";
import {
  type Column,
  ceilings,
  columns,
  forCustomers,
  forEverybody,
  forTheHouse,
  rows,
} from "./role-table.ts";
import { type Door, openWorld, type Place, type Target, type World } from "./role-world.ts";

const doors: readonly Door[] = ["api", "page", "hall"];
type Cell = "+" | "=" | "f" | "-" | "0";

interface Row {
  act: string;
  place: Place;
  doors: Door[];
  cells: Record<Column, Cell>;
}

const order = Object.keys(columns) as Column[];

/** Reads the table; a line that is not complete fails, as does a letter that means nothing. */
function readTable(): Row[] {
  const [head = "", ...lines] = rows.split("\n").filter((line) => line.trim() !== "");
  if (head.trim().split(/\s+/).join() !== order.join()) throw new Error("The table has other columns.");
  return lines.map((line) => {
    const words = line.trim().split(/\s+/);
    const [act = "", place = ""] = words;
    const named = doors.filter((door) => door === words[2]);
    const cells = words.slice(2 + named.length);
    if (cells.length !== order.length || cells.some((cell) => !"+=f-0".includes(cell) || cell.length > 1)) {
      throw new Error(`This line of the table is not right: ${line}`);
    }
    const has = recipes[act] ?? { make: async () => ({}) };
    const told = doors.filter((door) => door in has);
    return {
      act,
      place: place as Place,
      doors: named.length > 0 ? named : told.filter((door) => door !== "hall" || told.length === 1),
      cells: Object.fromEntries(order.map((who, at) => [who, cells[at]])) as Row["cells"],
    };
  });
}

const table = readTable();

/** The use cases of the table: what stands behind a slash is what one of them is told. */
const acts = [...new Set(table.map(({ act }) => act.split("/")[0] ?? ""))];

const sources: Record<string, string> = import.meta.glob("../../worker/domain/**/*.ts", {
  query: "?raw",
  import: "default",
  eager: true,
});

/** Every use case that the domain exports, by the kind of its constructor. */
function useCasesOf(kind: "member" | "public" | "customer" | "system"): string[] {
  const made = new RegExp(`export const (\\w+)[^=]*= ${kind}UseCase\\(`, "g");
  return Object.values(sources)
    .flatMap((source) => [...source.matchAll(made)].map(([, name]) => name ?? ""))
    .sort();
}

test("every use case stands in the table, or in a list that says whose it is", () => {
  expect(acts.toSorted()).toEqual(useCasesOf("member"));
  expect([...forEverybody].sort()).toEqual(useCasesOf("public"));
  expect([...forCustomers].sort()).toEqual(useCasesOf("customer"));
  expect([...forTheHouse].sort()).toEqual(useCasesOf("system"));
  // And nothing is served that is none of them.
  const known = new Set([...acts, ...forEverybody, ...forCustomers, ...forTheHouse]);
  expect(Object.keys(useCases).filter((name) => !known.has(name))).toEqual([]);
});

const callers: Record<"api" | "page", Record<string, string>> = {
  api: import.meta.glob("../../worker/api/*.ts", { query: "?raw", import: "default", eager: true }),
  page: import.meta.glob("../../app/routes/*.{ts,tsx}", { query: "?raw", import: "default", eager: true }),
};

/** Pages tell no more of these than the page around them: an answer that is left out where it was refused. */
const besides = ["previewEdit", "previewInvitation", "viewOwnPart"];

/** Of these the page hands on what the mail provider says, which no test has; `mail-texts.test.ts` asks the page. */
const withProvider = [
  "sendTestMail",
  // These lead to the identity provider, or leave it as the only way in: `web/single-sign-on.test.ts` asks the page.
  "tryConnection",
  "enforceConnection",
  "relaxConnection",
];

test("every door that an act has is asked", () => {
  for (const door of ["api", "page"] as const) {
    const text = Object.values(callers[door]).join("\n");
    const called = acts.filter((act) =>
      new RegExp(`(?:useCases|act)\\??\\.${act}\\b|"${act}", \\{\\s+path`).test(text),
    );
    const asked = called.filter((act) => recipes[act]?.[door] || [...besides, ...withProvider].includes(act));
    expect([door, asked]).toEqual([door, called]);
  }
});

/** Without limits of their own: what is refused here is refused by the role. */
const free = { limit: async () => ({ success: true }) };
const bindings = testBindings({
  UNDO_SECONDS: "600",
  EXPORTS_PER_HOUR: "100000",
  INVITATIONS_PER_DAY: "100000",
  BULK_RESEND_SECONDS: "0",
  API_LIMIT: free,
  INVITE_LIMIT: free,
  CATALOG_LIMIT: free,
});

/** What came of asking. `flash`: the word that a page goes back with. */
interface Outcome {
  status: number;
  text: string;
}

interface Asker {
  program: Program;
  browser: Browser;
}

let world: World;
const askers = {} as Record<Column | "left" | "nobody", Asker>;

/** When somebody was last seen is no effect. */
const seen: Record<string, string> = {
  api_keys: "last_used_at",
  auth_sessions: "last_seen_at",
  memberships: "last_seen_at",
};

/** Counts every row that is written from now on, by triggers: whatever a door does, nothing escapes them. */
async function countWrites(): Promise<void> {
  const { DB } = env;
  const { results } = await DB.prepare(
    "select name from sqlite_master where type = 'table' and name not like 'sqlite_%' and name not like '\\_cf%' escape '\\' and name not like 'd1_%'",
  ).all<{ name: string }>();
  const triggers = results.flatMap(({ name }) =>
    ["insert", "update", "delete"].map((act) => {
      const column = act === "update" ? seen[name] : undefined;
      const when = column ? `when old.${column} is new.${column}` : "";
      return DB.prepare(
        `create trigger "written_${name}_${act}" after ${act} on "${name}" ${when} begin update written set n = n + 1; end`,
      );
    }),
  );
  await DB.batch([
    DB.prepare("create table written (n integer not null)"),
    DB.prepare("insert into written values (0)"),
    ...triggers,
  ]);
}

async function written(): Promise<number> {
  return Number(await env.DB.prepare("select n from written").first("n"));
}

beforeAll(async () => {
  world = await openWorld();
  const { house, space, members } = world;
  const left = await createMember(house, space.workspace, { roles: ["admin"], status: "deactivated" });
  for (const [who, member] of Object.entries({ ...members, left })) {
    const own = world.keys[who as Column] as string | undefined;
    const key = own ?? (await createKey(house, space, { creatorMembershipId: member.membershipId }));
    const browser = await new Browser({ bindings }).signIn(member);
    askers[who as Column] = { program: programWith(key), browser };
  }
  await countWrites();
  askers.nobody = { program: programWith(null), browser: new Browser({ bindings }) };
});

async function ask(
  { program, browser }: Asker,
  door: Door,
  { act, target, who }: { act: string; target: Target; who: Column },
): Promise<Outcome> {
  const recipe: Recipe | undefined = recipes[act];
  if (door === "hall") {
    const run = useCases[act as keyof typeof useCases] as (ctx: unknown, input: unknown) => Promise<unknown>;
    try {
      return { status: 200, text: JSON.stringify(await run(await world.as(who), recipe?.hall?.(target))) };
    } catch (error) {
      return { status: (error as DomainError).status, text: String(error) };
    }
  }
  if (door === "api") {
    const [method, path, body] = recipe?.api?.(target) ?? ["", ""];
    const file = typeof body === "string";
    const { status, text } = await program(method, path, {
      using: bindings,
      ...(file ? { raw: body, headers: { "Content-Type": "text/csv" } } : { body }),
    });
    return { status, text };
  }
  const [method, path, fields] = recipe?.page?.(target) ?? ["GET", ""];
  browser.cookies.delete("flash");
  // The page's data alone: what may be shown is decided before anything is drawn.
  const [name = "", query] = path.split("?");
  const bare = /\.(?:csv|json)$|\/choices$|\/upload$|\/people\/places$/.test(name);
  const address = `${world.base}${name}${bare ? "" : ".data"}${query ? `?${query}` : ""}`;
  const visit =
    method === "GET"
      ? await browser.get(address)
      : typeof fields === "string"
        ? await browser.send(address, fields, "text/csv")
        : await browser.post(address, new URLSearchParams(fields ?? {}));
  const flash = decodeURIComponent(browser.cookies.get("flash") ?? "");
  return { status: visit.status, text: `${visit.location ?? ""} ${flash} ${visit.body.slice(0, 300)}` };
}

const sent = [202, 302, 303];

/** What a door may answer where the table says so; a page may lead back with a word instead of a number. */
function fits(cell: Cell, door: Door, reads: boolean, { status, text }: Outcome, changed: boolean): boolean {
  const refused = { "-": 403, "0": 404, f: 422 };
  if (cell === "+") {
    const fine = status < 400 && !(door === "page" && text.includes('"kind":"error"'));
    return fine && (reads ? !changed && !(door === "page" && sent.includes(status)) : changed);
  }
  if (changed) return false;
  if (cell === "=") return status === 200;
  if (door === "page" && cell !== "f" && (sent.includes(status) || status === 404)) return true;
  return status === refused[cell];
}

describe.each(table)("$act, $place", ({ act, place, doors: asked, cells }) => {
  const recipe = recipes[act];
  const reads = recipe?.reads === true;
  const standing = new Map<string, Target>();

  /** What stands is asked for in vain; who may have it gets one of their own. */
  async function targetFor(who: Column, door: Door): Promise<Target> {
    const fresh = cells[who] === "+" && !reads;
    const key = (place === "own" || place === "other") && cells[who] !== "-" ? `${who} ${door}` : "";
    const known = fresh ? undefined : standing.get(key);
    if (known) return known;
    const target = (await recipe?.make(world, place, who, door)) ?? {};
    if (!fresh) standing.set(key, target);
    return target;
  }

  test.each(asked)("by the %s", async (door) => {
    const wrong: string[] = [];
    const told = (who: Column, { status, text }: Outcome, changed: boolean) => {
      if (fits(cells[who], door, reads, { status, text }, changed)) return;
      const came = `${status}${changed ? ", something changed" : ""}: ${text.slice(0, 200)}`;
      wrong.push(`${columns[who]} should get ${cells[who]}, and gets ${came}`);
    };
    // Whoever changes nothing asks at once with the others; when something changed, any of them may have done it.
    const idle = order.filter((who) => reads || cells[who] !== "+");
    const asking: (() => Promise<Outcome>)[] = [];
    for (const who of idle) {
      const target = await targetFor(who, door);
      asking.push(() => ask(askers[who], door, { act, target, who }));
    }
    const before = await written();
    const outcomes = await Promise.all(asking.map((one) => one()));
    const changed = (await written()) !== before;
    for (const [at, outcome] of outcomes.entries()) told(idle[at] ?? "ad", outcome, changed);

    for (const who of order.filter((one) => !idle.includes(one))) {
      const target = await targetFor(who, door);
      const count = await written();
      const outcome = await ask(askers[who], door, { act, target, who });
      told(who, outcome, (await written()) !== count);
    }
    if (wrong.length > 0) throw new Error(wrong.join("\n"));
  });

  const served = asked.filter((door) => door !== "hall");
  if (served.length > 0) {
    test("nothing for who has left, and for nobody", async () => {
      const target = await targetFor("le", "page");
      const before = await written();
      const turned = served.flatMap((door) =>
        (["left", "nobody"] as const).map(async (who) => {
          const { status } = await ask(askers[who], door, { act, target, who: "le" });
          const away = who === "left" ? [401, 403] : [401, ...sent];
          return away.includes(status) ? [] : [`${who} gets ${status} by the ${door}`];
        }),
      );
      expect((await Promise.all(turned)).flat()).toEqual([]);
      expect(await written()).toBe(before);
    });
  }
});

test("no member gets done what is the house's", async () => {
  const before = await written();
  for (const name of forTheHouse) {
    const act = useCases[name as keyof typeof useCases] as unknown;
    if (typeof act !== "function") continue;
    const refusal = await (act as (ctx: unknown, input: unknown) => Promise<unknown>)(
      world.asAdmin(),
      {},
    ).catch((error: DomainError) => error.code);
    expect([name, refusal]).toEqual([name, "FORBIDDEN"]);
  }
  expect(await written()).toBe(before);
});

describe.each(Object.entries(ceilings))("a key with the ceiling %s", (ceiling, given) => {
  test("hands out its rank and below: by an invitation, to a member, to many", async () => {
    const { house, space, choir, north } = world;
    const maxRole = ceiling as keyof typeof ceilings;
    const program = programWith(await createKey(house, space, { maxRole }));
    for (const role of roleKeys) {
      const places = {
        admin: {},
        instructor: {},
        learner: {},
        unit_manager: { unitId: north.id },
        group_admin: { groupId: choir.id },
        user_admin: { groupId: choir.id },
        coach: { groupId: choir.id },
        session_instructor: { groupId: choir.id },
      }[role];
      const held = { role, ...places };
      const { id } = await world.person("in");
      const may = (given as readonly string[]).includes(role);
      const email = `key-${world.next()}@example.org`;
      const invited = await program("POST", "/invitations", {
        using: bindings,
        body: { email, roles: [held] },
      });
      expect([role, "invite", invited.status, invited.body.code]).toEqual([
        role,
        "invite",
        may ? 201 : 403,
        may ? undefined : "ROLE_ABOVE_YOURS",
      ]);
      const changed = await program("PATCH", `/users/${id}`, {
        using: bindings,
        body: { roles: ["learner", held] },
      });
      expect([role, "change", changed.status]).toEqual([role, "change", may ? 200 : 403]);
      const many = await program("POST", "/users/bulk", {
        using: bindings,
        body: { action: "change_roles", ids: [id], addRole: held },
      });
      expect([role, "many", many.status]).toEqual([role, "many", may ? 202 : 403]);
    }
  });
});
