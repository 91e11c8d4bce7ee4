import * as z from "zod";
import { DomainError, type FieldError } from "../errors.ts";
import {
  type ColumnKey,
  columnKeys,
  fieldKeyOf,
  identifies,
  isColumnOf,
  isTaken,
  type NamedField,
  type UsernameColumn,
} from "./columns.ts";

/** Columns that a file may have several of (F69); of the others, those of own fields too, it has one. */
const several: readonly ColumnKey[] = ["role", "unit", "group", "courses", "sessions", "labels"];

const columnField = z.union(
  [z.enum(columnKeys), z.templateLiteral(["custom:", z.string()])],
  `Give one of: ${columnKeys.join(", ")}, or custom: with the key of a field.`,
);

/** What each heading means; a heading that is not named, or null, is ignored. */
export const mappingField = z.record(z.string().max(10_000), columnField.nullable());

/** One meaning a column, in the order of the header; null: ignored. */
export const mappingListField = z.array(columnField.nullable()).max(100);

export type ToldMapping = z.output<typeof mappingField> | z.output<typeof mappingListField>;

/**
 * What somebody says that the columns of a file mean, one a column (F68). Throws NO_EMAIL_COLUMN, and
 * VALIDATION_FAILED for a heading that the file has not, a field that the workspace has not, or a meaning that two
 * columns claim.
 */
export function toldMapping(
  header: readonly string[],
  told: ToldMapping,
  fields: readonly NamedField[],
  usernames: UsernameColumn,
): (ColumnKey | null)[] {
  const mapping = Array.isArray(told) ? told : byHeading(header, told);
  if (mapping.length !== header.length) {
    throw new DomainError("VALIDATION_FAILED", {
      errors: [{ path: "mapping", code: "out_of_bounds", message: "Give one meaning for each column." }],
    });
  }
  if (!identifies(mapping, usernames)) throw noEmailColumn(header);
  const errors = mapping.flatMap((column, index): FieldError[] => {
    if (column === null) return [];
    const path = `mapping.${Array.isArray(told) ? index : header[index]}`;
    if (!isTaken(column, usernames)) {
      const message =
        column === "username"
          ? "People have no usernames in this ‹workspace›."
          : "Everybody has an address of their own in this ‹workspace›.";
      return [{ path, code: "unknown_field", message }];
    }
    if (!isColumnOf(column, fields)) {
      const key = fieldKeyOf(column);
      return [
        { path, code: "unknown_field", message: `This ‹workspace› takes no field “${key}” from files.` },
      ];
    }
    return several.includes(column) || mapping.indexOf(column) === index
      ? []
      : [
          {
            path,
            code: "duplicate_target",
            message: "Another column has this meaning already. Choose one of the two.",
          },
        ];
  });
  if (errors.length > 0) throw new DomainError("VALIDATION_FAILED", { errors });
  return mapping;
}

export function noEmailColumn(header: readonly string[]): DomainError {
  return new DomainError("NO_EMAIL_COLUMN", { params: { found: header.join(", ").slice(0, 500) } });
}

function byHeading(header: readonly string[], told: z.output<typeof mappingField>): (ColumnKey | null)[] {
  const meanings = new Map(Object.entries(told));
  const strange = [...meanings.keys()].filter((name) => !header.includes(name));
  if (strange.length > 0) {
    throw new DomainError("VALIDATION_FAILED", {
      errors: strange.map((name) => ({
        path: `mapping.${name}`,
        code: "unknown_field",
        message: "The file has no such column.",
      })),
    });
  }
  return header.map((name) => meanings.get(name) ?? null);
}
