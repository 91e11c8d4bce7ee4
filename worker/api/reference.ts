import type { Settings } from "../domain/context.ts";
import { type ErrorCode, errorTable } from "../domain/errors.ts";
import { type JsonSchema, type Operation, openApiDocument } from "./openapi.ts";
import { anchorOf, titleOf } from "./problems.ts";
import { sampleOf } from "./sample.ts";

export { referenceStyle } from "./reference-style.ts";

type Document = ReturnType<typeof openApiDocument>;

/** The reference for readers: a page made from the document, without script and from this host alone. */
export function referencePage(settings: Pick<Settings, "origin" | "productName">): string {
  const document = openApiDocument(settings);
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  );
  const tags = document.tags.map(({ name }) => ({
    name,
    operations: operations.filter(({ operation }) => operation.tags.includes(name)),
  }));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${text(document.info.title)}</title>
<link rel="stylesheet" href="/api/docs.css">
<link rel="icon" href="/favicon.svg">
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
<nav aria-label="Contents">
<p class="brand">${text(document.info.title)}</p>
<ul><li><a href="#begin">Begin</a></li><li><a href="#conventions">How it speaks</a></li></ul>
${tags.map(navigation).join("\n")}
<ul><li><a href="#policies">Policies</a></li><li><a href="#errors">Errors</a></li><li><a href="/api/v1/openapi.json">OpenAPI document</a></li></ul>
</nav>
<main id="main" tabindex="-1">
${beginning(document, settings)}
${tags.map(({ name, operations }) => section(name, operations, document, settings)).join("\n")}
${policies(document)}
${errors()}
</main>
</body>
</html>`;
}

interface Listed {
  path: string;
  method: string;
  operation: Operation;
}

function navigation({ name, operations }: { name: string; operations: Listed[] }): string {
  const items = operations.map(
    ({ method, operation }) =>
      `<li><a href="#${operation.operationId}"><span class="method ${method}">${method}</span>${text(operation.summary)}</a></li>`,
  );
  return `<h2>${text(name)}</h2>\n<ul>${items.join("")}</ul>`;
}

function beginning({ info, servers }: Document, { origin }: Pick<Settings, "origin">): string {
  const server = servers[0]?.url ?? "";
  return `<header id="begin">
<h1>${text(info.title)}</h1>
<p class="lead">${text(info.description)}</p>
<p>Make a key under <em>Settings, API keys</em>: it belongs to one workspace, is shown once, and can do at most what its maker can do today. Send it with every request, never in the address:</p>
${code(`curl ${server}/workspace \\\n  -H "Authorization: Bearer $USHER_KEY"`)}
</header>
<section id="conventions">
<h2>How it speaks</h2>
<dl class="facts">
<dt>Format</dt><dd>JSON in camelCase, UTF-8, at most 256 KB; only imports take a file. Unknown fields are refused, so that a slip of the pen never passes unnoticed. Times are ISO 8601 in UTC.</dd>
<dt>Ids</dt><dd>Typed by their prefix: <code>inv_</code> an invitation, <code>mem_</code> a person in this workspace, <code>imp_</code> an import, <code>job_</code> a bulk act.</dd>
<dt>Pages</dt><dd>Lists answer <code>{ data, nextCursor }</code>. Send the cursor back until it is null; a page may be short before the end.</dd>
<dt>Trying again</dt><dd>Send an <code>Idempotency-Key</code> with a POST. The same key and body give the answer that was given before, with <code>Idempotent-Replayed: true</code>, and nothing is done twice; another body answers 422. Refusals are not kept: mend the request and use the key again. An upload claims its key before the file is read, and its twin gets 409 meanwhile. Keys are kept for at least a day.</dd>
<dt>Limits</dt><dd>600 requests a minute for each key, and 120 of a client without one. A 429 says in <code>Retry-After</code> when to come back.</dd>
<dt>Errors</dt><dd>Problem documents (RFC 9457) with a stable <code>code</code>; <code>errors</code> names each wrong field. See <a href="#errors">the list</a>.</dd>
</dl>
${code(JSON.stringify(exampleProblem(origin), null, 2))}
</section>`;
}

function section(
  name: string,
  operations: Listed[],
  document: Document,
  settings: Pick<Settings, "origin">,
): string {
  return `<section aria-labelledby="tag-${name}">
