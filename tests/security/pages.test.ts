import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import * as build from "../../build/server/index.js";
import { createSecretDigest } from "../../worker/adapters/secret-digest.ts";
import { useCases } from "../../worker/domain/index.ts";
import { Browser } from "../support/browser.ts";
import { createMember, createWorkspace, openHouse } from "../support/house.ts";
import { plantCourse, plantSession } from "../support/learning.ts";
import { plantLink, plantRegistration } from "../support/registering.ts";
import { plantOrder } from "../support/till.ts";
import { type Answer, open, pages } from "./page-list.ts";

test("every page of the front end stands in the list", () => {
  const listed = [...new Set([...pages.map(({ route }) => route), ...open])].map((name) => `routes/${name}`);
  const routes = Object.keys((build as unknown as { routes: Record<string, unknown> }).routes);
  expect(routes.filter((name) => name !== "root").sort()).toEqual(listed.sort());
});

const watched = [
  "workspaces",
  "users",
  "memberships",
  "role_assignments",
  "invitations",
  "outbox",
  "api_keys",
  "jobs",
  "job_results",
  "auth_sessions",
  "imports",
  "import_rows",
  "courses",
  "course_sessions",
  "session_attendees",
  "enrolments",
  "certificates",
  "orders",
  "registration_links",
  "registrations",
  "units",
  "groups",
  "unit_members",
  "group_members",
  "custom_fields",
  "custom_roles",
  "login_names",
  "sign_in_cards",
  "sso_connections",
  "sso_identities",
];

async function everything(): Promise<string> {
  const tables = await env.DB.batch(watched.map((table) => env.DB.prepare(`select * from "${table}"`)));
  const rows = tables.map(({ results }) =>
    results.map((row) => ({ ...(row as object), last_seen_at: null })),
  );
  return createSecretDigest().sha256(JSON.stringify(rows));
}

function answerOf({ status, location }: { status: number; location: string | null }): Answer {
  if (!location) return status;
  const path = location.split("?")[0] ?? "";
  if (path.endsWith("/sign-in")) return "in";
  return path.endsWith("/learn") ? "learn" : status;
}

const visitors = ["anonymous", "stranger", "learner"] as const;

test.each(visitors)("%s: no page that is not theirs, and no refused post changes a row", async (who) => {
  const house = openHouse({ undoSeconds: 600 });
  house.clock.now = Date.now();
  const { workspace, admin } = await createWorkspace(house);
  const other = await createWorkspace(house);
  const learner = await createMember(house, workspace);
  const { invitation } = await useCases.inviteUser(house.context(admin.caller), {
    email: `page-guest-of-${who}@example.com`,
    roles: ["learner"],
  });
  async function* file() {
    yield new TextEncoder().encode("email\nfrom-file@example.com\n");
  }
  const imported = await useCases.stageImport(house.context(admin.caller), {
    fileName: "people.csv",
    file: file(),
  });
  const { undo } = await useCases.inviteMany(house.context(admin.caller), {
    invitations: ["one@example.com", "two@example.com"].map((email) => ({ email, roles: ["learner"] })),
  });
  const bindings = { ...env, UNDO_SECONDS: "600" };
  const group = await useCases.createGroup(house.context(admin.caller), { name: "Guarded" });
  const field = await useCases.createCustomField(house.context(admin.caller), {
    name: "Guarded",
    kind: "text",
  });
  const unit = await useCases.createUnit(house.context(admin.caller), { name: "Guarded" });
  const role = await useCases.createCustomRole(house.context(admin.caller), {
    name: "Guarded",
    permissions: ["people.view"],
    holdsIn: ["group"],
  });
  const asAdmin = house.context(admin.caller);
  const fellow = await createMember(house, workspace);
  const courseId = await plantCourse(house, workspace.id, "Safety");
  const sessionId = await plantSession(house, workspace.id, courseId);
  await useCases.addAttendee(asAdmin, { sessionId, membershipId: fellow.membershipId });
  const { enrolments } = await useCases.listEnrolments(asAdmin, { courseId });
  const { certificateId } = await useCases.completeEnrolment(asAdmin, {
    enrolmentId: enrolments[0]?.id ?? "",
  });
  const linkId = await plantLink(asAdmin, workspace.id);
  await plantRegistration(asAdmin, workspace.id, linkId, "waiting");
  const orderId = await plantOrder(asAdmin, {
    workspaceId: workspace.id,
    courseId,
    membershipId: fellow.membershipId,
  });
  const visitor = new Browser({ bindings });
  if (who !== "anonymous") await visitor.signIn(who === "stranger" ? other.admin : learner);
  const undoing = { op: undo?.op ?? "", count: "2" };
  const form = { email: "new@example.com", roles: "learner", name: "x", confirmation: "x", ...undoing };
  for (const page of pages) {
    const address = `/w/${workspace.slug}${page.path
      .replace(":member", invitation.userId)
      .replace(":import", imported.id)
      .replace(":course", courseId)
      .replace(":session", sessionId)
      .replace(":certificate", certificateId ?? "")
      .replace(":order", orderId)
      .replace(":link", linkId)
      .replace(":group", group.id)
      .replace(":field", field.id)
      .replace(":role", role.id)
      .replace(":unit", unit.id)}`;
    const got = answerOf(await visitor.get(address));
    expect([page.route, "GET", got]).toEqual([page.route, "GET", page.get[who]]);
    if (!page.post) continue;
    const before = await everything();
    const posted = answerOf(await visitor.post(address, { ...form, intent: page.intent ?? "cancel" }));
    expect([page.route, "POST", posted]).toEqual([page.route, "POST", page.post[who]]);
    expect([page.route, await everything()]).toEqual([page.route, before]);
  }
  // What was refused was there for the taking.
  const allowed = await new Browser({ bindings }).signIn(admin);
  const before = await everything();
  await allowed.post(`/w/${workspace.slug}/people/invite`, { intent: "undo", ...undoing });
  expect(await everything()).not.toBe(before);
});
