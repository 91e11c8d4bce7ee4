import type { Context } from "./domain/context.ts";
import { checkStore } from "./domain/workspaces/check-store.ts";
import type { Environment } from "./env.ts";

/**
 * `GET /healthz`: ok only when the database answers and the key ring signs and verifies (L-08). Anybody may
 * ask, so it writes nothing; whether the database takes writes shows in the cron's log.
 */
export async function checkHealth(ctx: Context, environment: Environment): Promise<Response> {
  const checks = {
    database: await passes(() => checkStore(ctx, {})),
    keys: await passes(async () => {
      const now = Math.floor(ctx.now() / 1000);
      const claims = { sub: "health", ws: "", gen: 1, via: "mail" as const, iat: now, exp: now + 60 };
      const token = await ctx.tokens.mint("verify", claims);
      if (!(await ctx.tokens.verify("verify", token, ctx.now()))) throw new Error("keys");
    }),
    mailProvider: environment.mail.serverToken.length > 0,
  };
  const ok = Object.values(checks).every(Boolean);
  return Response.json({ ok, checks }, { status: ok ? 200 : 503 });
}

async function passes(check: () => Promise<unknown>): Promise<boolean> {
  try {
    await check();
    return true;
  } catch {
    return false;
  }
}
