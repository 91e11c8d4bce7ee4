import { DomainError, invalidField } from "../domain/errors.ts";
import { importLimits } from "../domain/imports/read-csv.ts";
import { dispositionOf, joined, type Multipart, readMultipart, textOf } from "./multipart.ts";

/** A file on its way in. */
export interface Upload {
  /** As the sender calls it; empty where the file input of a form was left empty. */
  fileName: string;
  /** The bytes as they arrive. They can be read once, and reading is what makes them come. */
  file: AsyncIterable<Uint8Array>;
  /** Fields of a form by name: those that stand before the file. Empty for a file that comes as it is. */
  fields: ReadonlyMap<string, string>;
}

/** What all fields of a form together may measure. */
const mostFieldBytes = 64 * 1024;
const mostFields = 100;

/** Room for fields and headings beside the file; what it holds is counted while it is read. */
const largestBody = importLimits.bytes + 256 * 1024;

/**
 * Begins to read a request that brings a file: `text/csv` or `text/tab-separated-values` as it is, or a form
 * as `multipart/form-data`. Reads the fields and stops where the file begins, so that nothing holds the file.
 * In a form the file comes last: `<input type="file">` stands below every other field.
 *
 * Throws UNSUPPORTED_MEDIA, FILE_TOO_LARGE by the stated length, UPLOAD_BROKEN, and VALIDATION_FAILED for a
 * form without a file, with a field twice or with too long ones. What stands behind the file is refused when
 * the file has been read, and so is a body that ends early: then whoever reads `file` gets the error.
 */
export async function readUpload(request: Request): Promise<Upload> {
  const contentType = request.headers.get("Content-Type") ?? "";
  const type = contentType.split(";")[0]?.trim().toLowerCase() ?? "";
  const plain = type === "text/csv" || type === "text/tab-separated-values";
  if (!plain && type !== "multipart/form-data") throw unsupported();
  if (Number(request.headers.get("Content-Length") ?? 0) > largestBody) {
    throw new DomainError("FILE_TOO_LARGE", { params: { limit: importLimits.bytes } });
  }
  const bytes = bytesOf(request);
  if (plain) {
    const { fileName } = dispositionOf(request.headers.get("Content-Disposition") ?? "");
    return { fileName: fileName ?? "", file: bytes, fields: new Map() };
  }
  const [, quoted, bare] =
    /;\s*boundary=(?:"([^"]{1,70})"|([^;\s"]{1,70})(?=;|\s|$))/i.exec(contentType) ?? [];
  const boundary = quoted ?? bare;
  if (!boundary) throw unsupported();
  return readForm(readMultipart(bytes, boundary));
}

async function readForm(form: Multipart): Promise<Upload> {
  const fields = new Map<string, string>();
  let left = mostFieldBytes;
  for (;;) {
    const part = await form.nextPart();
    if (!part) throw invalidField("file", "required", "Send a file.");
    if (part.fileName !== null) return { fileName: part.fileName, file: fileOf(form), fields };
    if (fields.has(part.name)) {
      throw invalidField(part.name, "repeated_field", "This field stands twice in the form. Send it once.");
    }
    const pieces: Uint8Array[] = [];
    for await (const piece of form.content()) {
      left -= piece.length;
      if (left < 0) throw invalidField(part.name, "too_long", "This is too long.");
      pieces.push(piece);
    }
    fields.set(part.name, textOf(joined(pieces)));
    if (fields.size > mostFields) throw invalidField(part.name, "too_many", "These are too many fields.");
  }
}

async function* fileOf(form: Multipart): AsyncGenerator<Uint8Array, void, void> {
  yield* form.content();
  const after = await form.nextPart();
  if (after) {
    throw invalidField(
      after.name,
      "after_file",
      "Send the file last, behind every field, and one file only.",
    );
  }
}

/** The body of a request; a connection that is lost is a broken upload. */
async function* bytesOf(request: Request): AsyncGenerator<Uint8Array, void, void> {
  if (!request.body) return;
  const reader = request.body.getReader();
  try {
    for (let read = await next(reader); !read.done; read = await next(reader)) yield read.value;
  } finally {
    // Whoever stops reading wants no more of it.
    await reader.cancel().catch(() => undefined);
  }
}

async function next(reader: ReadableStreamDefaultReader<Uint8Array>) {
  try {
    return await reader.read();
  } catch {
    throw new DomainError("UPLOAD_BROKEN");
  }
}

function unsupported(): DomainError {
  return new DomainError("UNSUPPORTED_MEDIA", {
    errors: [
      {
        path: "Content-Type",
        code: "not_a_file",
        message: "Send the file as text/csv, text/tab-separated-values or multipart/form-data.",
      },
    ],
  });
}
