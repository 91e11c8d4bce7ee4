import * as z from "zod";
import { byteOrderMark, csvLine } from "../csv-cells.ts";
import { languages } from "../languages.ts";
import { memberUseCase } from "../use-case.ts";
import { nameQueries } from "./row-rules.ts";

export interface ImportTemplate {
  fileName: string;
  text: string;
}

/**
 * A file to fill in, made of what this workspace has: its columns, roles, units and groups (F53). Its
 * examples are invented addresses, and it uploads without an error (C-32).
 */
export const makeImportTemplate = memberUseCase(
  "invitation.create",
  z.strictObject({}),
  async (ctx): Promise<ImportTemplate> => {
    const { policies } = ctx.workspace;
    const [units, groups] = await ctx.db.batch([...nameQueries(ctx, ctx.workspace.id)]);
    const allowed = policies["csv.allowed_roles"];
    const roles = policies["roles.set"].filter(
      (role) => ctx.mayGrant(role) && (allowed === "all" || allowed.includes(role)),
    );
    const byId = policies["csv.match"] === "id";
    const columns: [name: string, values: (row: number) => string][] = [
      [
        "email",
        (row) => ["ana.ruiz@example.com", "ben.okafor@example.com", "chen.wei@example.com"][row] ?? "",
      ],
      ["first_name", (row) => ["Ana", "Ben", "Wei"][row] ?? ""],
      ["last_name", (row) => ["Ruiz", "Okafor", "Chen"][row] ?? ""],
      ["role", (row) => roles[row] ?? roles.at(-1) ?? ""],
    ];
    const named = (rows: readonly { id: string; name: string }[]) => (row: number) =>
      (byId ? rows[row]?.id : rows[row]?.name) ?? "";
    if (units.length > 0) columns.push(["unit", named(units)]);
    // A group of another unit would be refused, so only groups without one are examples.
    const free = groups.filter(({ unitId }) => unitId === null);
    if (groups.length > 0) columns.push(["group", named(free)]);
    columns.push(["language", (row) => languages[row % languages.length] ?? "en"]);
    const rows = [0, 1, 2].map((row) => csvLine(columns.map(([, value]) => value(row))));
    return {
      fileName: "people-template.csv",
      text: byteOrderMark + csvLine(columns.map(([name]) => name)) + rows.join(""),
    };
  },
);
