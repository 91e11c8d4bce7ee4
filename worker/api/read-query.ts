import { DomainError, type FieldError } from "../domain/errors.ts";

/** Names under which a key might be put into an address, where logs and histories would keep it (O-23). */
const keyNames = /^(api[_-]?key|key|token|access[_-]?token|authorization|bearer)$/i;

const numbers = new Set(["limit"]);

/** Throws BAD_REQUEST when the address seems to carry a key. */
export function refuseKeyInQuery(url: URL): void {
  for (const [name, value] of url.searchParams) {
    if (!keyNames.test(name) && !/usher_(live|test)_/.test(value)) continue;
    throw new DomainError("BAD_REQUEST", {
      errors: [
        {
          path: name,
          code: "key_in_query",
          message: "Send the key in the Authorization header, never in the address.",
        },
      ],
    });
  }
}

/** The query as an object for the use case, which says what it knows. Throws VALIDATION_FAILED for a repeated one (T-20). */
export function readQuery(url: URL): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  const errors: FieldError[] = [];
  for (const [name, value] of url.searchParams) {
    if (Object.hasOwn(fields, name)) {
      errors.push({
        path: name,
        code: "repeated_field",
        message: "This stands twice in the address. Send it once.",
      });
    }
    Object.defineProperty(fields, name, {
      value: numbers.has(name) && /^\d{1,9}$/.test(value) ? Number(value) : value,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  if (errors.length > 0) throw new DomainError("VALIDATION_FAILED", { errors });
  return fields;
}
