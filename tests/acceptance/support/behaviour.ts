import { env } from "cloudflare:workers";
import { afterEach, expect, test, vi } from "vitest";
import type { PolicyKey } from "../../../worker/domain/policies.ts";
import { presets } from "../../../worker/domain/presets.ts";
import { Stage } from "./stage.ts";

/** The five documents, and the preset that each of them comes true in. */
export const documents = {
  S0: "academy",
  S1: "training_provider",
  S2: "collaborative",
  S3: "programs",
  S4: "skills",
} as const;

export type DocumentName = keyof typeof documents;

/**
 * The policies that a behaviour stands on: with another value it must not hold. `true` stands for the value of
 * whichever preset differs first; a value of its own is given where that one would contradict the rest.
 */
export type Stands = Partial<Record<PolicyKey, unknown>>;

afterEach(() => {
  vi.useRealTimers();
});

/**
 * One behaviour that a document states, in a workspace that runs its preset. `lines.json` says which lines it
 * covers. With ACCEPTANCE=shaken each policy it stands on is given another preset's value, and it has to fail.
 */
export function behaviour(
  document: DocumentName,
  name: string,
  stands: Stands,
  run: (stage: Stage) => Promise<void>,
): void {
  const preset = documents[document];
  if (env.ACCEPTANCE !== "shaken") {
    test(`${document}: ${name}`, async () => run(await Stage.set(preset)));
    return;
  }
  for (const [key, value] of Object.entries(stands)) {
    const other = value === true ? anotherValue(preset, key as PolicyKey) : value;
    test(`${document}: ${name}: not with ${key} = ${JSON.stringify(other)}`, async () => {
      const stage = await Stage.set(preset, { [key]: other });
      await expect(run(stage)).rejects.toThrow();
    });
  }
}

function anotherValue(preset: keyof typeof presets, key: PolicyKey): unknown {
  const own = JSON.stringify(presets[preset][key]);
  for (const other of Object.values(presets)) {
    if (JSON.stringify(other[key]) !== own) return other[key];
  }
  throw new Error(`No preset has another value of ${key}: name one.`);
}
