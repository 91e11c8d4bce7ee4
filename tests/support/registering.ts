import { eq } from "drizzle-orm";
import {
  courses,
  registrationLinkPlaces,
  registrationLinks,
  registrations,
  users,
} from "../../db/schema/index.ts";
import type { Context } from "../../worker/domain/context.ts";
import { useCases } from "../../worker/domain/index.ts";
import { createWorkspace, type House, type TestWorkspace, tokenIn } from "./house.ts";
import { plantCourse } from "./learning.ts";

/** A workspace whose catalog is open. */
export function openCatalog(
  house: House,
  overrides: Record<string, unknown> = {},
  options: Omit<Parameters<typeof createWorkspace>[1] & object, "overrides"> = {},
): Promise<TestWorkspace> {
  return createWorkspace(house, {
    ...options,
    overrides: { "selfreg.mode": "catalog", "selfreg.roles": ["learner"], ...overrides },
  });
}

/** A course of the catalog, free unless it has a price. Its id. */
export async function plantCatalogCourse(
  house: House,
  workspaceId: string,
  title: string,
  price: { priceMinor: number; currency: string } | null = null,
): Promise<string> {
  const id = await plantCourse(house, workspaceId, title);
  await changeCourse(house, id, { visibility: "catalog", ...price });
  return id;
}

/** What an editor may do to a course meanwhile. */
export async function changeCourse(
  house: House,
  id: string,
  values: Partial<
    Pick<typeof courses.$inferInsert, "visibility" | "status" | "deletedAt" | "priceMinor" | "currency">
  >,
): Promise<void> {
  await house.system().db.update(courses).set(values).where(eq(courses.id, id));
}

/** A stranger at another address of the net each time: the limit of the client is another test's. */
let clients = 0;
export function stranger(house: House, ip?: string): Context {
  clients += 1;
  const ctx = house.anonymous();
  return { ...ctx, request: { ...ctx.request, ip: ip ?? `198.51.100.${clients}` } };
}

/** Registers somebody, delivers the mail, and gives the token of its link, or null where it has none. */
export async function registerByMail(
  house: House,
  workspace: { id: string; slug: string },
  input: { email: string; courseId?: string; sessionId?: string; linkCode?: string; firstName?: string },
): Promise<string | null> {
  const before = house.sent.length;
  await useCases.register(stranger(house), {
    workspace: workspace.slug,
    firstName: "Rosa",
    lastName: "Lind",
    ...input,
  });
  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  const mail = house.sent.slice(before).find(({ to }) => to === input.email);
  return mail?.template === "registration" ? tokenIn(mail) : null;
}

let planted = 0;

/** A registration link that is open, into these groups. Its id. */
export async function plantLink(
  { db, ids, now }: Context,
  workspaceId: string,
  groupIds: readonly string[] = [],
): Promise<string> {
  planted += 1;
  const id = ids.next("registrationLink");
  await db.insert(registrationLinks).values({
    workspaceId,
    id,
    name: `Planted ${planted}`,
    nameKey: `planted ${planted}`,
    code: ids.code(12),
    securityCode: ids.code(6),
    uses: 0,
    createdBy: "",
    createdAt: now(),
    lastOp: id,
  });
  for (const groupId of groupIds) {
    await db.insert(registrationLinkPlaces).values({ workspaceId, linkId: id, placeId: groupId, groupId });
  }
  return id;
}

/** Somebody who registered, by the link or by the catalog (null), without the way there. */
export async function plantRegistration(
  { db, ids, now }: Context,
  workspaceId: string,
  linkId: string | null,
  status: "started" | "waiting",
): Promise<{ id: string; email: string }> {
  planted += 1;
  const email = `planted-${planted}@example.com`;
  const id = ids.next("registration");
  const userId = ids.next("user");
  const names = { firstName: "Rosa", lastName: `Planted ${planted}` };
  if (status === "waiting") {
    await db.insert(users).values({
      id: userId,
      email,
      emailVerifiedAt: now(),
      ...names,
      language: "en",
      passwordHash: "x",
      passwordChangedAt: now(),
      status: "active",
      createdAt: now(),
    });
  }
  await db.insert(registrations).values({
    workspaceId,
    id,
    email,
    ...names,
    language: "en",
    status,
    linkId,
    generation: 1,
    issuedAt: now(),
    expiresAt: now() + 86_400_000,
    sendTimes: [],
    userId: status === "waiting" ? userId : null,
    provedAt: status === "waiting" ? now() : null,
    createdAt: now(),
    lastOp: id,
  });
  return { id, email };
}
