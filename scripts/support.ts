import process from "node:process";
import { parseArgs } from "node:util";
import { askAddressChange } from "../worker/domain/account/ask-address-change.ts";
import { DomainError } from "../worker/domain/errors.ts";
import { relaxForSupport } from "../worker/domain/sso/relax-for-support.ts";
import { asHouse, type Target, targetOptions } from "./domain.ts";

const usage = `What support does for people who cannot do it themselves.

  npm run support -- change-address <workspace> <old address> <new address>

mails a link to the new address. Whoever follows it and names the old address has the new one from then on, in every
workspace: all their devices are signed out, and the old mailbox is told. Until then nothing changes. Refused for an
address that somebody else has. Make sure who asks before you run it.

  npm run support -- relax-sign-on <workspace>

lets passwords open a workspace again, beside its identity provider: for a provider that is down while nobody of the
workspace can come in. Its administrators enforce it again on their page.

<workspace> is what stands in its address after /w/. With --remote [--env production] for the worker at Cloudflare.`;

try {
  await main();
} catch (error) {
  console.error(
    error instanceof DomainError ? sentencesOf(error) : error instanceof Error ? error.message : error,
  );
  process.exitCode = 1;
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { ...targetOptions, help: { type: "boolean", default: false } },
    allowPositionals: true,
  });
  const [act, workspaceSlug, from, to] = positionals;
  if (values.help) return console.log(usage);
  if (act === "relax-sign-on" && workspaceSlug && positionals.length === 2)
    return relax(values, workspaceSlug);
  if (act !== "change-address" || !workspaceSlug || !from || !to || positionals.length !== 4) {
    throw new Error(usage);
  }
  await asHouse(values, (ctx) => askAddressChange(ctx, { workspaceSlug, from, to }));
  console.log(
    `A link is mailed to ${to} within two minutes and works for a day. Until it is followed, ${from} stays.`,
  );
}

async function relax(target: Target, workspaceSlug: string): Promise<void> {
  const { relaxed } = await asHouse(target, (ctx) => relaxForSupport(ctx, { workspaceSlug })).catch(
    (error) => {
      const unknown = error instanceof DomainError && error.code === "NOT_FOUND";
      throw unknown ? new Error("No active workspace of this name has an identity provider.") : error;
    },
  );
  console.log(
    relaxed
      ? `Passwords open ${workspaceSlug} again, from the next request on.`
      : `Passwords open ${workspaceSlug} already.`,
  );
}

function sentencesOf(error: DomainError): string {
  if (error.code === "NOT_FOUND") return "Nobody of this workspace has the old address.";
  const errors = error.details.errors ?? [];
  return errors.length === 0 ? error.message : errors.map(({ message }) => message).join("\n");
}
