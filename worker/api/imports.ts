import * as z from "zod";
import { idField, languageField, noteField } from "../domain/fields.ts";
import { existingField } from "../domain/imports/choose-existing.ts";
import { correctionFields } from "../domain/imports/correct-row.ts";
import { listImportRowsFields } from "../domain/imports/list-import-rows.ts";
import { repairFields } from "../domain/imports/repair-rows.ts";
import { replacementFields } from "../domain/imports/replace-in-column.ts";
import { importOptionFields } from "../domain/imports/stage-import.ts";
import { mappingField, mappingListField } from "../domain/imports/told-mapping.ts";
import {
  presentImport,
  presentImportDetail,
  presentImportRow,
  presentImportRows,
  presentImports,
  presentReplacement,
} from "./present-imports.ts";
import { download, type Route, route } from "./route.ts";

const tag = "Imports";
const pathId = "importId";
const scope = "invitation.create";

const flag = z.enum(["1", "0", "true", "false"]);

/** What may stand beside the file, as text. */
const uploadFields = z.strictObject({
  fileName: z.string().max(1_000).optional(),
  dryRun: flag.optional(),
  mapping: z
    .string()
    .optional()
    .describe(
      'What each heading means, as a JSON object: `{"Mail":"email","Vorname":"first_name","Cost centre":"custom:cost_centre","Notes":null}`. A heading that is not named is ignored. If left out: as the last file with these headings, or by their names in many languages.',
    ),
  encoding: z.enum(["utf-8", "utf-16le", "utf-16be", "windows-1252"]).optional(),
  message: noteField.optional(),
  language: languageField.optional(),
  send: flag.optional(),
  existing: existingField
    .optional()
    .describe("What happens with people who are here already; as the workspace begins if left out."),
});

