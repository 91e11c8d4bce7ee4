import * as z from "zod";
import { listCatalogFields } from "../domain/catalog/list-catalog.ts";
import { periodField } from "../domain/insights/view-insights.ts";
import { registrationFields } from "../domain/registering/register.ts";
import { presentCatalog, presentCatalogNumbers, presentInsights } from "./present-catalog.ts";
import { type Route, route } from "./route.ts";

const tag = "Catalog";

/** What is open to anybody, without a key, where a workspace's catalog is (F128). */
export const catalogRoutes: readonly Route[] = [
  route({
    method: "GET",
    path: "/catalog/:workspace",
    name: "listCatalog",
    tag,
    summary: "The courses that anybody may look at",
    description:
      "Without a key, where the workspace has its catalog open. By title; with a date by the last one. A page may be short and still have a cursor: go on until it is null. An answer may be a minute old. A client may ask 120 times a minute for answers that are not kept; a 429 says in `Retry-After` when to come back.",
    scope: null,
    query: listCatalogFields,
    answer: "Catalog",
    refusals: ["NOT_FOUND"],
    run: (act, input) => {
      // With the path, as below.
      const { workspace, ...filter } = input as typeof input & { workspace: string };
      return act.listCatalog({ ...filter, workspaceSlug: workspace });
    },
    present: presentCatalog,
  }),
  route({
    method: "GET",
    path: "/catalog-numbers",
    name: "viewCatalogNumbers",
    tag,
    summary: "What the catalog did",
    description:
      "Visits, registrations, enrolments and payments of the last days, by day and by course. Days of the workspace's zone on which nothing happened are left out.",
    scope: "insights.view",
    query: z.object({ days: periodField, courseId: z.string().optional() }),
    answer: "CatalogNumbers",
    run: (act, input) => act.viewCatalogNumbers(input),
    present: presentCatalogNumbers,
  }),
  route({
    method: "GET",
    path: "/insights",
    name: "viewInsights",
    tag: "Workspace",
    summary: "What became of invitations",
    description:
      "Of those who were invited in the last days: how many got the mail, opened it, joined and took up a course; and who is stuck now. Counted within the hour.",
    scope: "insights.view",
    query: z.object({ days: periodField }),
    answer: "Insights",
    run: (act, input) => act.viewInsights(input),
    present: presentInsights,
  }),
  route({
    method: "POST",
    path: "/catalog/:workspace/registrations",
    name: "register",
    tag,
    summary: "Register",
    description:
      "Somebody asks to come in: for a free course of the catalog, by a registration link or by a key. A mail with a link leaves; who follows it is a learner. The answer is the same whether or not the address is known. Three an hour are taken for an address, ten from a client.",
    scope: null,
    body: registrationFields.omit({ workspace: true }),
    example: { email: "ana@example.com", firstName: "Ana", courseId: "crs_01jzx4q7m8k2pstvwy9cdfghjk" },
    status: 202,
    answer: "RegistrationTaken",
    refusals: [
      "NOT_FOUND",
      "LINK_PAUSED",
      "LINK_FULL",
      "LINK_ENDED",
      "HUMAN_UNPROVED",
      "HUMAN_CHECK_UNAVAILABLE",
    ],
    // The workspace comes with the path, which the type of the body does not say.
    run: (act, input) => act.register(input as typeof input & { workspace: string }),
    present: ({ email }) => ({ email, accepted: true as const }),
  }),
];
