import * as z from "zod";

const moment = z.iso.datetime().describe("UTC, ISO 8601.");
const day = z.string().describe("A day of the workspace's zone, like 2026-12-31.");

const counts = z.object({
  views: z.int().describe("Of people, not of robots and of who works here."),
  started: z.int().describe("Registrations."),
  verified: z.int().describe("Registrations whose mailbox was proved."),
  enrolled: z.int(),
  paid: z.int(),
});

/** The public catalog, and numbers, as the API shows them. */
export const catalogShapes = {
  Catalog: z.object({
    data: z.array(
      z.object({
        id: z.string(),
        title: z.string(),
        summary: z.string(),
        topic: z.string().nullable(),
        language: z.string().nullable().describe("Of what is taught, such as `en`."),
        durationMinutes: z.int().nullable(),
        price: z
          .object({ amount: z.int(), currency: z.string() })
          .nullable()
          .describe("In the smallest unit of the currency, without tax. Null: free."),
        nextDate: z
          .object({ startsAt: moment, timeZone: z.string() })
          .nullable()
          .describe("The next date that anybody may choose."),
        url: z.string().describe("Its page."),
      }),
    ),
    topics: z.array(z.object({ topic: z.string(), label: z.string() })).describe("What `topic` filters by."),
    nextCursor: z.string().nullable(),
  }),
  CatalogNumbers: z.object({
    from: day,
    until: day,
    total: counts,
    days: z.array(counts.extend({ day })),
    courses: z.array(counts.extend({ id: z.string(), title: z.string() })),
  }),
  Insights: z.object({
    from: day,
    until: day,
    funnel: z
      .object({
        invited: z.int(),
        delivered: z.int(),
        opened: z.int().describe("Opening is only known where the mail program tells, or by joining."),
        joined: z.int(),
        learning: z.int().describe("Joined and took up a course."),
      })
      .describe("Each step of those of the step before."),
    medianSeconds: z
      .int()
      .nullable()
      .describe("Within which half of those who joined had done so, about. Null: nobody has."),
    bounced: z.int(),
    bounces: z.array(z.object({ domain: z.string(), count: z.int() })),
    days: z.array(z.object({ day, invited: z.int(), joined: z.int() })),
    stuck: z
      .object({
        expired: z.int(),
        bounced: z.int(),
        delivered: z.int(),
        opened: z.int(),
        clicked: z.int(),
      })
      .describe("People on the way now who get no further, by how far they came."),
    countedAt: moment.nullable(),
  }),
};
