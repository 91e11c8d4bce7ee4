import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { openDatabase } from "../../../db/index.ts";
import type { Context } from "../../../worker/domain/context.ts";
import { useCases } from "../../../worker/domain/index.ts";
import {
  chance,
  type Faults,
  faultAt,
  faultyDatabase,
  faultyMailer,
  randomFaults,
} from "../../support/faults.ts";
import { createWorkspace, minute, openHouse, type TestWorkspace } from "../../support/house.ts";

const { DB: database, LONG } = env;
/** `npm run test:long` asks for the full numbers. */
const seeds = LONG ? 40 : 4;
const rowsPerFile = LONG ? 5_000 : 2_500;

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}

/** A file in which one row in ten is spoiled, one in ten repeats an address. */
function fileOf(rows: number): { text: string; valid: string[] } {
  const lines = ["email,first_name,last_name"];
  const valid: string[] = [];
  for (let row = 0; row < rows; row += 1) {
    if (row % 10 === 3) lines.push(`nobody ${row},Ana,Spoiled`);
    else if (row % 10 === 7) lines.push(`P${row - 1}@example.com,Ana,Again`);
    else {
      valid.push(`p${row}@example.com`);
      lines.push(`p${row}@example.com,Ana,Number ${row}`);
    }
  }
  return { text: `${lines.join("\n")}\n`, valid };
}

/** The whole machinery under faults: queue messages twice and late, calls that fail, a cron every minute. */
function machinery(
  space: TestWorkspace,
  house: ReturnType<typeof openHouse>,
  faults: Faults,
  random: () => number,
) {
  let probability = 0.1;
  const { mailer, taken } = faultyMailer(random, () => probability);
  const faulty = faultyDatabase(database, faults);
  const under = (ctx: Context): Context => ({
    ...ctx,
    db: openDatabase(faulty),
    mailer,
    settings: { ...ctx.settings, invitationsPerDay: 1_000_000, recipientPerDay: 1e6, recipientPerMonth: 1e6 },
    queues: {
      wakeMail: async (workspaceId, delay) => {
        if (random() < probability) throw new Error("Too Many Requests");
        house.woken.push({ workspaceId, delay });
      },
      wakeJob: ctx.queues.wakeJob,
      wakeImport: async (workspaceId, importId) => {
        if (random() < probability) throw new Error("Storage limit exceeded");
        house.importsWoken.push({ workspaceId, importId });
      },
    },
  });
  const admin = () => under(house.context(space.admin.caller));
  const system = () => under(house.system());
  const quietly = async (run: () => Promise<unknown>) => {
    try {
      return await run();
    } catch {
      return null;
    }
  };
  return {
    admin,
    system,
    quietly,
    taken,
    calm: () => {
      probability = 0;
    },
    /** One minute of the house's life. */
    async minute() {
      const imports = house.importsWoken.splice(0);
      for (const message of imports.flatMap((one) => (random() < 0.1 ? [one, one] : [one]))) {
        await quietly(async () => {
          for (let chunk = 0; chunk < 3; chunk += 1) {
            if (!(await useCases.runImport(system(), message)).more) return;
          }
          house.importsWoken.push(message);
        });
      }
      for (const { workspaceId } of house.woken.splice(0)) {
        await quietly(async () => {
          while ((await useCases.deliverMail(system(), { workspaceId })).more);
        });
      }
      house.clock.advance(minute);
      await quietly(() => useCases.sweepImports(system(), {}));
      await quietly(() => useCases.sweepMail(system(), {}));
    },
  };
}

async function outcomeOf(space: TestWorkspace) {
  const all = async (sql: string) =>
    (await database.prepare(sql).bind(space.workspace.id).all()).results.map((row) => Object.values(row)[0]);
  return {
    invited: (await all(
      "select email from invitations where workspace_id = ?1 and status = 'pending' order by email",
    )) as string[],
    mailsSent: await all("select count(*) from outbox where workspace_id = ?1 and state = 'sent'"),
    mailsLeft: await all("select count(*) from outbox where workspace_id = ?1 and state <> 'sent'"),
    audits: await all(
      "select count(*) from audit_events where workspace_id = ?1 and action = 'invitation.created'",
    ),
    members: await all("select count(*) from memberships where workspace_id = ?1 and status = 'pending'"),
    counted: await all(
      "select count from membership_counts where workspace_id = ?1 and facet = '' and status = 'pending'",
    ),
  };
}

