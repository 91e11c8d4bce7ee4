import type { JsonSchema } from "./openapi.ts";

/** A believable value for each field name, so that the reference shows answers and not `string`. */
const values: Record<string, unknown> = {
  email: "ana@example.com",
  firstName: "Ana",
  lastName: "Lima",
  inviterName: "Ada Admin",
  userId: "mem_01kabc4d5e6f7g8h9jkmnpqrst",
  targetId: "inv_01kabc4d5e6f7g8h9jkmnpqrst",
  requestId: "8b6f0f0e-5f5e-4c2a-9a43-0f2f8a2f6c11",
  nextCursor: null,
  delivery: "delivered",
  deliveryDetail: null,
  message: null,
  endedAt: null,
  endReason: null,
  seatWaitSince: null,
  unitId: null,
  groupId: null,
  outcome: "done",
  accentColor: "#2450d6",
  timeZone: "Europe/Berlin",
  slug: "harbour-school",
  customerName: "Harbour Trust",
  supportContact: null,
  replyTo: null,
  senderName: null,
  mailTexts: { en: { invitation: { subject: "{first_name}, your place at {workspace}", button: "Begin" } } },
  logo: "/w/harbour-school/logo/2f1c9d0e8b7a65544332211000ffeedd",
  action: "invitation.created",
  kind: "member",
  url: "https://usher.example.com/join/eyJhbGciOi...",
  detail: "This person is already invited. Resend or edit the invitation.",
  code: "ALREADY_INVITED",
  role: "learner",
  revision: 1,
  total: 412,
  waiting: 120,
  count: 292,
  counts: { ready: 292, warning: 3, error: 4 },
  status: "ready",
  dryRun: false,
  setUp: false,
  rolesConfirmed: false,
  rowCount: 299,
  progress: { done: 299, total: 299 },
  line: 2,
  firstLine: null,
  fileName: "people.csv",
  fileBytes: 18_204,
  fileDigest: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
  encoding: "utf-8",
  guessedEncoding: null,
  delimiter: ",",
  header: ["email", "first_name", "role"],
  mapping: ["email", "first_name", "role"],
  notices: { ignored: [], dropped: [], later: [] },
  uploadedBy: "Personnel system",
  confirmedAt: null,
  finishedAt: null,
  failure: null,
  problems: [],
  warnings: [],
  cells: ["ana@example.com", "Ana", "learner"],
  groups: [
    {
      problem: "!role_unknown:role:studnt",
      kind: "error",
      count: 4,
      line: 17,
      example: {
        column: "role",
        code: "role_unknown",
        message: 'role "studnt" is not a role here. Did you mean learner?',
        found: "studnt",
        expected: ["admin", "instructor", "learner"],
        suggestion: "learner",
      },
    },
  ],
  policies: { "invite.copy_link": true, "resend.token": "rotate" },
};

/** A made-up value of a schema, for showing. */
export function sampleOf(schema: JsonSchema, name = "", prefix = "inv"): unknown {
  if (name === "id") return `${prefix}_01kabc4d5e6f7g8h9jkmnpqrst`;
  if (name === "name") return prefix === "wsp" ? "Harbour School" : "Ada Admin";
  if (Object.hasOwn(values, name) && (!schema.enum || schema.enum.includes(values[name])))
    return values[name];
  if (schema.enum) return schema.enum[0];
  if (schema.const !== undefined) return schema.const;
  if (schema.anyOf) return sampleOf(schema.anyOf[0] ?? {}, name, prefix);
  if (schema.format === "date-time") return "2026-03-02T09:00:00.000Z";
  if (schema.type === "array") return [sampleOf(schema.items ?? {}, name, prefix)];
  if (schema.type === "integer" || schema.type === "number") return 1;
  if (schema.type === "boolean") return true;
  if (schema.properties) {
    return Object.fromEntries(
      Object.entries(schema.properties)
        .filter(([field]) => !(field === "error" && schema.properties?.invitation))
        .map(([field, part]) => [
          field,
          sampleOf(part, field, field === "actor" || field === "inviter" ? "mem" : prefix),
        ]),
    );
  }
  return schema.type === "object" ? {} : "";
}
