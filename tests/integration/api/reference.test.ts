import { expect, test } from "vitest";
import { app } from "../../../worker/api/index.ts";
import { openApiDocument } from "../../../worker/api/openapi.ts";
import { openPaths } from "../../../worker/api/routes.ts";
import { openProgram, programWith } from "./program.ts";

const settings = { origin: "http://localhost:8787", productName: "Usher" };
const anonymous = programWith(null);

test("every route that is served stands in the document, and no other", () => {
  const served = app.routes
    .filter(({ path }) => !openPaths.includes(path))
    .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, "{$1}")}`);
  const described = Object.entries(openApiDocument(settings).paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} /api/v1${path}`),
  );
  expect(described.sort()).toEqual(served.sort());
});

test("the document is served without a key and is whole", async () => {
  const { status, body, text } = await anonymous("GET", "/openapi.json");
  expect(status).toBe(200);
  expect(body.openapi).toBe("3.1.0");
  const references = [...text.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name);
  expect(references.length).toBeGreaterThan(0);
  for (const name of references) expect(body.components.schemas).toHaveProperty([name ?? ""]);
  const operations = Object.values(body.paths as Record<string, object>).flatMap((methods) =>
    Object.values(methods),
  );
  const ids = operations.map(({ operationId }) => operationId);
  expect(new Set(ids).size).toBe(ids.length);
});

test("bodies are described as they are checked", () => {
  const { paths } = openApiDocument(settings);
  const schema = paths["/invitations"]?.post?.requestBody?.content["application/json"]?.schema;
  expect(schema).toMatchObject({
    type: "object",
    required: ["email"],
    additionalProperties: false,
    properties: {
      email: { type: "string", format: "email" },
      linkExpiresAt: { format: "date-time" },
      language: { enum: ["en", "de", "fr", "es"] },
    },
  });
  const parameters = paths["/invitations"]?.get?.parameters.map(({ name }) => name);
  expect(parameters).toEqual(
    expect.arrayContaining([
      "status",
      "delivery",
      "role",
      "unitId",
      "groupId",
      "inviterId",
      "importId",
      "origin",
      "q",
      "sort",
      "cursor",
    ]),
  );
});

const prefixes: Record<string, string> = {
  orders: "ord",
  "registration-links": "rgl",
  registrations: "reg",
  users: "mem",
  imports: "imp",
  units: "unt",
  groups: "grp",
  courses: "crs",
  sessions: "cos",
  enrolments: "enr",
  "custom-fields": "fld",
  roles: "rol",
  jobs: "job",
};

test("the use cases know every field of a body and a query that the document names", async () => {
  const { call } = await openProgram();
  for (const [path, methods] of Object.entries(openApiDocument(settings).paths)) {
    const prefix = prefixes[path.split("/")[1] ?? ""] ?? "inv";
    const address = path.replace("{id}", `${prefix}_01kabc4d5e6f7g8h9jkmnpqrst`).replace("{line}", "2");
    for (const [method, operation] of Object.entries(methods)) {
      const content = operation.requestBody?.content ?? {};
      const fields = Object.keys(content["application/json"]?.schema.properties ?? {});
      const file = content["text/csv"] !== undefined;
      const query = operation.parameters
        .filter((parameter) => parameter.in === "query")
        .map(({ name }) => name);
      if (fields.length + query.length === 0) continue;
      const body =
        method === "get" ? undefined : Object.fromEntries(fields.map((name) => [name, { no: "such" }]));
      const asked = method === "get" || file;
      const search = asked ? `?${query.map((name) => `${name}=%7B%7D`).join("&")}` : "";
      const sent = file ? { raw: "email\n", headers: { "Content-Type": "text/csv" } } : { body };
      const answer = await call(method.toUpperCase(), address + search, sent);
      expect([operation.operationId, answer.status]).toEqual([operation.operationId, 422]);
      const unknown = answer.body.errors.filter(
        ({ code, path }: { code: string; path: string }) => code === "unknown_field" && !path.includes("."),
      );
      expect(unknown, operation.operationId).toEqual([]);
    }
  }
});

test("the reference names every operation, runs no script and loads nothing from elsewhere", async () => {
  const { status, text, headers } = await anonymous("GET", "/api/docs");
  expect(status).toBe(200);
  expect(headers.get("Content-Security-Policy")).toMatch(/^default-src 'none'; style-src 'self';/);
  expect(text).not.toMatch(/<script|<style|style=|\son\w+=/i);
  const loaded = [...text.matchAll(/<(?:link|img|script)[^>]+(?:href|src)="([^"]+)"/g)].map(([, url]) => url);
  expect(loaded).toEqual(["/api/docs.css", "/favicon.svg"]);
  for (const methods of Object.values(openApiDocument(settings).paths)) {
    for (const { operationId } of Object.values(methods))
      expect(text).toContain(`<article id="${operationId}">`);
  }
  const anchors = new Set([...text.matchAll(/ id="([^"]+)"/g)].map(([, id]) => `#${id}`));
  for (const [, link] of text.matchAll(/href="(#[^"]+)"/g)) expect(anchors).toContain(link);
  expect((await anonymous("GET", "/api/docs.css")).headers.get("Content-Type")).toMatch(/^text\/css/);
});
