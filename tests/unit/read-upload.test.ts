import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DomainError } from "../../worker/domain/errors.ts";
import { readUpload } from "../../worker/uploads/read-upload.ts";

/** A request whose body arrives in pieces of these lengths, over and over. */
function requestOf(body: Uint8Array | string, contentType: string, pieces: readonly number[] = [1 << 16]) {
  const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
  let at = 0;
  let piece = 0;
  const stream = new ReadableStream<Uint8Array>({
    pull(controller) {
      const length = pieces[piece++ % pieces.length] ?? 1;
      if (at >= bytes.length) controller.close();
      else controller.enqueue(bytes.slice(at, at + length));
      at += length;
    },
  });
  const init = { method: "POST", headers: { "Content-Type": contentType }, body: stream, duplex: "half" };
  return new Request("http://localhost/", init as RequestInit);
}

const form = "multipart/form-data; boundary=XX";
const part = (head: string, content: string) =>
  `--XX\r\nContent-Disposition: form-data; ${head}\r\n\r\n${content}\r\n`;
const filePart = part('name="file"; filename="people.csv"', "email\r\na@example.com\r\n");

async function read(request: Request) {
  const { fileName, file, fields } = await readUpload(request);
  const pieces: Uint8Array[] = [];
  for await (const piece of file) pieces.push(piece);
  return {
    fileName,
    text: Buffer.concat(pieces).toString("utf8"),
    fields: Object.fromEntries(fields),
    pieces,
  };
}

async function refusal(request: Request): Promise<[code: string, path: string | undefined]> {
  const error = await read(request).then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof DomainError)) throw error ?? new Error("It was taken");
  return [error.code, error.details.errors?.[0]?.path];
}

