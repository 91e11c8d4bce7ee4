import type { ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { HttpRefusal, sendJson } from "./http.ts";
import { refusal, type SendAnswer } from "./send.ts";

/**
 * How one send call shall go wrong. `stored` says whether the messages are taken although the caller is told
 * nothing useful; `codes` maps the index of a message in the call to its ErrorCode.
 */
export type Fault =
  | { kind: "ok" }
  | { kind: "refuse"; codes: Record<number, number> }
  | { kind: "status"; status: number; code?: number; stored?: boolean }
  | { kind: "html"; body?: string; stored?: boolean }
  | { kind: "fewer"; by?: number }
  | { kind: "more" }
  | { kind: "reset_before" }
  | { kind: "reset_after" }
  | { kind: "silence"; ms: number; stored?: boolean };

const faultKinds = new Set<string>([
  "ok",
  "refuse",
  "status",
  "html",
  "fewer",
  "more",
  "reset_before",
  "reset_after",
  "silence",
] satisfies Fault["kind"][]);

/** Reads a list of faults sent by a test in another process; refuses with a sentence about the first bad one. */
export function parseFaults(input: unknown): Fault[] {
  if (!Array.isArray(input)) throw new HttpRefusal(422, "Send a JSON array of faults.");
  for (const [index, fault] of input.entries()) {
    if (!faultKinds.has(fault?.kind)) throw new HttpRefusal(422, `Fault ${index} has no known kind.`);
    if (fault.kind === "refuse" && typeof fault.codes !== "object") {
      throw new HttpRefusal(422, `Fault ${index} needs codes, such as {"0":406}.`);
    }
    if (fault.kind === "status" && !(fault.status >= 200 && fault.status <= 599)) {
      throw new HttpRefusal(422, `Fault ${index} needs a status from 200 to 599.`);
    }
    if (fault.kind === "silence" && !(fault.ms >= 0)) {
      throw new HttpRefusal(422, `Fault ${index} needs ms, the length of the silence.`);
    }
  }
  return input as Fault[];
}

const gatewayPage = "<!doctype html><title>Bad gateway</title><h1>Something went wrong</h1>";

/** Answers one send call under a fault. `take` stores the messages (refusing some) and returns the answers. */
export async function answerUnderFault(
  fault: Fault,
  batch: boolean,
  take: (codes?: Record<number, number>) => SendAnswer[],
  response: ServerResponse,
): Promise<void> {
  switch (fault.kind) {
    case "ok":
      return answer(take(), batch, response);
    case "refuse":
      return answer(take(fault.codes), batch, response);
    case "status":
      if (fault.stored) take();
      return sendJson(response, fault.status, refusal(fault.code ?? defaultCode(fault.status)));
    case "html":
      if (fault.stored) take();
      response.writeHead(200, { "Content-Type": "text/html; charset=utf-8" });
      response.end(fault.body ?? gatewayPage);
      return;
    case "fewer": {
      const answers = take();
      return answer(answers.slice(0, Math.max(0, answers.length - (fault.by ?? 1))), batch, response);
    }
    case "more": {
      const answers = take();
      return answer([...answers, ...answers.slice(-1)], batch, response);
    }
    case "reset_before":
      response.socket?.resetAndDestroy();
      return;
    case "reset_after":
      take();
      response.socket?.resetAndDestroy();
      return;
    case "silence": {
      const answers = fault.stored === false ? null : take();
      await sleep(fault.ms, undefined, { signal: abortedWhenClosed(response) }).catch(() => {});
      if (response.destroyed) return;
      if (answers) return answer(answers, batch, response);
      response.socket?.resetAndDestroy();
    }
  }
}

/** A batch is always 200 with one answer a message; a single message refused is 422. */
function answer(answers: SendAnswer[], batch: boolean, response: ServerResponse): void {
  const refused = !batch && (answers[0]?.ErrorCode ?? 0) !== 0;
  sendJson(response, refused ? 422 : 200, batch ? answers : (answers[0] ?? {}));
}

function defaultCode(status: number): number {
  return status === 401 ? 10 : status;
}

function abortedWhenClosed(response: ServerResponse): AbortSignal {
  const controller = new AbortController();
  response.once("close", () => controller.abort());
  return controller.signal;
}
