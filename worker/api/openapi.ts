import * as z from "zod";
import type { Settings } from "../domain/context.ts";
import { type ErrorCode, errorTable } from "../domain/errors.ts";
import {
  contactField,
  emailField,
  nameField,
  noteField,
  organisationNameField,
  roleField,
  systemRoleField,
} from "../domain/fields.ts";
import { roleKeys } from "../domain/permissions.ts";
import { fieldWords } from "./field-words.ts";
import { policyWords } from "./policy-words.ts";
import { problem } from "./problems.ts";
import { pathFields, type Route } from "./route.ts";
import { routes } from "./routes.ts";
import { shapes } from "./shapes.ts";

export interface JsonSchema {
  type?: string | string[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  enum?: unknown[];
  const?: unknown;
  anyOf?: JsonSchema[];
  format?: string;
  description?: string;
  [keyword: string]: unknown;
}

export interface Operation {
  operationId: string;
  summary: string;
  description?: string;
  tags: string[];
  parameters: { name: string; in: string; required: boolean; description?: string; schema: JsonSchema }[];
  requestBody?: {
    required: boolean;
    content: Record<string, { schema: JsonSchema; example?: unknown }>;
  };
  responses: Record<string, unknown>;
  /** Null: no key is needed. */
  "x-scope": string | null;
  security?: [];
  "x-refusals": ErrorCode[];
}

/** Refusals that every route may answer with. */
const ofKeys: readonly ErrorCode[] = ["NOT_SIGNED_IN", "SCOPE_MISSING", "FORBIDDEN"];
const everywhere: readonly ErrorCode[] = [...ofKeys, "VALIDATION_FAILED", "BAD_REQUEST", "RATE_LIMITED"];

/** The document of the API (OpenAPI 3.1), made from the schemas that validate: it cannot fall behind them. */
export function openApiDocument({ origin, productName }: Pick<Settings, "origin" | "productName">) {
  return {
    openapi: "3.1.0",
    info: {
      title: `${productName} API`,
      version: "1",
      description:
        "For programs: invite people into a workspace, one by one or by a file, follow what becomes of their invitations, and look after members.",
    },
    servers: [{ url: `${origin}/api/v1` }],
    security: [{ key: [] }],
    tags: [...new Set(routes.map(({ tag }) => tag))].map((name) => ({ name })),
    paths: paths(),
    components: {
      securitySchemes: {
        key: { type: "http", scheme: "bearer", description: "An API key of one workspace." },
      },
      schemas: {
        ...Object.fromEntries(
          Object.entries(shapes).map(([name, schema]) => [name, schemaOf(schema, "output")]),
        ),
        Problem: schemaOf(problem, "output"),
      },
    },
  };
}

function paths(): Record<string, Record<string, Operation>> {
  const all: Record<string, Record<string, Operation>> = {};
  for (const route of routes) {
    const path = route.path.replaceAll(/:(\w+)/g, "{$1}");
    all[path] = { ...all[path], [route.method.toLowerCase()]: operation(route) };
  }
  return all;
}

function operation(route: Route): Operation {
  const refusals = refusalsOf(route);
  return {
    operationId: route.name,
    summary: route.summary,
    ...(route.description ? { description: route.description } : {}),
    tags: [route.tag],
    parameters: parameters(route),
    ...(route.body ? { requestBody: requestBody(route, route.body) } : {}),
    ...(route.takesFile ? { requestBody: fileBody(route) } : {}),
    responses: {
      [route.status]: {
        description: route.status === 202 ? "Accepted; it is being worked off." : "Done.",
        content: route.answer
          ? { "application/json": { schema: { $ref: `#/components/schemas/${route.answer}` } } }
          : { "text/csv": { schema: { type: "string" } } },
      },
      ...Object.fromEntries(
        [...new Set(refusals.map((code) => errorTable[code][0]))].sort().map((status) => [
          status,
          {
            description: refusals
              .filter((code) => errorTable[code][0] === status)
              .map((code) => `\`${code}\`: ${errorTable[code][1]}`)
              .join("\n\n"),
            content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
          },
        ]),
      ),
    },
    ...(route.scope === null ? { security: [] as [] } : {}),
    "x-scope": route.scope,
    "x-refusals": refusals,
  };
}

function refusalsOf(route: Route): ErrorCode[] {
  return [
    ...(route.scope === null ? everywhere.slice(ofKeys.length) : everywhere),
    ...(route.pathId ? (["NOT_FOUND"] as const) : []),
    ...(route.body ? (["UNSUPPORTED_MEDIA", "BODY_TOO_LARGE"] as const) : []),
    ...(route.takesFile ? (["UNSUPPORTED_MEDIA", "IDEMPOTENCY_RUNNING"] as const) : []),
    ...(route.method === "POST" && route.scope !== null ? (["IDEMPOTENCY_MISMATCH"] as const) : []),
    ...route.refusals,
  ];
}

function parameters(route: Route): Operation["parameters"] {
  const query = route.query ? schemaOf(route.query, "input") : {};
  return [
    ...pathFields(route).map(([name]) => ({
      name,
      in: "path",
      required: true,
      ...(pathWords[name] ?? { schema: { type: "string" } }),
    })),
    ...Object.entries(query.properties ?? {}).map(([name, { description, ...schema }]) => ({
      name,
      in: "query",
      required: query.required?.includes(name) ?? false,
      ...(description ? { description } : {}),
      schema,
    })),
    ...(route.method === "POST" && route.scope !== null
      ? [
          {
            name: "Idempotency-Key",
            in: "header",
            required: false,
            description: route.takesFile
              ? "Any text of your own. Sent again with the same fields and file, it gives the same answer and acts once; while the first is under way it answers 409."
              : "Any text of your own. Sent again with the same body, it gives the same answer and acts once.",
            schema: { type: "string", maxLength: 200 },
          },
        ]
      : []),
  ];
}

/** What varies in paths. */
const pathWords: Record<string, { schema: JsonSchema; description: string } | undefined> = {
  id: { schema: { type: "string" }, description: "The id." },
  userId: { schema: { type: "string" }, description: "The id of a user, as in /users." },
  workspace: { schema: { type: "string" }, description: "The workspace by its address, as in /w/…" },
  line: { schema: { type: "integer" }, description: "Line of the file, from 1, where the row begins." },
};

/** A file as it is, with its fields in the address, or a form with the same fields and the file last. */
function fileBody({ query }: Route): NonNullable<Operation["requestBody"]> {
  const file = { type: "string", contentMediaType: "text/csv", description: "The last part of the form." };
  const fields = query ? (schemaOf(query, "input").properties ?? {}) : {};
  return {
    required: true,
    content: {
      "text/csv": { schema: { type: "string" }, example: "email,first_name\nana@example.com,Ana\n" },
      "text/tab-separated-values": { schema: { type: "string" } },
      "multipart/form-data": {
        schema: { type: "object", properties: { ...fields, file }, required: ["file"] },
      },
    },
  };
}

function requestBody(route: Route, body: z.ZodType): NonNullable<Operation["requestBody"]> {
  const schema = schemaOf(body, "input");
  return {
    required: (schema.required?.length ?? 0) > 0,
    content: { "application/json": { schema, ...(route.example ? { example: route.example } : {}) } },
  };
}

/** What the domain's fields take, where a transformation hides it. */
const takes = new Map<z.core.$ZodType, JsonSchema>([
  [emailField, { format: "email" }],
  [roleField, { anyOf: [{ enum: [...roleKeys] }, { pattern: "^rol_[0-9a-z]+$" }] }],
  [systemRoleField, { enum: [...roleKeys] }],
  [noteField, { maxLength: 1_000 }],
  [nameField, { maxLength: 100 }],
  [organisationNameField, { maxLength: 100 }],
  [contactField, { maxLength: 254 }],
]);

function schemaOf(schema: z.ZodType, io: "input" | "output"): JsonSchema {
  const {
    $schema: _,
    "~standard": __,
    ...json
  } = z.toJSONSchema(schema, {
    io,
    unrepresentable: ({ zodSchema }) =>
      zodSchema._zod.def.type === "date" ? { type: "string", format: "date-time" } : "any",
    override: ({ zodSchema, jsonSchema }) => {
      Object.assign(jsonSchema, takes.get(zodSchema));
      const properties = (jsonSchema as JsonSchema).properties ?? {};
      for (const [name, property] of Object.entries(properties)) {
        const words = fieldWords[name];
        const told = io === "input" || Object.hasOwn(policyWords, name);
        // A copy: fields of one kind share what describes them.
        if (words && !property.description && told) properties[name] = { ...property, description: words };
      }
    },
  }) as JsonSchema;
  return json;
}
