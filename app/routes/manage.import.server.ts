import type { AppLoadContext } from "@remix-run/cloudflare";
import { redirect } from "@remix-run/cloudflare";
import type { ImportView } from "../../worker/domain/imports/import-view";
import type { PageError } from "../../worker/web";
import type { ImportStep } from "../components/imports/steps";
import type { ManageMessages } from "../messages/manage/en";
import { errorText, type Inside, insideOf } from "./manage.guard.server";

/** Who asks, where the role may invite by file: into the whole workspace, or into a part of it. */
export function insideImports(context: AppLoadContext, request: Request): Inside {
  const inside = insideOf(context, request);
  if (!inside.member.mayInPart.includes("invitation.create")) throw new Response(null, { status: 403 });
  return inside;
}

const stepOf: Record<ImportView["status"], ImportStep> = {
  receiving: "progress",
  mapping: "mapping",
  checking: "review",
  ready: "review",
  running: "progress",
  paused: "progress",
  undoing: "progress",
  done: "result",
  canceled: "result",
  undone: "result",
  failed: "result",
};

/** Steps at which an import in review may also be looked at. */
const besideReview: readonly ImportStep[] = ["mapping", "confirm"];

/** Where an import is to be gone on with. */
export function stepPath(base: string, { id, status }: Pick<ImportView, "id" | "status">): string {
  return `${base}/imports/${id}/${stepOf[status]}`;
}

/** Sends on to the step that the import is at, unless it is this one. */
export function requireStep(base: string, view: Pick<ImportView, "id" | "status">, step: ImportStep): void {
  const fits = stepOf[view.status] === step || (view.status === "ready" && besideReview.includes(step));
  if (!fits) throw redirect(stepPath(base, view));
}

/** An import of this workspace, or no page at all. */
export async function found<Value>(
  context: AppLoadContext,
  run: (useCases: AppLoadContext["useCases"]) => Promise<Value>,
): Promise<Value> {
  const answer = await context.attempt(() => run(context.useCases));
  if (answer.ok) return answer.value;
  throw new Response(null, { status: answer.error.status === 422 ? 404 : answer.error.status });
}

/** Why a file or an act on an import was refused, where, and how it is mended. */
export function importErrorText(
  manage: ManageMessages,
  error: Pick<PageError, "code" | "params"> & Partial<PageError>,
): string {
  const words = manage.imports.refusals[error.code];
  if (words) return words(error.params);
  return errorText(manage, { status: 400, message: "", errors: [], retryAfter: null, ...error });
}

/** The same for an import that ended by a refusal. */
export function failureText(manage: ManageMessages, failure: ImportView["failure"]): string | null {
  if (!failure) return null;
  return importErrorText(manage, { code: failure.code, params: failure.params as PageError["params"] });
}

const encodings = ["utf-8", "utf-16le", "utf-16be", "windows-1252"] as const;

/** What somebody said the letters of a file are; nothing where it is to be found out. */
export function readEncoding(wanted: unknown): { encoding?: (typeof encodings)[number] } {
  const encoding = encodings.find((known) => known === wanted);
  return encoding ? { encoding } : {};
}
