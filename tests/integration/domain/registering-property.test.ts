import { env } from "cloudflare:workers";
import { and, desc, eq } from "drizzle-orm";
import fc from "fast-check";
import { expect, test } from "vitest";
import { countRequest } from "../../../db/queries/password-resets.ts";
import type { Registering } from "../../../db/queries/registrations.ts";
import { registrationOfAct } from "../../../db/queries/registrations.ts";
import { enrolments, memberships, orders, registrations } from "../../../db/schema/index.ts";
import { useCases } from "../../../worker/domain/index.ts";
import {
  paidRegistrationStatements,
  planRegistration,
  registrationStatements,
} from "../../../worker/domain/registering/registration-statements.ts";
import { day, hour, openHouse, tokenIn } from "../../support/house.ts";
import { plantCourse } from "../../support/learning.ts";
import { openCatalog, plantCatalogCourse, stranger } from "../../support/registering.ts";

const runs = env.LONG ? 60 : 8;
const password = "nine quiet umbrellas";
let serial = 0;

type Step =
  | "free"
  | "enter"
  | "learn"
  | "buy"
  | "pay"
  | "refund"
  | "prove"
  | "invite"
  | "accept"
  | "decide"
  | "refuse"
  | "lapse";
const steps: readonly Step[] = [
  "free",
  "enter",
  "learn",
  "buy",
  "pay",
  "refund",
  "prove",
  "invite",
  "accept",
  "decide",
  "refuse",
  "lapse",
];

type Check = "free" | "verify_email" | "moderated";

/**
 * The rule in plain words: what a member has was verified, and free, paid or offered; in moderated ones also approved.
 * Where people are let in before, what they began is there for seven days, and is the member's by the proof.
 */
class Model {
  /** Of the registration that is open. */
  wants = new Set<"free" | "paid">();
  status: "none" | "unpaid" | "started" | "waiting" = "none";
  paid = false;
  /** Where the registration of the order is. */
  order: "none" | "open" | "joined" | "gone" = "none";
  invited = false;
  member = false;
  /** Who was let in with the address and has not proved it: until when each is here, and whether they learned. */
  unproved: { until: number; progress: number }[] = [];
  progress = 0;
  has = new Set<"free" | "paid" | "offered">();
  readonly check: Check;
  constructor(check: Check) {
    this.check = check;
  }

  takeOver() {
    if (this.unproved.length > 0) this.has.add("free");
    this.progress = Math.max(this.progress, ...this.unproved.map(({ progress }) => progress));
    this.unproved = [];
  }

  join() {
    this.member = true;
    this.takeOver();
    this.end("joined");
    if (this.wants.has("free")) this.has.add("free");
    if (this.wants.has("paid") && this.paid) this.has.add("paid");
    this.wants.clear();
  }

  end(as: "joined" | "gone") {
    this.status = "none";
    if (this.order === "open") this.order = as;
  }
}

