import * as z from "zod";
import { DomainError, type ErrorCode, errorTable, type FieldError } from "../domain/errors.ts";
import { sayIn, usualTerms } from "../domain/terms.ts";

/** The problem document of every refusal (RFC 9457). */
export const problem = z.object({
  type: z.string().describe("Address of the description of this kind of problem."),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: z.enum(Object.keys(errorTable) as [ErrorCode, ...ErrorCode[]]).or(z.literal("INTERNAL_ERROR")),
  instance: z.string().describe("Names this request; quote it to us."),
  errors: z
    .array(z.object({ path: z.string(), code: z.string(), message: z.string() }))
    .optional()
    .describe("What is wrong with which field."),
  params: z
    .record(z.string(), z.string().or(z.number()).nullable())
    .optional()
    .describe("Values that belong to the code, e.g. the ids behind ALREADY_INVITED."),
});
export type Problem = z.output<typeof problem>;

export interface ProblemSource {
  requestId: string;
  origin: string;
}

/** Any failure as a problem document. What is no `DomainError` is a bug: it shows its request and nothing else. */
export function problemOf(error: unknown, source: ProblemSource): Response {
  if (!(error instanceof DomainError)) {
    const detail = "Something went wrong on our side. Quote the instance to us.";
    return answer({ ...frame("INTERNAL_ERROR", source), status: 500, detail }, {});
  }
  const { errors, params, retryAfter } = error.details;
  const headers: Record<string, string> = {};
  if (retryAfter !== undefined) headers["Retry-After"] = String(retryAfter);
  if (error.status === 401) headers["WWW-Authenticate"] = 'Bearer realm="api"';
  return answer(
    {
      ...frame(error.code, source),
      status: error.status,
      detail: error.message,
      ...(errors?.length ? { errors: errors.map(publicError) } : {}),
      ...(params ? { params: publicParams(params) } : {}),
    },
    headers,
  );
}

/** The anchor of a code in the reference. */
export function anchorOf(code: string): string {
  return `error-${code.toLowerCase().replaceAll("_", "-")}`;
}

/** `NOT_FOUND` as `Not found`. */
export function titleOf(code: string): string {
  const words = code.replaceAll("_", " ").toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function frame<Code extends Problem["code"]>(code: Code, { origin, requestId }: ProblemSource) {
  return {
    type: `${origin}/api/docs#${anchorOf(code)}`,
    title: titleOf(code),
    code,
    instance: `urn:uuid:${requestId}`,
  };
}

/** The API calls a membership's id the user's (api.md). */
export function publicParams(params: NonNullable<DomainError["details"]["params"]>) {
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [publicName(name), value]));
}

/** A sentence of the domain as programs read it, whatever the workspace calls things. */
export function inUsualWords(sentence: string): string {
  return sayIn(sentence, usualTerms.en);
}

export function publicError({ path, code, message }: FieldError): FieldError {
  return { path: publicName(path), code, message: inUsualWords(message) };
}

function publicName(name: string): string {
  return name === "membershipId" ? "userId" : name;
}

function answer(body: Problem, headers: Record<string, string>): Response {
  const { type, title, status, detail, code, instance, ...rest } = body;
  return new Response(JSON.stringify({ type, title, status, detail, code, instance, ...rest }), {
    status,
    headers: { "Content-Type": "application/problem+json", ...headers },
  });
}
