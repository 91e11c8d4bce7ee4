import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import * as build from "../../build/server/index.js";
import { createSecretDigest } from "../../worker/adapters/secret-digest.ts";
import { useCases } from "../../worker/domain/index.ts";
import { Browser } from "../support/browser.ts";
import { createMember, createWorkspace, openHouse } from "../support/house.ts";
import { plantCourse, plantSession } from "../support/learning.ts";

/**
 * Every page, written by hand: what a visitor without a session, an administrator of another workspace
 * and a learner of this one get from a GET and from a POST. `in`: sent to sign in; `learn`: to the
 * learner portal; a number: that status.
 */
type Answer = number | "in" | "learn";
interface Page {
  route: string;
  path: string;
  get: { anonymous: Answer; stranger: Answer; learner: Answer };
  post: { anonymous: Answer; stranger: Answer; learner: Answer } | null;
  /** What its form may want, where one page takes several; otherwise `cancel`. */
  intent?: "check" | "preview" | "undo";
}

const manage = { anonymous: "in", stranger: 404, learner: "learn" } as const;
const member = { anonymous: "in", stranger: "in", learner: 200 } as const;

const pages: Page[] = [
  { route: "manage.home", path: "", get: manage, post: null },
  { route: "manage.start", path: "/start", get: manage, post: null },
  { route: "manage.roles", path: "/roles", get: manage, post: null },
  { route: "manage.people", path: "/people", get: manage, post: null },
  { route: "manage.people-csv", path: "/people.csv", get: manage, post: manage },
  { route: "manage.invite", path: "/people/invite", get: manage, post: manage },
  { route: "manage.invite", path: "/people/invite", get: manage, post: manage, intent: "undo" },
  { route: "manage.invite", path: "/people/invite.data", get: manage, post: manage, intent: "check" },
  { route: "manage.invite-choices", path: "/people/invite/choices?kind=group", get: manage, post: null },
  { route: "manage.bulk", path: "/people/bulk?action=cancel&all=1", get: manage, post: manage },
  { route: "manage.bulk", path: "/people/bulk?action=deactivate&all=1", get: manage, post: manage },
  {
    route: "manage.bulk-choices",
    path: "/people/bulk/choices?act=add_to_group&kind=group",
    get: manage,
    post: null,
  },
  { route: "manage.person", path: "/people/:member", get: manage, post: manage },
  { route: "manage.person-edit", path: "/people/:member/edit", get: manage, post: manage },
  {
    route: "manage.person-edit",
    path: "/people/:member/edit.data",
    get: manage,
    post: manage,
    intent: "preview",
  },
  { route: "manage.person-names", path: "/people/:member/names", get: manage, post: manage },
  { route: "manage.person-roles", path: "/people/:member/roles", get: manage, post: manage },
  { route: "manage.place-choices", path: "/people/places?kind=group", get: manage, post: null },
  { route: "manage.person-places", path: "/people/:member/places", get: manage, post: manage },
  { route: "manage.person-details", path: "/people/:member/details", get: manage, post: manage },
  { route: "manage.leaving", path: "/people/leaving", get: manage, post: manage },
  { route: "manage.person-access", path: "/people/:member/access", get: manage, post: manage },
  { route: "manage.person-erase", path: "/people/:member/erase", get: manage, post: manage },
  // A file by a post; there is no page to get.
  {
    route: "manage.person-data",
    path: "/people/:member/data.json",
    get: { anonymous: 400, stranger: 400, learner: 400 },
    post: manage,
  },
  { route: "manage.person-act", path: "/people/:member/cancel", get: manage, post: manage },
  { route: "manage.groups", path: "/groups", get: manage, post: null },
  { route: "manage.group-new", path: "/groups/new", get: manage, post: manage },
  { route: "manage.group", path: "/groups/:group", get: manage, post: manage },
  { route: "manage.group-add", path: "/groups/:group/add", get: manage, post: manage },
  { route: "manage.group-settings", path: "/groups/:group/settings", get: manage, post: manage },
  { route: "manage.group-delete", path: "/groups/:group/delete", get: manage, post: manage },
  { route: "manage.units", path: "/units", get: manage, post: manage },
  { route: "manage.unit", path: "/units/:unit", get: manage, post: manage },
  { route: "manage.job", path: "/jobs/job_00000000000000000000000000", get: manage, post: manage },
  { route: "manage.work", path: "/work", get: manage, post: null },
  { route: "manage.imports", path: "/imports", get: manage, post: null },
  { route: "manage.import-new", path: "/imports/new", get: manage, post: manage },
  { route: "manage.import-upload", path: "/imports/upload", get: manage, post: manage },
  { route: "manage.import-template", path: "/imports/template.csv", get: manage, post: null },
  { route: "manage.import", path: "/imports/:import", get: manage, post: null },
  { route: "manage.import-mapping", path: "/imports/:import/mapping", get: manage, post: manage },
  { route: "manage.import-review", path: "/imports/:import/review", get: manage, post: manage },
  { route: "manage.import-existing", path: "/imports/:import/existing", get: manage, post: manage },
  { route: "manage.import-confirm", path: "/imports/:import/confirm", get: manage, post: manage },
  { route: "manage.import-progress", path: "/imports/:import/progress", get: manage, post: manage },
  { route: "manage.import-result", path: "/imports/:import/result", get: manage, post: null },
  { route: "manage.import-failed", path: "/imports/:import/failed.csv", get: manage, post: null },
  { route: "manage.import-act", path: "/imports/:import/cancel", get: manage, post: manage },
  { route: "manage.audit", path: "/audit", get: manage, post: null },
  { route: "manage.settings", path: "/settings", get: manage, post: manage },
  { route: "manage.fields", path: "/settings/fields", get: manage, post: manage },
  { route: "manage.field", path: "/settings/fields/:field", get: manage, post: manage },
  { route: "manage.labels", path: "/settings/labels", get: manage, post: null },
  { route: "manage.label", path: "/settings/labels/change?label=guarded", get: manage, post: manage },
  { route: "manage.mails", path: "/settings/mails", get: manage, post: null },
  { route: "manage.api-keys", path: "/settings/api-keys", get: manage, post: manage },
  {
    route: "manage.api-key-revoke",
    path: "/settings/api-keys/key_00000000000000000000000000/revoke",
    get: manage,
    post: manage,
  },
  { route: "manage.courses", path: "/courses", get: manage, post: null },
  { route: "manage.course-new", path: "/courses/new", get: manage, post: manage },
  { route: "manage.course", path: "/courses/:course", get: manage, post: manage },
  { route: "manage.course-edit", path: "/courses/:course/edit", get: manage, post: manage },
  { route: "manage.course-delete", path: "/courses/:course/delete", get: manage, post: manage },
  { route: "manage.session-new", path: "/courses/:course/sessions/new", get: manage, post: manage },
  { route: "manage.session", path: "/sessions/:session", get: manage, post: manage },
  { route: "manage.session-invite", path: "/sessions/:session/invite", get: manage, post: manage },
  { route: "manage.session-edit", path: "/sessions/:session/edit", get: manage, post: manage },
  { route: "manage.session-cancel", path: "/sessions/:session/cancel", get: manage, post: manage },
  { route: "manage.certificate", path: "/certificates/:certificate", get: manage, post: null },
  { route: "learn", path: "/learn", get: member, post: null },
  // Of a course that is another learner's: an own one is looked at in web/learning.test.ts.
  { route: "learn-course", path: "/learn/courses/:course", get: { ...member, learner: 404 }, post: null },
  {
    route: "learn-session-file",
    path: "/learn/courses/:course/sessions/:session.ics",
    get: { ...member, learner: 404 },
    post: null,
  },
  {
    route: "learn-certificate",
    path: "/learn/certificates/:certificate",
    get: { ...member, learner: 404 },
    post: null,
  },
  { route: "learn-profile", path: "/learn/profile", get: member, post: null },
  {
    route: "account",
    path: "/account",
    get: member,
    post: { anonymous: "in", stranger: "in", learner: 400 },
  },
  {
    route: "account-data",
    path: "/account/data.json",
    get: { anonymous: 400, stranger: 400, learner: 400 },
    post: { anonymous: "in", stranger: "in", learner: 200 },
  },
  { route: "sessions", path: "/account/sessions", get: member, post: null },
];