test("enrolments are what was verified, approved and paid, under any order of events", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom<Check>("free", "verify_email", "moderated"),
      fc.array(fc.constantFrom(...steps), { minLength: 4, maxLength: 12 }),
      async (check, events) => {
        serial += 1;
        const house = openHouse({ registrationsPerHour: 1_000 });
        const { workspace, admin } = await openCatalog(house, {
          "selfreg.check": check,
        });
        const free = await plantCatalogCourse(house, workspace.id, "Free");
        const paid = await plantCatalogCourse(house, workspace.id, "Paid", {
          priceMinor: 4_900,
          currency: "EUR",
        });
        const offered = await plantCourse(house, workspace.id, "Offered");
        const email = `any-${serial}@example.com`;
        const { db } = house.system();
        const model = new Model(check);
        let order: string | null = null;
        const tokens: { registration: string | null; invitation: string | null } = {
          registration: null,
          invitation: null,
        };
        const deliver = async () => {
          const before = house.sent.length;
          await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
          for (const mail of house.sent.slice(before)) {
            if (mail.to !== email) continue;
            if (mail.template === "registration") tokens.registration = tokenIn(mail);
            if (mail.template === "invitation") tokens.invitation = tokenIn(mail);
          }
        };
        const follow = async (token: string) => {
          const page = await useCases.viewInvitation(house.anonymous(), { token });
          if (page.state !== "open") return page.state;
          const { revision } = page.invitation;
          if (page.viewer === "new_person") {
            await useCases.joinAsNewPerson(house.anonymous(), {
              token,
              revision,
              firstName: "Any",
              password,
            });
          } else {
            await useCases.signInAndJoin(house.anonymous(), { token, revision, password });
          }
          return "followed";
        };
        const openRow = async () =>
          (
            await db
              .select()
              .from(registrations)
              .where(and(eq(registrations.workspaceId, workspace.id), eq(registrations.email, email)))
          ).find(({ status }) => ["unpaid", "started", "waiting"].includes(status));

        for (const event of events) {
          house.clock.advance(2 * hour);
          switch (event) {
            case "free":
              await useCases.register(stranger(house), {
                workspace: workspace.slug,
                email,
                firstName: "Any",
                courseId: free,
              });
              if (!model.member) {
                model.wants.add("free");
                if (model.status === "none" || model.status === "unpaid") model.status = "started";
              }
              break;
            case "enter": {
              const { entered } = await useCases.registerAndEnter(stranger(house), {
                workspace: workspace.slug,
                email,
                firstName: "Any",
                courseId: free,
              });
              expect(entered !== null).toBe(check === "free");
              if (entered) model.unproved.push({ until: house.clock.now + 7 * day, progress: 0 });
              if (!model.member) {
                model.wants.add("free");
                if (model.status === "none" || model.status === "unpaid") model.status = "started";
              }
              break;
            }
            case "learn": {
              // Whoever came last, and is here still.
              const [taken] = await db
                .select({ id: enrolments.id })
                .from(enrolments)
                .innerJoin(memberships, eq(memberships.id, enrolments.membershipId))
                .where(and(eq(memberships.workspaceId, workspace.id), eq(memberships.status, "unproved")))
                .orderBy(desc(memberships.id))
                .limit(1);
              const last = model.unproved.at(-1);
              expect(taken !== undefined).toBe(last !== undefined);
              if (!taken || !last) break;
              last.progress += 10;
              const progress = Math.min(last.progress, 90);
              await useCases.setProgress(house.context(admin.caller), { enrolmentId: taken.id, progress });
              break;
            }
            case "buy": {
              if (order || model.member) break;
              const ctx = stranger(house);
              const chosen = {
                workspaceId: workspace.id,
                email,
                firstName: "Any",
                lastName: "",
                language: "en",
                linkId: null,
                courseId: paid,
                sessionId: null,
                status: "unpaid" as const,
                op: ctx.ids.next("event"),
              };
              const planned: Registering = await planRegistration(ctx, chosen, workspace);
              order = ctx.ids.next("order");
              await db.batch([
                countRequest(db, planned.counterKey, planned.windowStart, planned.windowStart + 2 * hour),
                ...registrationStatements(ctx, chosen, planned),
                db.insert(orders).values({
                  workspaceId: workspace.id,
                  id: order,
                  courseId: paid,
                  registrationId: registrationOfAct(planned) as never,
                  status: "open",
                  priceMinor: 4_900,
                  currency: "eur",
                  refundedMinor: 0,
                  createdAt: ctx.now(),
                  lastOp: chosen.op,
                }),
              ] as never);
              model.wants.add("paid");
              model.order = "open";
              if (model.status === "none") model.status = "unpaid";
              break;
            }
            case "pay": {
              if (!order || model.paid) break;
              const op = house.system().ids.next("event");
              const [row] = await db.select().from(orders).where(eq(orders.id, order));
              if (row?.status !== "open") break;
              await db.batch([
                db.update(orders).set({ status: "paid", lastOp: op }).where(eq(orders.id, order)),
                ...paidRegistrationStatements(house.system(), {
                  workspaceId: workspace.id,
                  registrationId: row.registrationId ?? "",
                  op,
                }),
              ] as never);
              model.paid = true;
              if (model.order === "joined") model.has.add("paid");
              if (model.order === "open" && model.status === "unpaid") model.status = "started";
              break;
            }
            case "refund":
              if (!order || !model.paid || model.order !== "open") break;
              await db.update(orders).set({ status: "refunded" }).where(eq(orders.id, order));
              model.paid = false;
              break;
            case "prove": {
              if (!tokens.registration) break;
              const before = model.status;
              const came = await follow(tokens.registration);
              if (came !== "followed") break;
              expect(before).toBe("started");
              if (model.check === "moderated" && !model.member) model.status = "waiting";
              else model.join();
              break;
            }
            case "decide":
            case "refuse": {
              const row = await openRow();
              if (row?.status !== "waiting") break;
              const ask = house.context(admin.caller);
              const input = { ids: [row.id] };
              if (event === "decide") {
                await useCases.approveRegistrations(ask, input);
                model.join();
              } else if (!model.paid) {
                await useCases.refuseRegistrations(ask, input);
                model.end("gone");
                model.wants.clear();
              }
              break;
            }
            case "invite":
              if (model.invited || model.member) break;
              await useCases.inviteUser(house.context(admin.caller), {
                email,
                roles: ["learner"],
                courseIds: [offered],
                linkExpiresAt: new Date(house.clock.now + 60 * day),
              } as never);
              model.invited = true;
              break;
            case "accept": {
              if (!tokens.invitation) break;
              if ((await follow(tokens.invitation)) !== "followed") break;
              model.member = true;
              model.takeOver();
              model.has.add("offered");
              break;
            }
            case "lapse":
              house.clock.advance(8 * day);
              await useCases.lapseUnproved(house.system(), {});
              model.unproved = [];
              // Whoever is at the checkout is waited for, and whoever has ever paid.
              if (model.status === "started" && model.order !== "open") {
                model.end("gone");
                model.wants.clear();
              }
              break;
          }
          await deliver();
        }

        const members = await db
          .select()
          .from(memberships)
          .where(and(eq(memberships.workspaceId, workspace.id), eq(memberships.email, email)));
        const unproved = (
          await db.select().from(memberships).where(eq(memberships.workspaceId, workspace.id))
        ).filter(({ status }) => status === "unproved");
        expect(unproved).toHaveLength(model.unproved.length);
        const active = members.filter(({ status }) => status === "active");
        expect(active).toHaveLength(model.member ? 1 : 0);
        const taken = await db
          .select({ courseId: enrolments.courseId, progress: enrolments.progress })
          .from(enrolments)
          .innerJoin(memberships, eq(memberships.id, enrolments.membershipId))
          .where(and(eq(enrolments.workspaceId, workspace.id), eq(memberships.status, "active")));
        const names = new Map([
          [free, "free"],
          [paid, "paid"],
          [offered, "offered"],
        ]);
        expect(taken.map(({ courseId }) => names.get(courseId)).sort()).toEqual([...model.has].sort());
        const far = taken.find(({ courseId }) => courseId === free)?.progress ?? 0;
        expect(far).toBe(Math.min(model.progress, 90));
        // After seven days nothing is left of whoever has proved nothing.
        house.clock.advance(8 * day);
        await useCases.lapseUnproved(house.system(), {});
        const people = await db.select().from(memberships).where(eq(memberships.workspaceId, workspace.id));
        expect(people.filter(({ status }) => status === "unproved")).toEqual([]);
        const left = await db.select().from(enrolments).where(eq(enrolments.workspaceId, workspace.id));
        expect(left).toHaveLength(model.has.size);
      },
    ),
    { numRuns: runs },
  );
});
