import { countDown, countUp } from "../../../db/queries/limits.ts";
import { guardChanged } from "../../../db/queries/statements.ts";
import type { registrationLinks } from "../../../db/schema/index.ts";
import { commit } from "../commit.ts";
import type { Context } from "../context.ts";
import { DomainError, invalidField } from "../errors.ts";
import type { Policies } from "../policies.ts";
import { asksSecurityCode, typedCode } from "./registration-link.ts";

const hour = 3_600_000;
/** Codes that lead nowhere, and wrong security codes, which one client may try in an hour. */
const perClient = 20;
/**
 * Wrong security codes of one link in an hour, from all clients: thirty bits last for sixty years, and who wants to shut
 * others out of a link by guessing needs a hundred clients.
 */
const perLink = 2_000;

/** Counts a code that leads nowhere. Throws RATE_LIMITED when the client has tried enough of them. */
export async function countWrongCode(ctx: Context): Promise<void> {
  await countGuess(ctx, []);
}

/**
 * Every try is counted before it is compared, so that many at once are no more tries; a right one is taken off again.
 * Throws VALIDATION_FAILED on `securityCode` for a wrong one or none, RATE_LIMITED.
 */
export async function refuseSecurityCode(
  ctx: Context,
  policies: Policies,
  link: Pick<typeof registrationLinks.$inferSelect, "id" | "securityCode">,
  typed: string | undefined,
): Promise<void> {
  if (link.securityCode === null || !asksSecurityCode(policies, link)) return;
  const code = typedCode(typed ?? "");
  if (code === "") {
    throw invalidField("securityCode", "required", "Enter the security code that belongs to this link.");
  }
  const key = `link-code:${link.id}`;
  const counted = await countGuess(ctx, [[key, perLink]]);
  if (!ctx.secrets.equal(link.securityCode, code)) {
    throw invalidField("securityCode", "wrong", "This is not the security code of the link.");
  }
  const [first, ...rest] = counted.map((one) => countDown(ctx.db, one, windowOf(ctx), 1));
  if (first) await ctx.db.batch([first, ...rest]);
}

async function countGuess(ctx: Context, others: readonly [key: string, limit: number][]): Promise<string[]> {
  const { ip } = ctx.request;
  const start = windowOf(ctx);
  const keys: [string, number][] = [
    ...(ip === null ? [] : [[`link-guess:${ip}`, perClient] as [string, number]]),
    ...others,
  ];
  const statements = keys.flatMap(([key, limit]) => [
    countUp(ctx.db, key, start, 1, start + 2 * hour, limit),
    guardChanged(ctx.db),
  ]);
  if (await commit({ ...ctx, idempotency: null }, statements, true)) return keys.map(([key]) => key);
  throw new DomainError("RATE_LIMITED", { retryAfter: Math.ceil((start + hour - ctx.now()) / 1000) });
}

function windowOf(ctx: Context): number {
  return ctx.now() - (ctx.now() % hour);
}
