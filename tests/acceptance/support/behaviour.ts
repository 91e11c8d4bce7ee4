import { env } from "cloudflare:workers";
import { expect, test, vi } from "vitest";
import type { PolicyKey } from "../../../worker/domain/policies.ts";
import { presets } from "../../../worker/domain/presets.ts";
import { type DocumentName, documents } from "./documents.ts";
import { Stage } from "./stage.ts";

/**
 * The policies that a behaviour stands on: with another value it must not hold. `true` stands for the value of
 * whichever preset differs first; a value of its own is given where that one would contradict the rest. A list has
 * policies that hold a behaviour up together, so that they have to be shaken together.
 */
export type Stands = Partial<Record<PolicyKey, unknown>> | readonly Partial<Record<PolicyKey, unknown>>[];

/** Plays it, and sets the clock right: files share a runtime, and what is registered while loading counts for one. */
async function play(stage: Stage, run: (stage: Stage) => Promise<void>): Promise<void> {
  try {
    await run(stage);
  } finally {
    vi.useRealTimers();
  }
}

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
    test(`${document}: ${name}`, async () => play(await Stage.set(preset), run));
    return;
  }
  const shaken = Array.isArray(stands)
    ? stands
    : Object.entries(stands).map(([key, value]) => ({ [key]: value }));
  for (const together of shaken) {
    const others = Object.fromEntries(
      Object.entries(together).map(([key, value]) => [
        key,
        value === true ? anotherValue(preset, key as PolicyKey) : value,
      ]),
    );
    test(`${document}: ${name}: not with ${JSON.stringify(others).slice(0, 200)}`, async () => {
      const stage = await Stage.set(preset, others);
      await expect(play(stage, run)).rejects.toThrow();
    });
  }
}

function anotherValue(preset: keyof typeof presets, key: PolicyKey): unknown {
  const own = JSON.stringify(presets[preset][key]);
  for (const other of Object.values(presets)) {
    const value = JSON.stringify(other[key]);
    // No words of one's own are no other words.
    if (value !== own && value !== "{}") return other[key];
  }
  // What all of them do the same is turned round.
  if (typeof presets[preset][key] === "boolean") return !presets[preset][key];
  throw new Error(`No preset has another value of ${key}: name one.`);
}
