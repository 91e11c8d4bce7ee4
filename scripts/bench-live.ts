import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import type { Reading } from "../tests/bench/measure.ts";
import { repository } from "./local-state.ts";
import { freePorts } from "./ports.ts";
import { run } from "./wrangler.ts";

const people = Number(process.env.BENCH_ROWS ?? 200_000);
const patience = 20 * 60_000;

/**
 * Readings of the whole product as a newcomer starts it: how long until it answers, and how much memory its
 * process takes while a file of 200,000 rows is uploaded and imported over HTTP.
 */
export async function readLive(report: (reading: Reading) => void): Promise<void> {
  const state = mkdtempSync(join(tmpdir(), "usher-bench-"));
  const port = await freePorts();
  const started = Date.now();
  const server = spawn(process.execPath, [join(repository, "scripts/start.ts")], {
    cwd: repository,
    stdio: ["ignore", "pipe", "inherit"],
    env: {
      ...process.env,
      USHER_STATE_DIR: state,
      USHER_QUIET: "1",
      PORT: String(port),
      MAILBOX_PORT: String(port + 1),
      PAYMENTS_PORT: String(port + 2),
    },
  });
  try {
    await new Promise<void>((resolve, reject) => {
      server.stdout.setEncoding("utf8").on("data", (text: string) => text.includes("is up") && resolve());
      server.once("close", () => reject(new Error("the start ended")));
    });
    report(
      reading(
        "start-up with a seeded database, front end built",
        `${((Date.now() - started) / 1000).toFixed(1)} s`,
      ),
    );
    const { group } = JSON.parse(readFileSync(join(state, "running.json"), "utf8")) as { group: number };
    const { origin, apiKey } = JSON.parse(readFileSync(join(state, "demo.json"), "utf8")) as {
      origin: string;
      apiKey: string;
    };
    const idle = await memoryOf(group);
    let peak = idle;
    const watching = setInterval(async () => {
      peak = Math.max(peak, await memoryOf(group));
    }, 250);
    const began = Date.now();
    const call = (method: string, path: string, init: RequestInit = {}) =>
      answerOf(
        fetch(`${origin}/api/v1${path}`, {
          method,
          ...init,
          headers: { Authorization: `Bearer ${apiKey}`, ...init.headers },
        }),
      );
    const { id } = await call("POST", "/imports?fileName=bench.csv", {
      headers: { "Content-Type": "text/csv" },
      body: fileOf(people),
    });
    const uploaded = Date.now();
    report(
      reading(
        `the same over HTTP: a file of ${people.toLocaleString("en")} rows uploaded and checked`,
        `${((uploaded - began) / 1000).toFixed(1)} s; process memory ${mega(idle)} idle, ${mega(peak)} at most`,
      ),
    );
    peak = idle;
    await call("POST", `/imports/${id}/confirm`, {
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ send: false }),
    });
    for (let status = "running"; status === "running"; ) {
      if (Date.now() - uploaded > patience) throw new Error("the import does not end");
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      ({ status } = await call("GET", `/imports/${id}`));
    }
    clearInterval(watching);
    report(
      reading(
        "and its invitations made by the queue, nothing mailed",
        `${((Date.now() - uploaded) / 1000).toFixed(0)} s; process memory ${mega(peak)} at most`,
      ),
    );
  } finally {
    server.kill("SIGTERM");
    await new Promise((resolve) => server.once("close", resolve));
    rmSync(state, { recursive: true, force: true });
  }
}

function reading(what: string, measured: string): Reading {
  return { what, measured, baseline: "", ratio: null, mark: null };
}

async function answerOf(sending: Promise<Response>): Promise<{ id: string; status: string }> {
  const response = await sending;
  const body = await response.text();
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}: ${body.slice(0, 500)}`);
  return JSON.parse(body) as { id: string; status: string };
}

function fileOf(rows: number): string {
  const lines = Array.from({ length: rows }, (_, row) => `bench${row}@example.org,Ana,Number ${row},learner`);
  return `email,first_name,last_name,role\n${lines.join("\n")}\n`;
}

/** Resident memory of wrangler and workerd together, in KiB. */
async function memoryOf(group: number): Promise<number> {
  const { stdout } = await run("ps", ["-o", "rss=,args=", "-g", String(group)]);
  const workerd = stdout.split("\n").filter((line) => line.includes("workerd"));
  return workerd.reduce((sum, line) => sum + Number.parseInt(line, 10), 0);
}

function mega(kibibytes: number): string {
  return `${Math.round(kibibytes / 1024)} MiB`;
}
