import * as z from "zod";
import { registrationStatuses } from "../domain/registering/registration-view.ts";

const moment = z.iso.datetime().describe("UTC, ISO 8601.");

const link = z.object({
  id: z.string(),
  name: z.string(),
  state: z
    .enum(["open", "paused", "full", "ended", "deleted"])
    .describe("Whether people can register by it now. One that was deleted is never told again."),
  uses: z.int().describe("How many have joined by it."),
  maxUses: z.int().nullable().describe("How many may. Null: no bound."),
  endsOn: z.string().nullable().describe("The last day, in the workspace's zone. Null: no end."),
  places: z
    .array(z.object({ kind: z.enum(["unit", "group", "course"]), id: z.string(), name: z.string() }))
    .describe("Where whoever joins by it will be."),
  gone: z.int().describe("Places that it named and that are gone, or are drafts: nobody is put there."),
});

const registration = z.object({
  id: z.string(),
  status: z
    .enum(registrationStatuses)
    .describe("`waiting`: the mailbox is proved, and somebody has to approve."),
  email: z
    .string()
    .describe("Empty, as the names are, once it is over without anybody joining: nothing is kept."),
  firstName: z.string(),
  lastName: z.string(),
  language: z.string(),
  link: z.object({ id: z.string(), name: z.string() }).nullable().describe("Null: by the catalog."),
  courses: z.array(z.object({ id: z.string(), title: z.string() })),
  createdAt: moment,
  expiresAt: moment.nullable().describe("When the mailed link ends, while it is open."),
  provedAt: moment.nullable(),
  decidedAt: moment.nullable(),
  userId: z.string().nullable().describe("Who they are here, while they are."),
});

/** Registration links, and who registered by themselves, as the API shows them. */
export const registrationShapes = {
  RegistrationLink: link.extend({
    url: z.string(),
    code: z.string().describe("Typed as a key; dashes and case do not matter."),
    securityCode: z
      .string()
      .nullable()
      .describe(
        "Asked beside the address where the workspace has `selfreg.mode` group_link; otherwise null.",
      ),
    domains: z.array(z.string()).describe("Whose addresses may come. Empty: as the workspace says."),
    createdAt: moment,
  }),
  RegistrationLinkPage: z.object({ data: z.array(link), nextCursor: z.string().nullable() }),
  Registration: registration,
  RegistrationPage: z.object({ data: z.array(registration), nextCursor: z.string().nullable() }),
  RegistrationDecisions: z.object({
    results: z
      .array(
        z.object({
          id: z.string(),
          outcome: z.enum(["done", "not_waiting", "link_full", "no_seat", "deactivated", "address_changed"]),
        }),
      )
      .describe("One for each that was named, in order; empty where a job does it."),
    jobId: z.string().nullable().describe("The job that does it, for more than twenty."),
  }),
};