test.each(Array.from({ length: seeds }, (_, seed) => seed + 1))(
  "an import under ten per cent of faults ends with one invitation and one mail for every valid row (seed %i)",
  async (seed) => {
    const house = openHouse();
    const space = await createWorkspace(house);
    const random = chance(seed);
    let probability = 0.1;
    const faults = randomFaults(random, () => probability);
    const machine = machinery(space, house, faults, random);
    const { text, valid } = fileOf(rowsPerFile);

    // Whoever uploads tries again until one upload has come through.
    let importId: string | null = null;
    for (let attempt = 0; importId === null && attempt < 200; attempt += 1) {
      const staged = await machine.quietly(() =>
        useCases.stageImport(machine.admin(), { fileName: "faults.csv", file: bytesOf(text) }),
      );
      importId = (staged as { id: string } | null)?.id ?? null;
      if (importId === null) {
        house.clock.advance(2 * minute);
        await machine.quietly(() => useCases.sweepImports(machine.system(), {}));
      }
    }
    expect(importId).not.toBeNull();
    const id = importId ?? "";
    let confirmed: unknown = null;
    for (let attempt = 0; confirmed === null && attempt < 100; attempt += 1) {
      confirmed = await machine.quietly(() => useCases.confirmImport(machine.admin(), { importId: id }));
    }
    let minutes = 0;
    const finished = async () => {
      const { mailsLeft } = await outcomeOf(space);
      const { status } = await useCases.viewImport(house.context(space.admin.caller), { importId: id });
      return status === "done" && mailsLeft[0] === 0;
    };
    for (; minutes < 400 && !(await finished()); minutes += 1) await machine.minute();
    probability = 0;
    machine.calm();

    expect(faults.failed).toBeGreaterThan(0);
    const { counts, rowCount } = await useCases.viewImport(house.context(space.admin.caller), {
      importId: id,
    });
    expect(rowCount).toBe(rowsPerFile);
    const sums = { invited: valid.length, error: rowsPerFile / 10, duplicate: rowsPerFile / 10 };
    expect(Object.fromEntries(Object.entries(counts).filter(([, number]) => number > 0))).toEqual(sums);
    const outcome = await outcomeOf(space);
    expect(outcome.invited).toEqual([...valid].sort());
    expect(outcome).toMatchObject({
      mailsSent: [valid.length],
      mailsLeft: [0],
      audits: [valid.length],
      members: [valid.length],
      counted: [valid.length],
    });
    expect(machine.taken.size).toBe(valid.length);
    // Nobody gets two mails: what the provider may have taken is looked up, also when the search fails.
    expect([...machine.taken.values()].filter((times) => times > 1)).toEqual([]);
  },
);

test("the database may fail at any one call of an import, before or after it took effect", async () => {
  const { text, valid } = fileOf(20);
  for (const kind of ["lost", "unanswered"] as const) {
    for (let call = 1; ; call += 1) {
      const house = openHouse();
      const space = await createWorkspace(house);
      const faults = faultAt(call, kind);
      const random = () => 0.999;
      const machine = machinery(space, house, faults, random);
      let staged = await machine.quietly(() =>
        useCases.stageImport(machine.admin(), { fileName: "one.csv", file: bytesOf(text) }),
      );
      staged ??= await useCases.stageImport(machine.admin(), { fileName: "one.csv", file: bytesOf(text) });
      const importId = (staged as { id: string }).id;
      (await machine.quietly(() => useCases.confirmImport(machine.admin(), { importId }))) ??
        (await useCases.confirmImport(machine.admin(), { importId }));
      for (let minutes = 0; minutes < 20; minutes += 1) {
        await machine.minute();
        const { mailsLeft, invited } = await outcomeOf(space);
        if (mailsLeft[0] === 0 && invited.length === valid.length) break;
      }
      const outcome = await outcomeOf(space);
      expect({ call, kind, ...outcome }).toMatchObject({
        call,
        kind,
        invited: [...valid].sort(),
        mailsSent: [valid.length],
        mailsLeft: [0],
        audits: [valid.length],
      });
      expect([...machine.taken.values()].every((times) => times === 1)).toBe(true);
      if (faults.failed === 0) break;
    }
  }
});