export const importRoutes: readonly Route[] = [
  route({
    method: "POST",
    path: "/imports",
    name: "stageImport",
    tag,
    summary: "Upload a file of people",
    description:
      "A CSV or TSV file with a line of headings, up to 32 MB and 200,000 rows, as it is or as the last part of a form. Every row is checked on the way in; nobody is invited before the import is confirmed. The report is the import with its `groups`, and its rows. When it is not plain what the columns mean the import waits in `mapping`. An `Idempotency-Key` is claimed before the file is read: a twin that comes meanwhile is answered 409 `IDEMPOTENCY_RUNNING`, one that comes later gets the stored answer when address, fields and every byte of the file are the same. An upload that failed frees its key, within two minutes if the connection was lost.",
    scope,
    query: uploadFields,
    takesFile: true,
    status: 201,
    answer: "Import",
    refusals: [
      "FILE_EMPTY",
      "FILE_BINARY",
      "FILE_TOO_LARGE",
      "TOO_MANY_ROWS",
      "TOO_MANY_COLUMNS",
      "CELL_TOO_LONG",
      "ROW_TOO_LARGE",
      "ROW_TOO_LONG",
      "DUPLICATE_HEADER",
      "QUOTE_UNCLOSED",
      "NO_EMAIL_COLUMN",
      "IMPORT_BUSY",
      "UPLOAD_BROKEN",
    ],
    run: (act, { dryRun, mapping, send, ...input }) =>
      act.stageImport({
        ...input,
        ...(dryRun === undefined ? {} : { dryRun: truth(dryRun) }),
        ...(send === undefined ? {} : { send: truth(send) }),
        ...(mapping === undefined ? {} : { mapping: parsed(mapping) }),
      } as Parameters<typeof act.stageImport>[0]),
    present: presentImport,
    location: ({ id }) => `/imports/${id}`,
  }),
  route({
    method: "GET",
    path: "/imports",
    name: "listImports",
    tag,
    summary: "List imports",
    description:
      "Newest first, also those that failed. A key whose maker invites into a part sees what it uploaded itself.",
    scope,
    query: z.strictObject({
      limit: z.int().min(1).max(100).optional(),
      cursor: z.string().optional(),
    }),
    answer: "ImportPage",
    run: (act, input) => act.listImports(input),
    present: presentImports,
  }),
  download({
    path: "/imports/template.csv",
    name: "makeImportTemplate",
    tag,
    summary: "A file to fill in",
    description:
      "With the columns that the workspace asks for, its roles, units, groups, courses, sessions and own fields as far as they are the key's to use, and invented people.",
    scope,
    run: (act, input) => act.makeImportTemplate(input),
    present: ({ fileName, text }) => ({ fileName, pieces: [text] }),
  }),
  route({
    method: "GET",
    path: "/imports/:id",
    name: "viewImport",
    tag,
    summary: "One import with its report",
    description: "`groups` are its rows by what mends them.",
    scope,
    pathId,
    answer: "ImportDetail",
    run: (act, input) => act.viewImport(input),
    present: presentImportDetail,
  }),
  route({
    method: "PATCH",
    path: "/imports/:id",
    name: "mapColumns",
    tag,
    summary: "Say what the columns mean",
    description:
      "Every row is read anew by it, and the next file with the same headings is read the same way.",
    scope,
    pathId,
    body: z.strictObject({ mapping: z.union([mappingField, mappingListField]) }),
    example: { mapping: { Mail: "email", Vorname: "first_name", Notes: null } },
    answer: "Import",
    refusals: ["NO_EMAIL_COLUMN", "IMPORT_STATE", "EDIT_CONFLICT"],
    run: (act, input) => act.mapColumns(input),
    present: presentImport,
  }),
  route({
    method: "GET",
    path: "/imports/:id/rows",
    name: "listImportRows",
    tag,
    summary: "Rows of an import",
    description:
      "In the order of the file; by `outcome` error or warning, or by `problem`, those with the same problem together. Rows are kept for 30 days after the import has ended.",
    scope,
    pathId,
    query: listImportRowsFields.omit({ importId: true, show: true }).extend({
      limit: listImportRowsFields.shape.limit.describe("Rows a page, at most 200; 50 if left out."),
    }),
    answer: "ImportRowPage",
    run: (act, input) => act.listImportRows(input),
    present: presentImportRows,
  }),
  download({
    path: "/imports/:id/failed.csv",
    name: "exportFailedRows",
    tag,
    summary: "The rows that were not imported",
    description:
      "The original columns and one more that says why: mend them and upload the file as it is. Cells that a spreadsheet would run are disarmed.",
    scope,
    pathId,
    run: (act, input) => act.exportFailedRows(input),
    present: ({ fileName, lines }) => ({ fileName, pieces: lines }),
  }),
  route({
    method: "PATCH",
    path: "/imports/:id/rows/:line",
    name: "correctRow",
    tag,
    summary: "Correct a row",
    description:
      "Before the import is confirmed. The row is checked anew, with those that repeat its address.",
    scope,
    pathId,
    body: z.strictObject(correctionFields),
    example: { cells: { email: "ana@example.com" } },
    answer: "ImportRow",
    refusals: ["IMPORT_STATE", "EDIT_CONFLICT", "ROW_TOO_LARGE"],
    // The line stands in the path.
    run: (act, input) => act.correctRow(input as typeof input & { line: unknown }),
    present: presentImportRow,
  }),
  route({
    method: "POST",
    path: "/imports/:id/repairs",
    name: "repairRows",
    tag,
    summary: "Mend all rows with one problem",
    description:
      "Before the import is confirmed. What was mended is checked anew. `createGroup` makes the group that the rows name, at the top or below `parentId`, where the key may: it needs the scope group.manage.",
    scope,
    pathId,
    body: z.strictObject(repairFields),
    example: { problem: "!role_unknown:role:studnt", repair: { value: "learner" } },
    answer: "Import",
    refusals: ["IMPORT_STATE", "EDIT_CONFLICT", "SCOPE_MISSING", "FORBIDDEN", "TREE_FULL"],
    run: (act, input) => act.repairRows(input),
    present: presentImport,
  }),
  route({
    method: "POST",
    path: "/imports/:id/replace",
    name: "replaceInColumn",
    tag,
    summary: "Find and replace in a column",
    description:
      "Before the import is confirmed, in all rows that were not left out. With `wholeCell` only cells that hold nothing else, and an empty `find` fills empty cells; otherwise wherever the text stands, where case does not count at most a hundred times in a cell. `dryRun` counts and shows what would change. What was changed is checked anew, with the rows that repeat an address which it gave up.",
    scope,
    pathId,
    body: z.strictObject(replacementFields),
    example: { column: "school", find: "Sales EMEA", replace: "Sales", wholeCell: true },
    answer: "ImportReplacement",
    refusals: ["IMPORT_STATE", "EDIT_CONFLICT", "CELL_TOO_LONG", "ROW_TOO_LARGE"],
    run: (act, input) => act.replaceInColumn(input),
    present: presentReplacement,
  }),
  route({
    method: "POST",
    path: "/imports/:id/undo-change",
    name: "undoChange",
    tag,
    summary: "Take the last change of rows back",
    description:
      "Before the import is confirmed: a correction, a repair or a replacement. `changeId` is the `lastChange` of the import, whoever made it; the ten last can be taken back, one after another.",
    scope,
    pathId,
    body: z.strictObject({ changeId: idField("event") }),
    example: { changeId: "evt_01kabc4d5e6f7g8h9jkmnpqrst" },
    answer: "Import",
    refusals: ["IMPORT_STATE", "EDIT_CONFLICT"],
    run: (act, input) => act.undoChange(input),
    present: presentImport,
  }),
  actOnImport("confirmRoles", {
    path: "/imports/:id/confirm-roles",
    summary: "Let special roles come by this file",
    description:
      "Where the workspace lets only some roles come by file, the others are errors until this. What the key may not hand out stays one.",
  }),
  route({
    method: "POST",
    path: "/imports/:id/existing",
    name: "chooseExisting",
    tag,
    summary: "Say what happens with people who are here already",
    description:
      "Before the import is confirmed. Their rows are checked anew: who will be changed becomes an `update`, whose `changes` say in what. Units, groups, courses, labels and roles are added and never taken away, an empty cell changes nothing, and nobody is changed beyond the scopes of the key: names and external ID by `member.change_names`, roles by `member.change_roles`, units, groups, labels, the last day of access and own fields by `member.place`, courses by `enrolment.manage`, open invitations by `invitation.manage`. Where the workspace counts these people as failed rows, nothing else can be chosen.",
    scope,
    pathId,
    body: z.strictObject({ existing: existingField }),
    example: { existing: "add_groups" },
    answer: "Import",
    refusals: ["IMPORT_STATE", "EDIT_CONFLICT"],
    run: (act, input) => act.chooseExisting(input),
    present: presentImport,
  }),
  route({
    method: "POST",
    path: "/imports/:id/confirm",
    name: "confirmImport",
    tag,
    summary: "Invite everybody whose row is right",
    description:
      "And change whom the review said. It is worked off in the background: read the import to see how far it is. Confirming twice is no error and begins nothing twice.",
    scope,
    pathId,
    body: z.strictObject({
      encodingIsRight: z.boolean().optional(),
      ...importOptionFields,
      setUp: importOptionFields.setUp.describe(
        "Members at once instead of invitations, where the workspace sets people up.",
      ),
      credentials: importOptionFields.credentials.describe(
        "What those who are set up are mailed: `set_password_link` if left out, or `temporary_password`, made with its mail and good for 72 hours and for choosing another, where the workspace gives those.",
      ),
    }),
    example: { message: "We begin on Monday.", language: "en" },
    answer: "Import",
    refusals: [
      "IMPORT_STATE",
      "IMPORT_EMPTY",
      "DRY_RUN",
      "ENCODING_UNCONFIRMED",
      "DIRECT_SETUP_OFF",
      "DIRECT_SETUP_ON_TRIAL",
      "DAILY_LIMIT",
      "TRIAL_DAILY_LIMIT",
      "EDIT_CONFLICT",
    ],
    run: (act, input) => act.confirmImport(input),
    present: presentImport,
  }),
  actOnImport("pauseImport", {
    path: "/imports/:id/pause",
    summary: "Halt a running import",
    description: "What is done stays done.",
  }),
  actOnImport("resumeImport", {
    path: "/imports/:id/resume",
    summary: "Let a paused import go on",
  }),
  actOnImport("cancelImport", {
    path: "/imports/:id/cancel",
    summary: "Give an import up",
    description: "Whatever is not done yet will not be; who is invited or changed stays so.",
  }),
  actOnImport("undoImport", {
    path: "/imports/:id/undo",
    summary: "Take an import back",
    description:
      "Withdraws the invitations that nobody has touched since; whoever joined, or was resent to or edited, stays, and so does what was changed of people who were here; the rows say so.",
    scope: "invitation.manage",
  }),
];

/** An act on a whole import, of which nothing is told but the id. */
function actOnImport(
  name: "confirmRoles" | "pauseImport" | "resumeImport" | "cancelImport" | "undoImport",
  definition: { path: string; summary: string; description?: string; scope?: Route["scope"] },
): Route {
  return route({
    method: "POST",
    name,
    tag,
    scope,
    pathId,
    body: z.strictObject({}),
    answer: "Import",
    refusals: ["IMPORT_STATE", "EDIT_CONFLICT"],
    run: (act, input) => act[name](input),
    present: presentImport,
    ...definition,
  });
}

// Text that says neither stays as it is, and the use case refuses it by name.
function truth(text: string): unknown {
  return text === "1" || text === "true" ? true : text === "0" || text === "false" ? false : text;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
