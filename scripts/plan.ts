import process from "node:process";
import { parseArgs } from "node:util";
import { DomainError } from "../worker/domain/errors.ts";
import { planNames, plans } from "../worker/domain/plans.ts";
import { type PlanSet, setPlan } from "../worker/domain/workspaces/set-plan.ts";
import { asHouse, targetOptions } from "./domain.ts";

const usage = `Gives a workspace a plan, and a number of seats where the plan's own is not the agreed one.

  npm run plan -- academy team             the plan with its seats
  npm run plan -- academy team 80          with 80 seats
  npm run plan -- academy business none    as many people as come

Plans: ${planNames.map((name) => `${name} (${seatsIn(plans[name].seats)})`).join(", ")}.
Whoever is active stays, also above the seats; nobody new comes in before they are fewer. With
--remote [--env production] for the worker at Cloudflare.`;

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
  const [slug, plan, seats] = positionals;
  if (values.help) return console.log(usage);
  if (!slug || !plan || positionals.length > 3) throw new Error(usage);
  // What was typed is checked by the use case, so the fields are not typed narrower here.
  const input = { slug, plan, ...(seats ? { seats: seats === "none" ? null : Number(seats) } : {}) };
  const set = await asHouse(values, (ctx) => setPlan(ctx, input as Parameters<typeof setPlan>[1]));
  console.log(sentenceOf(set));
}

function sentenceOf({ name, plan, seats, taken, overBy }: PlanSet): string {
  const over = overBy > 0 ? ` That is over by ${overBy}: nobody new comes in before they are fewer.` : "";
  return `${name} has the plan ${plan} with ${seatsIn(seats)}; ${taken} taken.${over}`;
}

function seatsIn(seats: number | null): string {
  return seats === null ? "seats without end" : seats === 1 ? "1 seat" : `${seats} seats`;
}

function sentencesOf(error: DomainError): string {
  if (error.code === "NOT_FOUND") return "There is no workspace with this address.";
  const errors = error.details.errors ?? [];
  return errors.length === 0 ? error.message : errors.map(({ message }) => message).join("\n");
}
