import process from "node:process";
import { parseArgs } from "node:util";
import { DomainError } from "../worker/domain/errors.ts";
import { presets } from "../worker/domain/presets.ts";
import { createFirstCustomer } from "../worker/domain/workspaces/create-first-customer.ts";
import { asHouse, targetOptions } from "./domain.ts";

const usage = `Creates a customer, its first workspace and the invitation of its first administrator, who becomes the
customer's as well by joining.

  npm run first-customer -- --customer "Northwind" --workspace "Northwind Academy" --slug northwind \\
    --admin ana@northwind.com [--preset standard] [--language en] [--time-zone Europe/Berlin] \\
    [--accent "#0e5a73"] [--remote [--env production]]

Without --remote it writes into the local database of npm start. The invitation is mailed by the
worker within two minutes. Presets: ${Object.keys(presets).join(", ")}.`;

/** The fields of the use case by the options that fill them. */
const optionOf: Readonly<Record<string, string>> = {
  customerName: "--customer",
  workspaceName: "--workspace",
  slug: "--slug",
  adminEmail: "--admin",
  preset: "--preset",
  language: "--language",
  timeZone: "--time-zone",
  accentColor: "--accent",
};

try {
  await main();
} catch (error) {
  console.error(
    error instanceof DomainError ? sentencesOf(error) : error instanceof Error ? error.message : error,
  );
  process.exitCode = 1;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      customer: { type: "string" },
      workspace: { type: "string" },
      slug: { type: "string" },
      admin: { type: "string" },
      preset: { type: "string" },
      language: { type: "string" },
      "time-zone": { type: "string" },
      accent: { type: "string" },
      ...targetOptions,
      help: { type: "boolean", default: false },
    },
  });
  const { customer, workspace, slug, admin, preset } = values;
  if (values.help) return console.log(usage);
  if (!customer || !workspace || !slug || !admin) throw new Error(usage);
  const input = {
    customerName: customer,
    workspaceName: workspace,
    slug,
    adminEmail: admin,
    preset,
    language: values.language,
    timeZone: values["time-zone"],
    accentColor: values.accent,
  };
  // What was typed is checked by the use case, so the fields are not typed narrower here.
  const made = await asHouse(values, (ctx) =>
    createFirstCustomer(ctx, input as Parameters<typeof createFirstCustomer>[1]),
  );
  console.log(
    [
      `Created ${customer} with the workspace ${workspace} (/w/${made.slug}, preset ${preset ?? "standard"}).`,
      `${admin} is invited as the administrator of both; the worker mails the link within two minutes.`,
    ].join("\n"),
  );
}

function sentencesOf(error: DomainError): string {
  const errors = error.details.errors ?? [];
  if (errors.length === 0) return error.message;
  return errors.map(({ path, message }) => `${optionOf[path] ?? path}: ${message}`).join("\n");
}