describe("a form", () => {
  test("gives the fields before the file, the name of the file and its bytes, however they arrive", async () => {
    const names = fc.stringMatching(/^[a-z]{1,8}$/);
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.tuple(names, fc.string()), { selector: ([name]) => name, maxLength: 4 }),
        // Contents that look like the beginning of what divides the parts.
        fc.array(fc.constantFrom("\r", "\n", "-", "--", "\r\n--", "a", "é", "formdata", "\r\n"), {
          maxLength: 60,
        }),
        fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 5 }),
        async (fields, content, pieces) => {
          const data = new FormData();
          for (const [name, value] of fields) data.append(name, value);
          data.append("upload", new File([content.join("")], "people.csv", { type: "text/csv" }));
          const sent = new Response(data);
          const type = sent.headers.get("Content-Type") ?? "";
          const found = await read(requestOf(new Uint8Array(await sent.arrayBuffer()), type, pieces));
          expect(found.text).toBe(content.join(""));
          expect(found.fileName).toBe("people.csv");
          const normal = fields.map(([name, value]) => [name, value.replace(/\r\n?|\n/g, "\r\n")]);
          expect(found.fields).toEqual(Object.fromEntries(normal));
        },
      ),
      { numRuns: 300 },
    );
  });

  test("holds no more of the file than a chunk: what was not asked for was not read", async () => {
    let pulled = 0;
    const head = new TextEncoder().encode(
      '--XX\r\nContent-Disposition: form-data; name="f"; filename="a.csv"\r\n\r\n',
    );
    const stream = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          controller.enqueue(pulled++ === 0 ? head : new Uint8Array(1024).fill(97));
        },
      },
      { highWaterMark: 0 },
    );
    const init = { method: "POST", headers: { "Content-Type": form }, body: stream, duplex: "half" };
    const { file } = await readUpload(new Request("http://localhost/", init as RequestInit));
    expect(pulled).toBeLessThanOrEqual(2);
    const pieces = file[Symbol.asyncIterator]();
    for (let piece = 0; piece < 10; piece += 1) await pieces.next();
    expect(pulled).toBeLessThanOrEqual(13);
  });

  test("names of files come in every browser's way", async () => {
    const table: [string, string][] = [
      ['filename="Leute.csv"', "Leute.csv"],
      ['filename="sa\\"y.csv"', 'sa"y.csv'],
      ['filename="sa%22y.csv"', 'sa"y.csv'],
      ['filename="C:\\Temp\\a.csv"', "C:\\Temp\\a.csv"],
      ["filename=plain.csv", "plain.csv"],
      ["filename=\"?.csv\"; filename*=UTF-8''%C3%BC.csv", "ü.csv"],
      ["filename=\"a.csv\"; filename*=UTF-8''%ff", "a.csv"],
      ['filename=""', ""],
    ];
    for (const [head, fileName] of table) {
      const body = `${part(`name="f"; ${head}`, "email\n")}--XX--`;
      expect((await read(requestOf(body, form))).fileName).toBe(fileName);
    }
  });

  test("is refused with the file not last, twice, missing, or a field twice or endless", async () => {
    const table: [string, string, string, string | undefined][] = [
      [
        "a field behind the file",
        `${filePart}${part('name="dryRun"', "1")}--XX--`,
        "VALIDATION_FAILED",
        "dryRun",
      ],
      ["a second file", `${filePart}${filePart}--XX--`, "VALIDATION_FAILED", "file"],
      ["no file", `${part('name="dryRun"', "1")}--XX--`, "VALIDATION_FAILED", "file"],
      ["no part", "--XX--", "VALIDATION_FAILED", "file"],
      [
        "a field twice",
        `${part('name="a"', "1")}${part('name="a"', "2")}${filePart}--XX--`,
        "VALIDATION_FAILED",
        "a",
      ],
      ["a long field", `${part('name="a"', "x".repeat(70_000))}${filePart}--XX--`, "VALIDATION_FAILED", "a"],
      [
        "many fields",
        `${Array.from({ length: 101 }, (_, at) => part(`name="f${at}"`, "")).join("")}${filePart}--XX--`,
        "VALIDATION_FAILED",
        "f100",
      ],
    ];
    for (const [name, body, code, path] of table) {
      expect([name, ...(await refusal(requestOf(body, form)))]).toEqual([name, code, path]);
    }
  });

  test("that breaks off or is no form at all is a broken upload", async () => {
    const bodies: [string, string][] = [
      ["nothing", ""],
      ["something else", "email\na@example.com\n".repeat(2_000)],
      ["no end", filePart],
      ["half a file", filePart.slice(0, -10)],
      ["half a head", filePart.slice(0, 20)],
      ["no name", "--XX\r\nContent-Type: text/csv\r\n\r\nemail\r\n--XX--"],
      ["an endless head", `--XX\r\n${"x-a: b\r\n".repeat(2_000)}${filePart.slice(6)}--XX--`],
      ["another mark", "--YY\r\n\r\nemail\r\n--YY--"],
      ["rubbish behind the mark", "--XXL\r\n\r\nemail\r\n--XX--"],
    ];
    for (const [name, body] of bodies) {
      expect([name, ...(await refusal(requestOf(body, form, [7])))]).toEqual([
        name,
        "UPLOAD_BROKEN",
        undefined,
      ]);
    }
  });

  test("random bytes end in a refusal of ours or in a file, never in another error", async () => {
    const bits = fc.constantFrom(
      "--XX",
      "\r\n",
      "--",
      '; name="a"',
      '; filename="b"',
      "Content-Disposition: form-data",
      ":",
      "\u0000",
      "é",
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(bits, { maxLength: 40 }),
        fc.integer({ min: 1, max: 20 }),
        async (body, size) => {
          await read(requestOf(body.join(""), form, [size])).catch((error: unknown) => {
            expect(error).toBeInstanceOf(DomainError);
          });
        },
      ),
      { numRuns: 500 },
    );
  });
});

test("a file that comes as it is has no fields, and its name stands in Content-Disposition", async () => {
  const request = requestOf("email\n", "text/CSV; charset=utf-8");
  request.headers.set("Content-Disposition", 'attachment; filename="new.csv"');
  expect(await read(request)).toMatchObject({ fileName: "new.csv", text: "email\n", fields: {} });
  const empty = new Request("http://localhost/", { method: "POST", headers: { "Content-Type": "text/csv" } });
  expect(await read(empty)).toMatchObject({ fileName: "", text: "" });
});

test("other kinds of bodies are refused, and so is one that says it is too long", async () => {
  for (const type of [
    "application/json",
    "text/plain",
    "",
    "multipart/form-data",
    "multipart/mixed; boundary=XX",
  ]) {
    expect([type, ...(await refusal(requestOf("email\n", type)))]).toEqual([
      type,
      "UNSUPPORTED_MEDIA",
      "Content-Type",
    ]);
  }
  const long = requestOf("email\n", "text/csv");
  long.headers.set("Content-Length", String(33 * 1024 * 1024));
  expect(await refusal(long)).toEqual(["FILE_TOO_LARGE", undefined]);
});
