import * as z from "zod";
import { changeCustomFieldFields } from "../domain/custom-fields/change-custom-field.ts";
import { createCustomFieldFields } from "../domain/custom-fields/create-custom-field.ts";
import { deleteLabelFields } from "../domain/labels/delete-label.ts";
import { renameLabelFields } from "../domain/labels/rename-label.ts";
import { presentCustomField, presentCustomFields, presentLabels, presentRelabelled } from "./present.ts";
import { type Route, route } from "./route.ts";

const tag = "Fields and labels";
const pathId = "fieldId";

export const customFieldRoutes: readonly Route[] = [
  route({
    method: "GET",
    path: "/custom-fields",
    name: "listCustomFields",
    tag,
    summary: "List the workspace's own fields",
    description: "In their order, with those that are asked no more.",
    scope: "people.view",
    answer: "CustomFieldList",
    run: (act) => act.listCustomFields({}),
    present: presentCustomFields,
  }),
  route({
    method: "POST",
    path: "/custom-fields",
    name: "createCustomField",
    tag,
    summary: "Create a field",
    description:
      "It comes last. Fields share no name, whatever its case and accents; `key` is made from the name if left out, and never changes. At most 50 are asked for.",
    scope: "workspace.manage",
    body: createCustomFieldFields,
    example: { name: "Shirt size", kind: "choice", choices: ["S", "M", "L"] },
    status: 201,
    answer: "CustomField",
    refusals: ["EDIT_CONFLICT"],
    run: (act, input) => act.createCustomField(input),
    present: presentCustomField,
  }),
  route({
    method: "PUT",
    path: "/custom-fields/order",
    name: "orderCustomFields",
    tag,
    summary: "Put the fields into an order",
    description: "`fieldIds` are all fields that are asked for, each once.",
    scope: "workspace.manage",
    body: z.strictObject({ fieldIds: z.array(z.string()).max(50) }),
    example: { fieldIds: ["fld_01kabc4d5e6f7g8h9jkmnpqrst"] },
    answer: "CustomFieldList",
    refusals: ["EDIT_CONFLICT"],
    run: (act, input) => act.orderCustomFields(input),
    present: presentCustomFields,
  }),
  route({
    method: "PATCH",
    path: "/custom-fields/:id",
    name: "changeCustomField",
    tag,
    summary: "Change a field, ask for it no more, or again",
    description:
      "Answers that people have given stay. Therefore `kind` changes only while nobody has answered, and whoever has a choice that is taken away keeps it.",
    scope: "workspace.manage",
    pathId,
    body: changeCustomFieldFields.omit({ fieldId: true }),
    example: { retired: true },
    answer: "CustomField",
    refusals: ["EDIT_CONFLICT"],
    run: (act, input) => act.changeCustomField(input),
    present: presentCustomField,
  }),
  route({
    method: "GET",
    path: "/labels",
    name: "listLabels",
    tag,
    summary: "List labels",
    description: "Words that users have, in alphabetical order: the 1,000 most used.",
    scope: "people.view",
    answer: "LabelList",
    run: (act) => act.listLabels({}),
    present: presentLabels,
  }),
  route({
    method: "POST",
    path: "/labels/rename",
    name: "renameLabel",
    tag,
    summary: "Rename a label, or merge it with another",
    description:
      "For everybody who has it. A word that is in use under another case or accent keeps the spelling that it has there.",
    scope: "workspace.manage",
    body: renameLabelFields,
    example: { label: "evning", to: "evening" },
    answer: "Relabelled",
    refusals: ["NOT_FOUND", "EDIT_CONFLICT"],
    run: (act, input) => act.renameLabel(input),
    present: presentRelabelled,
  }),
  route({
    method: "POST",
    path: "/labels/delete",
    name: "deleteLabel",
    tag,
    summary: "Take a label from everybody",
    scope: "workspace.manage",
    body: deleteLabelFields,
    example: { label: "evening" },
    answer: "Relabelled",
    refusals: ["NOT_FOUND", "EDIT_CONFLICT"],
    run: (act, input) => act.deleteLabel(input),
    present: presentRelabelled,
  }),
];
