import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { auditDetails, auditEvents, jobResults, unitMembers } from "../../../db/schema/index.ts";
import type { Caller } from "../../../worker/domain/context.ts";
import { useCases } from "../../../worker/domain/index.ts";
import type { Permission } from "../../../worker/domain/permissions.ts";
import {
  createMember,
  createWorkspace,
  type House,
  openHouse,
  plantUnit,
  refusalOf,
  type TestMember,
  type TestWorkspace,
} from "../../support/house.ts";

const { exportJob, runJob, startJob, startPeopleJob, viewJob } = useCases;

async function school(options: Parameters<typeof openHouse>[0] = {}) {
  const house = openHouse(options);
  const space = await createWorkspace(house, { overrides: { "units.per_person": "several" } });
  const north = await plantUnit(house, space.workspace.id, "North");
  const south = await plantUnit(house, space.workspace.id, "South");
  const member = (options: Parameters<typeof createMember>[2]) =>
    createMember(house, space.workspace, options);
  const manager = await member({
    roles: [{ role: "unit_manager", unitId: north.id }],
    unitIds: [north.id],
  });
  return { house, ...space, north, south, member, manager };
}

const idsOf = (...who: TestMember[]) => who.map(({ membershipId }) => membershipId);

async function finish(house: House, workspaceId: string, jobId: string) {
  for (let more = true; more; ) ({ more } = await runJob(house.system(), { workspaceId, jobId }));
}

async function linesOf(lines: AsyncGenerator<string>): Promise<string[]> {
  let text = "";
  for await (const piece of lines) text += piece;
  return text.replace("\ufeff", "").split("\r\n").filter(Boolean);
}

/** A key with these scopes. */
function keyOf({ workspace, admin }: TestWorkspace, scopes: Permission[], maker = admin): Caller {
  return {
    kind: "apiKey",
    workspace,
    key: {
      id: "key_1",
      name: "Program",
      scopes,
      creatorMembershipId: maker.membershipId,
      creatorRoles: maker.caller.kind === "member" ? maker.caller.membership.roles : [],
      maxRole: "admin",
    },
  };
}

test("the results of a job are read page by page, each person once, and as one file", async () => {
  const { house, workspace, admin, north, member } = await school();
  const people: TestMember[] = [];
  for (let at = 0; at < 7; at += 1) {
    people.push(await member({ firstName: at === 3 ? "=1+1" : "Ana", unitIds: at === 6 ? [] : [north.id] }));
  }
  const ctx = () => house.context(admin.caller);
  const { jobId } = await startPeopleJob(ctx(), {
    action: "place",
    unitId: north.id,
    ids: idsOf(...people),
  });
  await finish(house, workspace.id, jobId);
  const met: string[] = [];
  const pages: number[] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const page: Awaited<ReturnType<typeof viewJob>> = await viewJob(ctx(), {
      jobId,
      limit: 3,
      ...(cursor && { cursor }),
    });
    met.push(...page.rows.map(({ membershipId, outcome }) => `${membershipId} ${outcome}`));
    pages.push(page.rows.length);
    cursor = page.nextCursor;
  }
  expect(pages).toEqual([3, 3, 1]);
  expect(met.sort()).toEqual(
    idsOf(...people)
      .map((id, at) => `${id} ${at === 6 ? "done" : "already"}`)
      .sort(),
  );
  expect(await refusalOf(viewJob(ctx(), { jobId, cursor: "x" }))).toBe("VALIDATION_FAILED");
  const { fileName, lines } = await exportJob(ctx(), { jobId });
  const [header, ...rows] = await linesOf(lines);
  expect([fileName, header]).toEqual(["results.csv", '"id","first_name","last_name","email","outcome"']);
  expect(rows).toHaveLength(7);
  expect(rows.filter((row) => row.includes(`"'=1+1"`))).toHaveLength(1);
  const db = house.system().db;
  const [event] = await db.select().from(auditEvents).where(eq(auditEvents.action, "people.exported"));
  const details = await db
    .select()
    .from(auditDetails)
    .where(eq(auditDetails.auditId, event?.id ?? ""));
  expect(details[0]?.details).toMatchObject({ filter: { job: jobId } });
});

