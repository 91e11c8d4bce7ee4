import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** A browser to run and what to start it with. */
export interface Browser {
  executablePath: string;
  args: string[];
}

const installed = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** What the packaged Chromium needs on a machine without a screen or graphics card. */
const packagedArgs = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars"];

/**
 * A real Chromium: the one that CHROME_PATH names, one that is installed, or the one inside the package
 * @sparticuz/chromium, which runs on Linux x64.
 */
export async function findChromium(): Promise<Browser> {
  const named = process.env.CHROME_PATH;
  if (named) {
    if (isExecutable(named)) return { executablePath: named, args: argsAsRoot() };
    throw new Error(`CHROME_PATH names no program that can be run: ${named}`);
  }
  const found = (process.env.PATH ?? "")
    .split(delimiter)
    .flatMap((directory: string) => installed.map((name) => join(directory, name)))
    .find(isExecutable);
  if (found) return { executablePath: found, args: argsAsRoot() };
  if (process.platform === "linux" && process.arch === "x64") {
    const { default: chromium } = await import("@sparticuz/chromium");
    return { executablePath: await chromium.executablePath(), args: packagedArgs };
  }
  throw new Error("No Chromium found: install Chrome or Chromium, or set CHROME_PATH to one.");
}

// Chromium refuses its sandbox to root, as whom containers run.
function argsAsRoot(): string[] {
  return process.getuid?.() === 0 ? ["--no-sandbox"] : [];
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
