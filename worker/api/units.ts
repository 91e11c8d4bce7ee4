import { changeUnitFields } from "../domain/places/change-unit.ts";
import { createUnitFields } from "../domain/places/create-unit.ts";
import { listUnitsFields } from "../domain/places/list-units.ts";
import { presentUnit, presentUnits } from "./present.ts";
import { type Route, route } from "./route.ts";

const tag = "Units";
const pathId = "unitId";

export const unitRoutes: readonly Route[] = [
  route({
    method: "GET",
    path: "/units",
    name: "listUnits",
    tag,
    summary: "List organisation units",
    description:
      "Those of your part, each before what lies below it. Most workspaces fit in one page; with `q` each comes with the units above it.",
    scope: "people.view",
    query: listUnitsFields,
    answer: "UnitPage",
    run: (act, input) => act.listUnits(input),
    present: presentUnits,
  }),
  route({
    method: "POST",
    path: "/units",
    name: "createUnit",
    tag,
    summary: "Create a unit",
    description: "Siblings share no name, whatever its case and accents. A tree has at most 32 levels.",
    scope: "unit.manage",
    body: createUnitFields,
    example: { name: "School of Arts" },
    status: 201,
    answer: "Unit",
    refusals: ["UNITS_OFF", "NOT_FOUND", "TREE_FULL", "EDIT_CONFLICT"],
    run: (act, input) => act.createUnit(input),
    present: presentUnit,
  }),
  route({
    method: "PATCH",
    path: "/units/:id",
    name: "changeUnit",
    tag,
    summary: "Rename or move a unit",
    description: "What lies below moves with it. `parentId` null: to the top; left out: it stays.",
    scope: "unit.manage",
    pathId,
    body: changeUnitFields.omit({ unitId: true }),
    example: { name: "Faculty of Arts" },
    answer: "Unit",
    refusals: ["EDIT_CONFLICT"],
    run: (act, input) => act.changeUnit(input),
    present: presentUnit,
  }),
  route({
    method: "DELETE",
    path: "/units/:id",
    name: "deleteUnit",
    tag,
    summary: "Delete a unit",
    description: "Its users stay, without it; roles that held in it and its courses go.",
    scope: "unit.manage",
    pathId,
    answer: "Unit",
    refusals: ["NOT_EMPTY", "STILL_PEOPLE", "EDIT_CONFLICT"],
    run: (act, input) => act.deleteUnit(input),
    present: presentUnit,
  }),
];
