import { DomainError, invalidField } from "../domain/errors.ts";
import { limitedBody } from "../uploads/limited-body.ts";

const largest = 256 * 1024;
const deepest = 20;

export interface Body {
  /** As it came, for the digest of an idempotent request. */
  text: string;
  fields: Record<string, unknown>;
}

/**
 * Reads a JSON object and nothing else (T-20, S-10). No body at all reads as an empty object.
 *
 * Throws UNSUPPORTED_MEDIA, BODY_TOO_LARGE, BAD_REQUEST for what is no JSON, and VALIDATION_FAILED for a
 * repeated key, too deep a nesting, or a list or value where an object belongs.
 */
export async function readBody(request: Request): Promise<Body> {
  const bytes = await limitedBody(request, largest);
  if (!bytes) throw new DomainError("BODY_TOO_LARGE");
  if (bytes.length === 0) return { text: "", fields: {} };
  const type = (request.headers.get("Content-Type") ?? "").split(";")[0]?.trim().toLowerCase();
  if (type !== "application/json") throw new DomainError("UNSUPPORTED_MEDIA");
  const text = decode(bytes);
  refuseTreacherous(text);
  return { text, fields: parseObject(text) };
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new DomainError("BAD_REQUEST", {
      errors: [{ path: "", code: "not_utf8", message: "The body is not valid UTF-8." }],
    });
  }
}

function parseObject(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new DomainError("BAD_REQUEST", {
      errors: [{ path: "", code: "not_json", message: "The body is not valid JSON." }],
    });
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw invalidField("", "not_an_object", "Send a JSON object, like { }.");
  }
  return value as Record<string, unknown>;
}

/** Where the scan stands: one level of an object or a list. */
interface Level {
  keys: Set<string> | null;
  expectsKey: boolean;
  name: string;
}

// JSON.parse keeps the last of two equal keys and says nothing, so that two readers of one body can
// disagree about it. This walks the text once; whether it is JSON at all, JSON.parse decides.
function refuseTreacherous(text: string): void {
  const levels: Level[] = [];
  let key = "";
  for (let at = 0; at < text.length; at += 1) {
    const level = levels.at(-1);
    switch (text[at]) {
      case "{":
      case "[":
        if (levels.length >= deepest) {
          throw invalidField("", "too_deep", `The body is nested deeper than ${deepest} levels.`);
        }
        levels.push(
          text[at] === "{"
            ? { keys: new Set(), expectsKey: true, name: key }
            : { keys: null, expectsKey: false, name: key },
        );
        key = "";
        break;
      case "}":
      case "]":
        levels.pop();
        break;
      case ",":
        if (level?.keys) level.expectsKey = true;
        break;
      case '"': {
        const end = endOfString(text, at);
        if (level?.keys && level.expectsKey) {
          key = unquote(text.slice(at, end + 1));
          if (level.keys.has(key)) {
            const path = [...levels.map(({ name }) => name), key].filter(Boolean).join(".");
            throw invalidField(path, "repeated_field", "This field stands twice in the body. Send it once.");
          }
          level.keys.add(key);
          level.expectsKey = false;
        }
        at = end;
        break;
      }
    }
  }
}

function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === "\\") at += 1;
    else if (text[at] === '"') return at;
  }
  return text.length;
}

// `"email"` and `"em\u0061il"` are the same key.
function unquote(literal: string): string {
  try {
    return JSON.parse(literal) as string;
  } catch {
    return literal;
  }
}
