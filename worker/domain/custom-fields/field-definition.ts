import * as z from "zod";
import type { allCustomFieldsOf } from "../../../db/queries/custom-fields.ts";
import { customFieldKinds } from "../../../db/schema/index.ts";
import { DomainError, type FieldError, invalidField } from "../errors.ts";
import { roleField } from "../fields.ts";
import type { RolesOfWorkspace } from "../invitations/decide-offer.ts";
import { cleanPersonName, fold } from "../people/person-name.ts";
import { type RoleKey, rolesHere, roleWord } from "../permissions.ts";
import { nameKeyOf, placeNameField } from "../places/place-name.ts";

export { customFieldKinds };

/** Fields that a workspace asks for, and with those that it has asked for before. */
export const mostFields = { asked: 50, all: 200 } as const;

const mostChoices = 100;
const longestKey = 50;

export type FieldKind = (typeof customFieldKinds)[number];
export type FieldRow = Awaited<ReturnType<typeof allCustomFieldsOf>>[number];

/** A field of the workspace's own, as pages and programs see it. */
export interface CustomFieldView {
  id: string;
  /** What files and programs call it. */
  key: string;
  name: string;
  kind: FieldKind;
  /** What can be chosen; empty unless it is a choice. */
  choices: string[];
  /** Roles of which nobody is invited without an answer. */
  requiredFor: RoleKey[];
  inForm: boolean;
  inImport: boolean;
  /** Asked no more; answers stay. */
  retired: boolean;
  createdAt: number;
}

export function fieldView(
  row: Omit<FieldRow, "workspaceId" | "nameKey" | "position" | "lastOp">,
): CustomFieldView {
  const { id, key, name, kind, choices, requiredFor, inForm, inImport, retiredAt, createdAt } = row;
  return {
    id,
    key,
    name,
    kind,
    choices,
    requiredFor: requiredFor as RoleKey[],
    inForm,
    inImport,
    retired: retiredAt !== null,
    createdAt,
  };
}

/** A field as a form asks for it. */
export type AskedField = Pick<CustomFieldView, "key" | "name" | "kind" | "choices" | "requiredFor">;

export function askedField({ key, name, kind, choices, requiredFor }: FieldRow): AskedField {
  return { key, name, kind, choices, requiredFor: requiredFor as RoleKey[] };
}

const choiceField = z.string("Give a word.").transform((value, ctx) => {
  const cleaned = cleanPersonName(value);
  if (cleaned.ok && cleaned.value !== "") return cleaned.value;
  ctx.addIssue({
    code: "custom",
    message: "A choice has 1 to 100 characters, without a web address, an @ or an invisible character.",
  });
  return z.NEVER;
});

/** What is said of a field; how its parts fit together is `fittingDefinition`'s. */
export const definitionFields = {
  name: placeNameField,
  kind: z.enum(customFieldKinds, `Choose one of: ${customFieldKinds.join(", ")}.`),
  choices: z
    .array(choiceField, "Give a list of words.")
    .max(mostChoices, `At most ${mostChoices} choices.`)
    .transform((choices) =>
      choices.filter((choice, at) => choices.findIndex((other) => fold(other) === fold(choice)) === at),
    ),
  requiredFor: z
    .array(roleField, "Give a list of roles.")
    .max(20, "At most 20 roles.")
    .transform((roles) => [...new Set(roles)]),
  inForm: z.boolean("Say true or false."),
  inImport: z.boolean("Say true or false."),
};

/** Answers are read by their keys from plain objects, which have these already: `constructor`. */
function isInherited(key: string): boolean {
  return key in {};
}

export const keyField = z
  .string("Give a key.")
  .regex(/^[a-z][a-z0-9_]*$/, "A key has small letters, digits and underscores, and begins with a letter.")
  .max(longestKey, `A key has at most ${longestKey} characters.`)
  .refine((key) => !isInherited(key), "This word means something to programs. Choose another key.");

export interface Definition {
  name: string;
  kind: FieldKind;
  choices: readonly string[];
  requiredFor: readonly RoleKey[];
  inForm: boolean;
}

/**
 * Throws VALIDATION_FAILED where the parts of a definition contradict each other: choices belong to a choice, what
 * is required is asked for, and of roles that there are here.
 */
export function refuseUnfit(
  { kind, choices, requiredFor, inForm }: Definition,
  { policies, customRoles }: RolesOfWorkspace,
): void {
  const errors: FieldError[] = [];
  if (kind === "choice" && choices.length === 0) {
    errors.push({ path: "choices", code: "required", message: "Give at least one choice." });
  }
  if (kind !== "choice" && choices.length > 0) {
    errors.push({
      path: "choices",
      code: "not_together",
      message: "Only a choice has choices. Leave them out.",
    });
  }
  const here = rolesHere(policies, customRoles);
  const strange = requiredFor.find((role) => !here.includes(role));
  if (strange) {
    const said = here.map((role) => roleWord(role, customRoles)).join(", ");
    errors.push({
      path: "requiredFor",
      code: "unknown_role",
      message: `This ‹workspace› has no role ${strange}. Roles are: ${said}.`,
    });
  } else if (requiredFor.length > 0 && !inForm) {
    errors.push({
      path: "requiredFor",
      code: "not_asked",
      message: "Only what invitations ask for can be required. Ask for it, or require it of nobody.",
    });
  }
  if (errors.length > 0) throw new DomainError("VALIDATION_FAILED", { errors });
}

/** Throws VALIDATION_FAILED for a name that another field has, one that is retired included. */
export function refuseTakenName(fields: readonly FieldRow[], name: string, exceptId = ""): void {
  const other = fields.find((field) => field.nameKey === nameKeyOf(name) && field.id !== exceptId);
  if (!other) return;
  throw other.retiredAt === null
    ? invalidField("name", "taken", "There is a field of this name already.")
    : invalidField(
        "name",
        "taken",
        "A retired field has this name. Ask for that one again, or choose another name.",
      );
}

/** Throws VALIDATION_FAILED where there is no room for one that is asked for. */
export function refuseTooMany(fields: readonly FieldRow[], path: string): void {
  if (fields.filter(({ retiredAt }) => retiredAt === null).length >= mostFields.asked) {
    throw invalidField(
      path,
      "too_many",
      `‹A workspace› asks for at most ${mostFields.asked} fields. Retire one first.`,
    );
  }
}

/** A key that no field of the workspace has, made from the name: "Cost centre" is `cost_centre`. */
export function freeKey(name: string, fields: readonly FieldRow[]): string {
  const plain = fold(name)
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^[_0-9]+|_+$/g, "")
    .slice(0, longestKey - 4);
  const stem = plain || "field";
  const taken = new Set(fields.map(({ key }) => key));
  for (let number = 1; ; number += 1) {
    const key = number === 1 ? stem : `${stem}_${number}`;
    if (!taken.has(key) && !isInherited(key)) return key;
  }
}