<h2 id="tag-${name}">${text(name)}</h2>
${operations.map((listed) => article(listed, document, settings)).join("\n")}
</section>`;
}

function article(
  { path, method, operation }: Listed,
  document: Document,
  { origin }: Pick<Settings, "origin">,
) {
  const bodies = operation.requestBody?.content ?? {};
  const body = bodies["application/json"];
  const [status, answered] = answerOf(operation, document);
  const shown =
    typeof answered === "string" ? answered : JSON.stringify(sampleOf(answered, "", prefixOf(path)), null, 2);
  const url = `${origin}/api/v1${path.replace("{id}", sampleId(path)).replace("{line}", "2")}`;
  return `<article id="${operation.operationId}">
<h3><a href="#${operation.operationId}">${text(operation.summary)}</a></h3>
<p class="route"><span class="method ${method}">${method}</span> <code>/api/v1${text(path)}</code> <span class="scope">${operation["x-scope"] === null ? "no key needed" : `scope <code>${text(operation["x-scope"])}</code>`}</span></p>
${operation.description ? `<p>${prose(operation.description)}</p>` : ""}
<div class="columns">
<div>
${parameterTable(operation)}
${body ? fieldTable("Body", body.schema) : ""}
${"text/csv" in bodies ? fileWords : ""}
<h4>Refusals</h4>
<p class="refusals">${operation["x-refusals"].map(refusal).join(" ")}</p>
</div>
<div>
${code(curl(method, url, body?.example, "text/csv" in bodies))}
<details open><summary>Answers ${status}</summary>${code(shown)}</details>
</div>
</div>
</article>`;
}

const fileWords = `<h4>Body</h4>
<p>The file as <code>text/csv</code> or <code>text/tab-separated-values</code>, or a form as <code>multipart/form-data</code>: then the fields above may stand in the form, and the file comes last.</p>`;

function parameterTable({ parameters }: Operation): string {
  if (parameters.length === 0) return "";
  const rows = parameters.map(({ name, in: place, required, description, schema }) =>
    row(name, `${typeOf(schema)}, ${place}`, required, description),
  );
  return table("Parameters", rows);
}

function fieldTable(title: string, schema: JsonSchema): string {
  const fields = Object.entries(schema.properties ?? {});
  if (fields.length === 0) return "";
  return table(
    title,
    fields.map(([name, part]) =>
      row(name, typeOf(part), schema.required?.includes(name) ?? false, part.description),
    ),
  );
}

function table(title: string, rows: string[]): string {
  return `<h4>${title}</h4>
<div class="scroll" role="region" aria-label="${title}" tabindex="0"><table><thead><tr><th scope="col">Name</th><th scope="col">Type</th><th scope="col">Meaning</th></tr></thead><tbody>${rows.join("")}</tbody></table></div>`;
}

function row(name: string, type: string, required: boolean, description: string | undefined): string {
  const must = required ? ' <span class="required">required</span>' : "";
  return `<tr><th scope="row"><code>${text(name)}</code>${must}</th><td>${text(type)}</td><td>${prose(description ?? "")}</td></tr>`;
}

function refusal(code: ErrorCode): string {
  return `<a href="#${anchorOf(code)}"><code>${errorTable[code][0]} ${code}</code></a>`;
}

/** Every policy with what it decides, what it may be, and what it is in the usual preset. */
function policies({ components }: Document): string {
  const { Workspace } = components.schemas as Record<string, JsonSchema>;
  const fields = Object.entries(Workspace?.properties?.policies?.properties ?? {});
  return `<section id="policies">
