import * as z from "zod";
import { type SeatPosition, seatPage } from "../../../db/queries/seats.ts";
import { byteOrderMark, csvLine } from "../csv-cells.ts";
import type { PeopleExport } from "../members/export-people.ts";
import { takeExport } from "../members/take-export.ts";
import { type MemberContext, memberUseCase } from "../use-case.ts";
import { seatKinds, seatRow } from "./view-seats.ts";

/** People read at once: what an export holds in memory, however long it is. */
const pageSize = 1_000;

/**
 * Everybody who takes a seat, and why and since when, as CSV without end in size. It counts as an export of people.
 *
 * Throws RATE_LIMITED for the sixth export of a person within a clock hour (1.7).
 */
export const exportSeats = memberUseCase(
  "workspace.manage",
  z.strictObject({ kind: z.enum(seatKinds, `Choose one of: ${seatKinds.join(", ")}.`).optional() }),
  async (ctx, { kind = "counted" }): Promise<PeopleExport> => {
    await takeExport(ctx, { seats: kind });
    const day = new Date(ctx.now()).toISOString().slice(0, 10);
    return { fileName: `seats-${kind}-${day}.csv`, lines: linesOf(ctx, kind) };
  },
);

async function* linesOf(
  ctx: MemberContext,
  kind: (typeof seatKinds)[number],
): AsyncGenerator<string, void, void> {
  yield byteOrderMark + csvLine(["email", "username", "name", "why", "since", "id"]);
  let after: SeatPosition | null = null;
  do {
    const page: Awaited<ReturnType<typeof seatPage>> = await seatPage(ctx.db, ctx.workspace.id, {
      kind,
      search: "",
      after,
      look: pageSize,
    });
    const rows = page.filter(({ fits }) => fits === 1).map((row) => seatRow(row, kind));
    if (rows.length > 0) yield rows.map(lineOf).join("");
    const last = page.length === pageSize ? page.at(-1) : undefined;
    after = last ? { key: String(last.key), id: last.id } : null;
  } while (after);
}

function lineOf({ email, username, name, why, since, id }: ReturnType<typeof seatRow>): string {
  return csvLine([email, username, name, why, since === null ? null : new Date(since).toISOString(), id]);
}
