import process from "node:process";
import { parseArgs } from "node:util";
import { workspacesToVerify } from "../db/queries/audit-trail.ts";
import { type ChainVerdict, verifyAuditChain } from "../worker/domain/audit-trail/verify-audit-chain.ts";
import { asHouse, targetOptions } from "./domain.ts";

const usage = `Verifies that nobody changed the audit trail.

  npm run audit:verify -- [--workspace academy] [--remote [--env production]]

Recomputes the hash chain of every workspace, or of one. Ends with 1 when a chain does not hold. The last
two minutes are not sealed yet and not judged.`;

const broken = {
  broken_link: "a seal was changed or taken out before it",
  events_differ: "an event under it was changed, taken out or slipped in",
  details_differ: "the details of an event are not what was sealed",
} satisfies Record<Extract<ChainVerdict, { intact: false }>["reason"], string>;

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      workspace: { type: "string" },
      ...targetOptions,
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return console.log(usage);
  const found = await asHouse(values, async (ctx) => {
    const verdicts: { slug: string; verdict: ChainVerdict }[] = [];
    for (const { id, slug } of await workspacesToVerify(ctx.db, values.workspace ?? null)) {
      verdicts.push({ slug, verdict: await verifyAuditChain(ctx, { workspaceId: id }) });
    }
    return verdicts;
  });
  if (found.length === 0) {
    throw new Error(
      values.workspace ? `There is no workspace ${values.workspace}.` : "There is no workspace yet.",
    );
  }
  for (const { slug, verdict } of found) console.log(`${slug}: ${sentenceOf(verdict)}`);
  if (found.some(({ verdict }) => !verdict.intact)) process.exitCode = 1;
}

function sentenceOf(verdict: ChainVerdict): string {
  const { seals, events, blanked, unbound } = verdict;
  if (!verdict.intact) {
    const event = verdict.event ? ` (${verdict.event})` : "";
    return `TAMPERED at the seal that ends with ${verdict.seal}: ${broken[verdict.reason]}${event}; ${events} events before it hold`;
  }
  if (seals === 0) return "nothing is sealed yet";
  const notes = [
    blanked > 0 && `the details of ${blanked} were blanked`,
    unbound > 0 && `the details of ${unbound} older ones are not part of the chain`,
  ].filter(Boolean);
  return [`${events} events in ${seals} seals hold`, ...notes, `last hash ${verdict.hash}`].join("; ");
}
