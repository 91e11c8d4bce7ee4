import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { useCases } from "../../../worker/domain/index.ts";
import { createWorkspace, day, openHouse, type TestWorkspace } from "../../support/house.ts";

const { DB: database } = env;

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}

test("rows of an ended import are kept as many days as its workspace says, and the import stays in the list", async () => {
  const house = openHouse();
  const days = { brief: 2, usual: 30, long: 300 };
  const spaces = {
    usual: await createWorkspace(house),
    brief: await createWorkspace(house, { overrides: { "retention.import_rows_days": days.brief } }),
    long: await createWorkspace(house, { overrides: { "retention.import_rows_days": days.long } }),
  };
  const names = Object.keys(spaces) as (keyof typeof spaces)[];
  const imports = new Map<string, string>();
  for (const name of names) {
    const ctx = house.context(spaces[name].admin.caller);
    const { id } = await useCases.stageImport(ctx, {
      fileName: "people.csv",
      file: bytesOf("email,first_name\na@example.com,\nb@example,\n"),
    });
    // A correction keeps the row as it was, which goes as well.
    await useCases.correctRow(ctx, { importId: id, line: 2, cells: { first_name: "Ana" } });
    await useCases.cancelImport(ctx, { importId: id });
    imports.set(name, id);
  }
  const kept = async ({ workspace }: TestWorkspace) => {
    const count = async (table: string) =>
      Number(
        await database
          .prepare(`select count(*) n from ${table} where workspace_id = ?1`)
          .bind(workspace.id)
          .first("n"),
      );
    return [await count("import_rows"), await count("import_changed_rows")];
  };
  const start = house.clock.now;
  for (const [name, limit] of Object.entries(days) as [keyof typeof days, number][]) {
    house.clock.now = start + limit * day;
    await useCases.sweepImports(house.system(), {});
    expect(await kept(spaces[name]), `${name}, on its last day`).toEqual([2, 1]);
    house.clock.now += 1;
    await useCases.sweepImports(house.system(), {});
    expect(await kept(spaces[name]), `${name}, after it`).toEqual([0, 0]);
    const ctx = house.context(spaces[name].admin.caller);
    const { imports: listed } = await useCases.listImports(ctx, {});
    expect(listed.map(({ id, fileDigest }) => [id, typeof fileDigest])).toEqual([
      [imports.get(name), "string"],
    ]);
    if (name === "brief") expect(await kept(spaces.long)).toEqual([2, 1]);
  }
});
