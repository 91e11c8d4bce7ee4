import { existsSync, readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import type { secretNames } from "../worker/env.ts";
import { places, writePrivate } from "./local-state.ts";

type Secrets = Record<(typeof secretNames)[number], string>;

/** Fresh secrets of the shapes that worker/env.ts asks for. */
export const newSecret = {
  LINK_KEYS: () => newLinkKey("k1"),
  POSTMARK_SERVER_TOKEN: () => `local-${random(16, "hex")}`,
  POSTMARK_WEBHOOK_AUTH: () => `usher:${random(32, "base64url")}`,
} satisfies { [Name in keyof Secrets]: () => string };

/** A key of the ring as LINK_KEYS holds it. */
export function newLinkKey(id: string): string {
  return `${id}:${random(32, "base64url")}`;
}

/** The secrets of this machine: made once, so that links stay good between starts. */
export function localSecrets(): Secrets {
  const known = existsSync(places.secrets) ? parseEnv(readFileSync(places.secrets, "utf8")) : {};
  const secrets: Secrets = {
    LINK_KEYS: known.LINK_KEYS ?? newSecret.LINK_KEYS(),
    POSTMARK_SERVER_TOKEN: known.POSTMARK_SERVER_TOKEN ?? newSecret.POSTMARK_SERVER_TOKEN(),
    POSTMARK_WEBHOOK_AUTH: known.POSTMARK_WEBHOOK_AUTH ?? newSecret.POSTMARK_WEBHOOK_AUTH(),
  };
  if (Object.entries(secrets).some(([name, value]) => known[name] !== value)) saveLocalSecrets(secrets);
  return secrets;
}

/** Takes effect with the next start. */
export function saveLocalSecrets(secrets: Secrets): void {
  const lines = Object.entries(secrets).map(([name, value]) => `${name}="${value}"\n`);
  writePrivate(
    places.secrets,
    `# Made by npm start for this machine; npm run reset removes it.\n${lines.join("")}`,
  );
}

function random(length: number, encoding: "base64url" | "hex"): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(length))).toString(encoding);
}