<h2>Policies</h2>
<p>Rules of a workspace, each of which can be changed by <a href="#changeWorkspace">changing the settings</a>. A preset is a set of values for all of them.</p>
${table(
  "Policies, by key",
  fields.map(([name, field]) => row(name, typeOf(field), false, field.description)),
)}
</section>`;
}

function errors(): string {
  const rows = Object.entries(errorTable).map(
    ([code, [status, message]]) =>
      `<tr id="${anchorOf(code)}"><th scope="row"><code>${code}</code></th><td>${status}</td><td>${text(message)}</td></tr>`,
  );
  rows.push(
    `<tr id="${anchorOf("INTERNAL_ERROR")}"><th scope="row"><code>INTERNAL_ERROR</code></th><td>500</td><td>Something went wrong on our side. Quote the instance to us.</td></tr>`,
  );
  return `<section id="errors">
<h2>Errors</h2>
<p>The <code>code</code> is stable, the sentences are not. Whatever belongs to another workspace answers like something that does not exist.</p>
<div class="scroll" role="region" aria-label="Errors" tabindex="0"><table><thead><tr><th scope="col">Code</th><th scope="col">Status</th><th scope="col">Meaning</th></tr></thead><tbody>${rows.join("")}</tbody></table></div>
</section>`;
}

/** The status of the answer, and what it looks like: a shape, or a file as text. */
function answerOf(operation: Operation, document: Document): [string, JsonSchema | string] {
  for (const [status, response] of Object.entries(operation.responses)) {
    const { content } = response as { content: Record<string, { schema: { $ref: string } }> };
    if (content["text/csv"]) return [status, "email,first_name,last_name,role\r\n..."];
    const ref = content["application/json"]?.schema.$ref.split("/").at(-1);
    const schemas = document.components.schemas as Record<string, JsonSchema>;
    if (ref) return [status, schemas[ref] ?? {}];
  }
  return ["", {}];
}

function exampleProblem(origin: string) {
  const code = "ALREADY_INVITED" as const;
  return {
    type: `${origin}/api/docs#${anchorOf(code)}`,
    title: titleOf(code),
    status: errorTable[code][0],
    detail: errorTable[code][1],
    code,
    instance: "urn:uuid:8b6f0f0e-5f5e-4c2a-9a43-0f2f8a2f6c11",
    params: { userId: sampleId("/users/{id}"), invitationId: sampleId("/invitations/{id}") },
  };
}

function curl(method: string, url: string, example: unknown, takesFile: boolean): string {
  const lines = [
    `curl${method === "GET" ? "" : ` -X ${method}`} ${url}`,
    `-H "Authorization: Bearer $USHER_KEY"`,
  ];
  if (method === "POST") lines.push('-H "Idempotency-Key: $(uuidgen)"');
  if (takesFile) lines.push('-H "Content-Type: text/csv"', "--data-binary @people.csv");
  if (example) {
    lines.push(
      '-H "Content-Type: application/json"',
      `-d '${JSON.stringify(example).replaceAll("'", "'\\''")}'`,
    );
  }
  return lines.join(" \\\n  ");
}

function prefixOf(path: string): string {
  if (path.startsWith("/users")) return "mem";
  if (path.startsWith("/audit")) return "aud";
  if (path.startsWith("/workspace")) return "wsp";
  if (path.startsWith("/imports")) return "imp";
  if (path.startsWith("/custom-fields")) return "fld";
  if (path.startsWith("/roles")) return "rol";
  return path.startsWith("/jobs") || path.endsWith("/bulk") ? "job" : "inv";
}

function sampleId(path: string): string {
  return `${prefixOf(path)}_01kabc4d5e6f7g8h9jkmnpqrst`;
}

function typeOf(schema: JsonSchema): string {
  if (schema.enum) return schema.enum.join(" | ");
  if (schema.anyOf) return schema.anyOf.map(typeOf).join(" or ");
  if (schema.type === "array") return `list of ${typeOf(schema.items ?? {})}`;
  if (schema.format === "date-time") return "time";
  if (schema.properties) return `{ ${Object.keys(schema.properties).join(", ")} }`;
  return [schema.type ?? "any"].flat().join(" or ");
}

function code(source: string): string {
  return `<pre tabindex="0"><code>${text(source)}</code></pre>`;
}

/** Text with `code` in backticks. */
function prose(source: string): string {
  return text(source).replaceAll(/`([^`]+)`/g, "<code>$1</code>");
}

function text(source: string): string {
  return source
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}