test("a file of results counts as an export of people", async () => {
  const { house, admin, member } = await school();
  const one = await member({});
  const ctx = () => house.context(admin.caller);
  const { jobId } = await startPeopleJob(ctx(), { action: "deactivate", ids: idsOf(one) });
  for (let taken = 0; taken < 5; taken += 1) await exportJob(ctx(), { jobId });
  expect(await refusalOf(exportJob(ctx(), { jobId }))).toBe("RATE_LIMITED");
  expect(await refusalOf(useCases.exportPeople(ctx(), { filter: {} }))).toBe("RATE_LIMITED");
});

test("who left a part is told no more, unless the job itself did something with them", async () => {
  const { house, workspace, manager, north, south, member } = await school();
  const [stays, left, done] = [
    await member({ unitIds: [north.id] }),
    await member({ unitIds: [north.id] }),
    await member({ unitIds: [north.id] }),
  ];
  const ctx = () => house.context(manager.caller);
  const { jobId } = await startPeopleJob(ctx(), { action: "deactivate", ids: idsOf(stays, left, done) });
  const { db } = house.system();
  const settle = (who: TestMember, outcome: string) =>
    db.update(jobResults).set({ outcome }).where(eq(jobResults.membershipId, who.membershipId));
  await settle(stays, "not_active");
  await settle(left, "not_found");
  await settle(done, "done");
  for (const who of [left, done]) {
    await db
      .update(unitMembers)
      .set({ unitId: south.id })
      .where(eq(unitMembers.membershipId, who.membershipId));
  }
  await finish(house, workspace.id, jobId);
  const view = await viewJob(ctx(), { jobId });
  expect(view.rows.map(({ membershipId }) => membershipId).sort()).toEqual(idsOf(stays, done).sort());
  expect(view.outcomes.map(({ outcome }) => outcome).sort()).toEqual(["done", "not_active", "not_found"]);
  const rows = (await linesOf((await exportJob(ctx(), { jobId })).lines)).slice(1);
  expect(rows.map((row) => row.split(",")[0]?.replaceAll('"', "")).sort()).toEqual(idsOf(stays, done).sort());
});

test("a key reads a job by the scope of what the job does, and a part's key only what it started", async () => {
  const space = await school();
  const { house, admin, manager, north, member } = space;
  const one = await member({ unitIds: [north.id] });
  const wanted = { action: "deactivate" as const, ids: idsOf(one) };
  const placing = keyOf(space, ["people.view", "member.deactivate"]);
  const own = await startPeopleJob(house.context(placing), wanted);
  const read = (scopes: Permission[], jobId: string, maker?: TestMember) =>
    refusalOf(
      viewJob(house.context(keyOf(space, scopes, maker)), { jobId }).then(() => {
        throw Object.assign(new Error("read"), { code: "READ" });
      }),
    );
  expect(await read(["people.view", "member.deactivate"], own.jobId)).toBe("READ");
  expect(await read(["people.view"], own.jobId)).toBe("SCOPE_MISSING");
  expect(await read(["invitation.manage"], own.jobId)).toBe("SCOPE_MISSING");
  expect(await read(["invitation.create"], own.jobId)).toBe("SCOPE_MISSING");
  await useCases.inviteUser(house.context(admin.caller), { email: "guest@example.com", roles: ["learner"] });
  const mails = await startJob(house.context(admin.caller), { action: "cancel", filter: {} });
  expect(await read(["invitation.manage"], mails.jobId)).toBe("READ");
  expect(await read(["people.view", "member.deactivate"], mails.jobId)).toBe("SCOPE_MISSING");
  // Of a manager's key another's job does not exist, whatever its scopes.
  const theirs = await startPeopleJob(house.context(admin.caller), wanted);
  const every: Permission[] = ["people.view", "member.deactivate", "invitation.manage", "people.export"];
  expect(await read(every, theirs.jobId, manager)).toBe("NOT_FOUND");
  expect(
    await refusalOf(exportJob(house.context(keyOf(space, every, manager)), { jobId: theirs.jobId })),
  ).toBe("NOT_FOUND");
  expect(
    await refusalOf(exportJob(house.context(keyOf(space, ["people.export"])), { jobId: theirs.jobId })),
  ).toBe("SCOPE_MISSING");
});