/** Open to everybody by their purpose; each has tests of its own. */
const open = [
  "home",
  "join-link",
  "join",
  "join-decline",
  "reset-link",
  "reset",
  "verify-link",
  "verify",
  "verify-request",
  "sign-in",
  "acting",
  "sign-out",
  "forgot",
  "preferences",
  "not-found",
  "manage",
];

test("every page of the front end stands in the list", () => {
  const listed = [...new Set([...pages.map(({ route }) => route), ...open])].map((name) => `routes/${name}`);
  const routes = Object.keys((build as unknown as { routes: Record<string, unknown> }).routes);
  expect(routes.filter((name) => name !== "root").sort()).toEqual(listed.sort());
});

const watched = [
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
  "units",
  "groups",
  "unit_members",
  "group_members",
  "custom_fields",
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

test("nobody gets at a page that is not theirs, and no refused post changes a row", async () => {
  const house = openHouse({ undoSeconds: 600 });
  house.clock.now = Date.now();
  const { workspace, admin } = await createWorkspace(house);
  const other = await createWorkspace(house);
  const learner = await createMember(house, workspace);
  const { invitation } = await useCases.inviteUser(house.context(admin.caller), {
    email: "page-guest@example.com",
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
  const asAdmin = house.context(admin.caller);
  const fellow = await createMember(house, workspace);
  const courseId = await plantCourse(house, workspace.id, "Safety");
  const sessionId = await plantSession(house, workspace.id, courseId);
  await useCases.addAttendee(asAdmin, { sessionId, membershipId: fellow.membershipId });
  const { enrolments } = await useCases.listEnrolments(asAdmin, { courseId });
  const { certificateId } = await useCases.completeEnrolment(asAdmin, {
    enrolmentId: enrolments[0]?.id ?? "",
  });
  const visitors = {
    anonymous: new Browser({ bindings }),
    stranger: await new Browser({ bindings }).signIn(other.admin),
    learner: await new Browser({ bindings }).signIn(learner),
  };
  const undoing = { op: undo?.op ?? "", count: "2" };
  const form = { email: "new@example.com", roles: "learner", name: "x", confirmation: "x", ...undoing };
  for (const page of pages) {
    const address = `/w/${workspace.slug}${page.path
      .replace(":member", invitation.userId)
      .replace(":import", imported.id)
      .replace(":course", courseId)
      .replace(":session", sessionId)
      .replace(":certificate", certificateId ?? "")
      .replace(":group", group.id)
      .replace(":field", field.id)
      .replace(":unit", unit.id)}`;
    for (const who of ["anonymous", "stranger", "learner"] as const) {
      const got = answerOf(await visitors[who].get(address));
      expect([page.route, "GET", who, got]).toEqual([page.route, "GET", who, page.get[who]]);
      if (!page.post) continue;
      const before = await everything();
      const posted = answerOf(
        await visitors[who].post(address, { ...form, intent: page.intent ?? "cancel" }),
      );
      expect([page.route, "POST", who, posted]).toEqual([page.route, "POST", who, page.post[who]]);
      expect([page.route, who, await everything()]).toEqual([page.route, who, before]);
    }
  }
  // What was refused was there for the taking.
  const allowed = await new Browser({ bindings }).signIn(admin);
  const before = await everything();
  await allowed.post(`/w/${workspace.slug}/people/invite`, { intent: "undo", ...undoing });
  expect(await everything()).not.toBe(before);
});
