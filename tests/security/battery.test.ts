import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test } from "vitest";
import { app } from "../../worker/api/index.ts";
import { type Permission, permissions } from "../../worker/domain/permissions.ts";
import {
  type Answer,
  createKey,
  createMember,
  openProgram,
  type Program,
  programWith,
} from "../integration/api/program.ts";
import { plantLink, plantRegistration } from "../support/registering.ts";
import { plantOrder } from "../support/till.ts";

/** What a route answers to those who may not, and what it works on. Written by hand, never derived. */
interface Fence {
  route: string;
  /** Permission that the key needs. */
  scope: Permission;
  body?: unknown;
  /** A file instead of a body. */
  file?: string;
  /** What the id in the path names. */
  id?:
    | "invitation"
    | "user"
    | "job"
    | "import"
    | "unit"
    | "group"
    | "course"
    | "session"
    | "enrolment"
    | "certificate"
    | "order"
    | "registrationLink"
    | "registration"
    | "field"
    | "role";
  /** Without a key. */
  anonymous: 401;
  /** A full key of another workspace: 404 for an id of ours, otherwise what it does in its own. */
  stranger: 200 | 201 | 202 | 404 | 422;
  /** A key of ours without the scope. */
  scopeless: 403;
  /** A key with every scope, made by somebody whose role does not reach. */
  lowly: 403;
}

const refused = { anonymous: 401, scopeless: 403, lowly: 403 } as const;

const fences: Fence[] = [
  {
    route: "POST /api/v1/invitations",
    scope: "invitation.create",
    body: { email: "new@example.com" },
    stranger: 201,
    ...refused,
  },
  {
    route: "POST /api/v1/invitations/batch",
    scope: "invitation.create",
    body: { emails: ["many@example.com"] },
    stranger: 200,
    ...refused,
  },
  {
    route: "POST /api/v1/sessions/:id/invitations",
    scope: "session.invite",
    id: "session",
    body: { emails: ["learner@example.com"], groupId: "grp_01kabc4d5e6f7g8h9jkmnpqrst" },
    stranger: 404,
    ...refused,
  },
  { route: "GET /api/v1/invitations", scope: "people.view", stranger: 200, ...refused },
  { route: "GET /api/v1/invitations/:id", scope: "people.view", id: "invitation", stranger: 404, ...refused },
  {
    route: "PATCH /api/v1/invitations/:id",
    scope: "invitation.manage",
    id: "invitation",
    body: { firstName: "Eve" },
    stranger: 404,
    ...refused,
  },
  {
    route: "POST /api/v1/invitations/:id/resend",
    scope: "invitation.manage",
    id: "invitation",
    stranger: 404,
    ...refused,
  },
  {
    route: "POST /api/v1/invitations/:id/remind",
    scope: "invitation.manage",
    id: "invitation",
    stranger: 404,
    ...refused,
  },
  {
    route: "POST /api/v1/invitations/:id/cancel",
    scope: "invitation.manage",
    id: "invitation",
    stranger: 404,
    ...refused,
  },
  {
    route: "GET /api/v1/invitations/:id/link",
    scope: "invitation.manage",
    id: "invitation",
    stranger: 404,
    ...refused,
  },
  {
    route: "POST /api/v1/invitations/bulk",
    scope: "invitation.manage",
    body: { action: "cancel", filter: {} },
    stranger: 202,
    ...refused,
  },
  {
    route: "POST /api/v1/imports",
    scope: "invitation.create",
    file: "email\nnew@example.com\n",
    stranger: 201,
    ...refused,
  },
  {
    route: "POST /api/v1/users",
    scope: "invitation.create",
    body: { email: "set-up@example.com", firstName: "Eve" },
    stranger: 201,
    ...refused,
  },
  {
    route: "POST /api/v1/users/:id/address",
    scope: "member.change_names",
    id: "user",
    body: { email: "proved@example.com" },
    stranger: 404,
    ...refused,
  },
  { route: "GET /api/v1/imports", scope: "invitation.create", stranger: 200, ...refused },
  { route: "GET /api/v1/imports/template.csv", scope: "invitation.create", stranger: 200, ...refused },
  { route: "GET /api/v1/imports/:id", scope: "invitation.create", id: "import", stranger: 404, ...refused },
  {
    route: "PATCH /api/v1/imports/:id",
    scope: "invitation.create",
    id: "import",
    body: { mapping: { email: "email" } },
    stranger: 404,
    ...refused,
  },
  {
    route: "GET /api/v1/imports/:id/rows",
    scope: "invitation.create",
    id: "import",
    stranger: 404,
    ...refused,
  },
  {
    route: "GET /api/v1/imports/:id/failed.csv",
    scope: "invitation.create",
    id: "import",
    stranger: 404,
    ...refused,
  },
  {
    route: "PATCH /api/v1/imports/:id/rows/:line",
    scope: "invitation.create",
    id: "import",
    body: { exclude: true },
    stranger: 404,
    ...refused,
  },
  {
    route: "POST /api/v1/imports/:id/repairs",
    scope: "invitation.create",
    id: "import",
    body: { problem: "!email_malformed:email:", repair: { exclude: true } },
    stranger: 404,
    ...refused,
  },
  {
    route: "POST /api/v1/imports/:id/replace",
    scope: "invitation.create",
    id: "import",
    body: { column: "email", find: "example", replace: "sample" },
    stranger: 404,
    ...refused,
  },
  {
    route: "POST /api/v1/imports/:id/undo-change",
    scope: "invitation.create",
    id: "import",
    body: { changeId: "evt_00000000000000000000000000" },
    stranger: 404,
    ...refused,
  },
  {
    route: "POST /api/v1/imports/:id/confirm-roles",
    scope: "invitation.create",
    id: "import",
    stranger: 404,
    ...refused,
  },
  {
    route: "POST /api/v1/imports/:id/existing",
    scope: "invitation.create",
    id: "import",
    body: { existing: "add_groups" },
    stranger: 404,
    ...refused,
  },
  {
    route: "POST /api/v1/imports/:id/confirm",
    scope: "invitation.create",
    id: "import",
    stranger: 404,
    ...refused,
  },
  {
    route: "POST /api/v1/imports/:id/pause",
    scope: "invitation.create",
    id: "import",
    stranger: 404,
    ...refused,
  },
  {
    route: "POST /api/v1/imports/:id/resume",
    scope: "invitation.create",
    id: "import",
    stranger: 404,
    ...refused,
  },
  {
    route: "POST /api/v1/imports/:id/cancel",
    scope: "invitation.create",
    id: "import",
    stranger: 404,
    ...refused,
  },
  {
    route: "POST /api/v1/imports/:id/undo",
    scope: "invitation.manage",
    id: "import",
    stranger: 404,
    ...refused,
  },
  { route: "GET /api/v1/users", scope: "people.view", stranger: 200, ...refused },
  { route: "GET /api/v1/users/:id", scope: "people.view", id: "user", stranger: 404, ...refused },
  {
    route: "PATCH /api/v1/users/:id",
    scope: "member.change_roles",
    id: "user",
    body: { roles: ["admin"] },
    stranger: 404,
    ...refused,
  },
  {
    route: "PATCH /api/v1/users/:id",
    scope: "member.change_names",
    id: "user",
    body: { firstName: "Eve" },
    stranger: 404,
    ...refused,
  },
  {
    route: "PATCH /api/v1/users/:id/places",
    scope: "member.place",
    id: "user",
    body: { labels: ["mine"] },
    stranger: 404,
    ...refused,
  },
  {
    route: "POST /api/v1/users/bulk",
    scope: "people.view",
    body: { action: "deactivate", filter: {} },
    stranger: 202,
    ...refused,
  },
  {
    route: "POST /api/v1/users/:id/deactivate",
    scope: "member.deactivate",
    id: "user",
    stranger: 404,
    ...refused,
  },
  {
    route: "POST /api/v1/users/:id/reactivate",
    scope: "member.deactivate",
    id: "user",
    stranger: 404,
    ...refused,
  },
  { route: "GET /api/v1/users/:id/data", scope: "member.remove", id: "user", stranger: 404, ...refused },
  {
    route: "POST /api/v1/users/:id/erase",
    scope: "member.remove",
    id: "user",
    body: { confirmation: "somebody@example.com" },
    stranger: 404,
    ...refused,
  },
  {
    route: "DELETE /api/v1/users/:id",
    scope: "member.remove",
    id: "user",
    body: { confirmation: "lea@example.com" },
    stranger: 404,
    ...refused,
  },
  { route: "GET /api/v1/units", scope: "people.view", stranger: 200, ...refused },
  {
    route: "POST /api/v1/units",
    scope: "unit.manage",
    body: { name: "New unit" },
    stranger: 201,
    ...refused,
  },
  {
    route: "PATCH /api/v1/units/:id",
    scope: "unit.manage",
    id: "unit",
    body: { name: "Taken over" },
    stranger: 404,
    ...refused,
  },
  { route: "DELETE /api/v1/units/:id", scope: "unit.manage", id: "unit", stranger: 404, ...refused },
  { route: "GET /api/v1/groups", scope: "people.view", stranger: 200, ...refused },
  { route: "GET /api/v1/groups/:id", scope: "people.view", id: "group", stranger: 404, ...refused },
  {
    route: "POST /api/v1/groups",
    scope: "group.manage",
    body: { name: "New group" },
    stranger: 201,
    ...refused,
  },
  {
    route: "PATCH /api/v1/groups/:id",
    scope: "group.manage",
    id: "group",
    body: { name: "Taken over" },
    stranger: 404,
    ...refused,
  },
  { route: "DELETE /api/v1/groups/:id", scope: "group.manage", id: "group", stranger: 404, ...refused },
  {
    route: "PUT /api/v1/groups/:id/members/:userId",
    scope: "group.members",
    id: "group",
    stranger: 404,
    ...refused,
  },
  {
    route: "DELETE /api/v1/groups/:id/members/:userId",
    scope: "group.members",
    id: "group",
    stranger: 404,
    ...refused,
  },
  {
    route: "GET /api/v1/courses",
    scope: "course.view",
    stranger: 200,
    ...refused,
  },
  {
    route: "POST /api/v1/courses",
    scope: "course.create",
    body: { title: "New course" },
    stranger: 201,
    ...refused,
  },
  {
    route: "GET /api/v1/courses/:id",
    scope: "course.view",
    id: "course",
    stranger: 404,
    ...refused,
  },
  {
    route: "PATCH /api/v1/courses/:id",
    scope: "course.create",
    id: "course",
    body: { title: "Taken over" },
    stranger: 404,
    ...refused,
  },
  {
    route: "DELETE /api/v1/courses/:id",
    scope: "course.create",
    id: "course",
    stranger: 404,
    ...refused,
  },
  {
    route: "PUT /api/v1/groups/:id/courses/:courseId",
    scope: "enrolment.manage",
    id: "group",
    stranger: 404,
    ...refused,
  },
  {
    route: "DELETE /api/v1/groups/:id/courses/:courseId",
    scope: "enrolment.manage",
    id: "group",
    stranger: 404,
    ...refused,
  },
  {
    route: "PUT /api/v1/units/:id/courses/:courseId",
    scope: "enrolment.manage",
    id: "unit",
    stranger: 404,
    ...refused,
  },
  {
    route: "DELETE /api/v1/units/:id/courses/:courseId",
    scope: "enrolment.manage",
    id: "unit",
    stranger: 404,
    ...refused,
  },
  {
    route: "GET /api/v1/sessions",
    scope: "course.view",
    stranger: 200,
    ...refused,
  },
  {
    route: "POST /api/v1/sessions",
    scope: "session.manage",
    body: {
      courseId: "crs_00000000000000000000000000",
      title: "Nowhere",
      startsAt: "2099-03-09T10:00",
      endsAt: "2099-03-09T12:00",
    },
    stranger: 404,
    ...refused,
  },
  {
    route: "GET /api/v1/sessions/:id",
    scope: "course.view",
    id: "session",
    stranger: 404,
    ...refused,
  },
  {
    route: "PATCH /api/v1/sessions/:id",
    scope: "session.manage",
    id: "session",
    body: { title: "Taken over" },
    stranger: 404,
    ...refused,
  },
  {
    route: "DELETE /api/v1/sessions/:id",
    scope: "session.manage",
    id: "session",
    stranger: 404,
    ...refused,
  },
  {
    route: "GET /api/v1/sessions/:id/attendees",
    scope: "progress.view",
    id: "session",
    stranger: 404,
    ...refused,
  },
  {
    route: "PUT /api/v1/sessions/:id/attendees/:userId",
    scope: "enrolment.manage",
    id: "session",
    stranger: 404,
    ...refused,
  },
  {
    route: "DELETE /api/v1/sessions/:id/attendees/:userId",
    scope: "enrolment.manage",
    id: "session",
    stranger: 404,
    ...refused,
  },
  { route: "GET /api/v1/insights", scope: "insights.view", stranger: 200, ...refused },
  { route: "GET /api/v1/catalog-numbers", scope: "insights.view", stranger: 200, ...refused },
  {
    route: "GET /api/v1/registration-links",
    scope: "registration.manage",
    stranger: 200,
    ...refused,
  },
  {
    route: "GET /api/v1/registration-links/:id",
    scope: "registration.manage",
    id: "registrationLink",
    stranger: 404,
    ...refused,
  },
  // Their workspace lets nobody register: whoever may is told what is wrong first.
  {
    route: "POST /api/v1/registration-links",
    scope: "registration.manage",
    body: { name: "" },
    stranger: 422,
    ...refused,
  },
  {
    route: "PATCH /api/v1/registration-links/:id",
    scope: "registration.manage",
    id: "registrationLink",
    body: { name: "Theirs" },
    stranger: 404,
    ...refused,
  },
  ...["pause", "resume", "renew-code"].map(
    (act): Fence => ({
      route: `POST /api/v1/registration-links/:id/${act}`,
      scope: "registration.manage",
      id: "registrationLink",
      stranger: 404,
      ...refused,
    }),
  ),
  {
    route: "DELETE /api/v1/registration-links/:id",
    scope: "registration.manage",
    id: "registrationLink",
    stranger: 404,
    ...refused,
  },
  { route: "GET /api/v1/registrations", scope: "registration.manage", stranger: 200, ...refused },
  ...["approve", "refuse"].map(
    (act): Fence => ({
      route: `POST /api/v1/registrations/${act}`,
      scope: "registration.manage",
      body: { ids: ["reg_01kabc4d5e6f7g8h9jkmnpqrst"] },
      stranger: 404,
      ...refused,
    }),
  ),
  {
    route: "POST /api/v1/registrations/:id/resend",
    scope: "registration.manage",
    id: "registration",
    stranger: 404,
    ...refused,
  },
  {
    route: "DELETE /api/v1/registrations/:id",
    scope: "registration.manage",
    id: "registration",
    stranger: 404,
    ...refused,
  },
  {
    route: "GET /api/v1/orders",
    scope: "order.manage",
    stranger: 200,
    ...refused,
  },
  {
    route: "GET /api/v1/orders/:id",
    scope: "order.manage",
    id: "order",
    stranger: 404,
    ...refused,
  },
  {
    route: "POST /api/v1/orders/:id/refund",
    scope: "order.manage",
    id: "order",
    body: {},
    stranger: 404,
    ...refused,
  },
  {
    route: "POST /api/v1/orders/:id/looked-at",
    scope: "order.manage",
    id: "order",
    body: { concern: "disputed" },
    stranger: 404,
    ...refused,
  },
  {
    route: "GET /api/v1/enrolments",
    scope: "progress.view",
    stranger: 200,
    ...refused,
  },
  {
    route: "POST /api/v1/enrolments",
    scope: "enrolment.manage",
    body: {
      userId: "mem_00000000000000000000000000",
      courseId: "crs_00000000000000000000000000",
    },
    stranger: 404,
    ...refused,
  },
  {
    route: "PATCH /api/v1/enrolments/:id",
    scope: "enrolment.manage",
    id: "enrolment",
    body: { progress: 10 },
    stranger: 404,
    ...refused,
  },
  {
    route: "POST /api/v1/enrolments/:id/complete",
    scope: "enrolment.manage",
    id: "enrolment",
    stranger: 404,
    ...refused,
  },
  {
    route: "POST /api/v1/enrolments/:id/reopen",
    scope: "enrolment.manage",
    id: "enrolment",
    stranger: 404,
    ...refused,
  },
  {
    route: "GET /api/v1/certificates/:id",
    scope: "progress.view",
    id: "certificate",
    stranger: 404,
    ...refused,
  },
  {
    route: "DELETE /api/v1/enrolments/:id",
    scope: "enrolment.manage",
    id: "enrolment",
    stranger: 404,
    ...refused,
  },
  { route: "GET /api/v1/roles", scope: "workspace.view", stranger: 200, ...refused },
  {
    route: "POST /api/v1/roles",
    scope: "workspace.manage",
    body: { name: "New role", permissions: ["people.view"], holdsIn: ["group"] },
    stranger: 201,
    ...refused,
  },
  {
    route: "PATCH /api/v1/roles/:id",
    scope: "workspace.manage",
    id: "role",
    body: { name: "Theirs" },
    stranger: 404,
    ...refused,
  },
  {
    route: "DELETE /api/v1/roles/:id",
    scope: "workspace.manage",
    id: "role",
    body: { to: null },
    stranger: 404,
    ...refused,
  },
  { route: "GET /api/v1/custom-fields", scope: "people.view", stranger: 200, ...refused },
  {
    route: "POST /api/v1/custom-fields",
    scope: "workspace.manage",
    body: { name: "New field", kind: "text" },
    stranger: 201,
    ...refused,
  },
  {
    route: "PUT /api/v1/custom-fields/order",
    scope: "workspace.manage",
    body: { fieldIds: [] },
    // They have made one by then, and name none.
    stranger: 422,
    ...refused,
  },
  {
    route: "PATCH /api/v1/custom-fields/:id",
    scope: "workspace.manage",
    id: "field",
    body: { retired: true },
    stranger: 404,
    ...refused,
  },
  { route: "GET /api/v1/labels", scope: "people.view", stranger: 200, ...refused },
  {
    route: "POST /api/v1/labels/rename",
    scope: "workspace.manage",
    body: { label: "our label", to: "theirs" },
    stranger: 404,
    ...refused,
  },
  {
    route: "POST /api/v1/labels/delete",
    scope: "workspace.manage",
    body: { label: "our label" },
    stranger: 404,
    ...refused,
  },
  { route: "GET /api/v1/workspace", scope: "workspace.view", stranger: 200, ...refused },
  { route: "GET /api/v1/workspace/seats", scope: "workspace.manage", stranger: 200, ...refused },
  {
    route: "POST /api/v1/workspace/review",
    scope: "workspace.manage",
    body: { preset: "academy" },
    stranger: 200,
    ...refused,
  },
  {
    route: "PATCH /api/v1/workspace",
    scope: "workspace.manage",
    body: { name: "Taken over" },
    stranger: 200,
    ...refused,
  },
  { route: "GET /api/v1/audit-events", scope: "audit.view", stranger: 200, ...refused },
  { route: "GET /api/v1/jobs/:id", scope: "invitation.manage", id: "job", stranger: 404, ...refused },
  {
    route: "GET /api/v1/jobs/:id/results.csv",
    scope: "people.export",
    id: "job",
    stranger: 404,
    ...refused,
  },
];

/** Served to everybody: they say how the API speaks, and nothing about anybody. */
const open = ["GET /api/v1/openapi.json", "GET /api/docs", "GET /api/docs.css"];

/** Open to anybody by their purpose, without a key; each has tests of its own (api/catalog.test.ts, api/registrations.test.ts). */
const keyless = ["GET /api/v1/catalog/:workspace", "POST /api/v1/catalog/:workspace/registrations"];

const nobody = {
  invitation: "inv_",
  user: "mem_",
  job: "job_",
  import: "imp_",
  unit: "unt_",
  group: "grp_",
  course: "crs_",
  session: "cos_",
  enrolment: "enr_",
  certificate: "crt_",
  order: "ord_",
  registrationLink: "rgl_",
  registration: "reg_",
  field: "fld_",
  role: "rol_",
};

describe("the fence round every route of the API", () => {
  let ours: Awaited<ReturnType<typeof openProgram>>;
  let stranger: Program;
  let strangers: Awaited<ReturnType<typeof openProgram>>;
  let lowly: Program;
  const ids = {
    invitation: "",
    user: "",
    job: "",
    import: "",
    unit: "",
    group: "",
    course: "",
    session: "",
    enrolment: "",
    certificate: "",
    order: "",
    registrationLink: "",
    registration: "",
    field: "",
    role: "",
  };

  beforeAll(async () => {
    ours = await openProgram();
    strangers = await openProgram();
    stranger = strangers.call;
    const learner = await createMember(ours.house, ours.space.workspace, { email: "lea@example.com" });
    lowly = programWith(
      await createKey(ours.house, ours.space, { creatorMembershipId: learner.membershipId }),
    );
    ids.user = learner.membershipId;
    ids.invitation = (
      await ours.call("POST", "/invitations", { body: { email: "ana@example.com" } })
    ).body.id;
    ids.job = (
      await ours.call("POST", "/invitations/bulk", { body: { action: "resend", filter: {} } })
    ).body.id;
    ids.import = (
      await ours.call("POST", "/imports", {
        raw: "email\neva@example.com\nnobody\n",
        headers: { "Content-Type": "text/csv" },
      })
    ).body.id;
    ids.unit = (await ours.call("POST", "/units", { body: { name: "Our unit" } })).body.id;
    ids.group = (await ours.call("POST", "/groups", { body: { name: "Our group" } })).body.id;
    await ours.call("PUT", `/groups/${ids.group}/members/${ids.user}`);
    ids.course = (
      await ours.call("POST", "/courses", { body: { title: "Our course", status: "published" } })
    ).body.id;
    ids.session = (
      await ours.call("POST", "/sessions", {
        body: {
          courseId: ids.course,
          title: "Our session",
          startsAt: "2099-03-09T10:00",
          endsAt: "2099-03-09T12:00",
        },
      })
    ).body.id;
    ids.enrolment = (
      await ours.call("POST", "/enrolments", { body: { userId: ids.user, courseId: ids.course } })
    ).body.id;
    // Of another person: a completed enrolment is neither changed nor withdrawn.
    const { membershipId: done } = await createMember(ours.house, ours.space.workspace, {});
    const { id: completed } = (
      await ours.call("POST", "/enrolments", { body: { userId: done, courseId: ids.course } })
    ).body;
    ids.certificate = (
      await ours.call("POST", `/enrolments/${completed}/complete`, { body: {} })
    ).body.certificateId;
    ids.registrationLink = await plantLink(ours.house.system(), ours.space.workspace.id);
    ids.registration = (
      await plantRegistration(ours.house.system(), ours.space.workspace.id, ids.registrationLink, "started")
    ).id;
    ids.order = await plantOrder(ours.house.system(), {
      workspaceId: ours.space.workspace.id,
      courseId: ids.course,
      membershipId: ids.user,
    });
    ids.field = (
      await ours.call("POST", "/custom-fields", { body: { name: "Our field", kind: "text" } })
    ).body.id;
    ids.role = (
      await ours.call("POST", "/roles", {
        body: { name: "Our role", permissions: ["people.view"], holdsIn: ["group"] },
      })
    ).body.id;
    await ours.call("PATCH", `/users/${ids.user}/places`, { body: { labels: ["our label"] } });
    await strangers.call("POST", "/invitations", { body: { email: "bob@example.com" } });
  });

  const send = (program: Program, fence: Fence, id = fence.id ? ids[fence.id] : ""): Promise<Answer> => {
    const [method = "", path = ""] = fence.route.split(" ");
    const call =
      fence.file === undefined
        ? { body: fence.body }
        : { raw: fence.file, headers: { "Content-Type": "text/csv" } };
    return program(
      method,
      path
        .replace(":id", id)
        .replace(":line", "2")
        .replace(":userId", ids.user)
        .replace(":courseId", ids.course),
      call,
    );
  };

  test("every route that is served stands in the list, and no other", () => {
    const served = app.routes.map(({ method, path }) => `${method} ${path}`);
    const listed = [...fences.map(({ route }) => route), ...open, ...keyless];
    expect([...new Set(served)].sort()).toEqual([...new Set(listed)].sort());
  });

  test.each(open)("%s is for everybody", async (route) => {
    const [method = "", path = ""] = route.split(" ");
    expect((await programWith(null)(method, path)).status).toBe(200);
  });

  describe.each(fences)("$route ($scope)", (fence) => {
    test("refuses whoever has no key, and does nothing", async () => {
      const before = await everything();
      const answer = await send(programWith(null), fence);
      expect([answer.status, answer.body.code]).toEqual([fence.anonymous, "NOT_SIGNED_IN"]);
      expect(await everything()).toBe(before);
    });

    test("refuses a key without the scope, and does nothing", async () => {
      const scopes = permissions.filter((permission) => permission !== fence.scope);
      const scopeless = programWith(await createKey(ours.house, ours.space, { scopes }));
      const before = await everything();
      const answer = await send(scopeless, fence);
      expect([answer.status, answer.body.code]).toEqual([fence.scopeless, "SCOPE_MISSING"]);
      expect(await everything()).toBe(before);
    });

    test("refuses a key whose maker's role does not reach, and does nothing", async () => {
      const before = await everything();
      const answer = await send(lowly, fence);
      expect([answer.status, answer.body.code]).toEqual([fence.lowly, "FORBIDDEN"]);
      expect(await everything()).toBe(before);
    });

    test("says who may before it says what is wrong", async () => {
      const wrong = {
        ...fence,
        body: fence.body === undefined ? undefined : { nonsense: true },
        ...(fence.file === undefined ? {} : { file: "" }),
      };
      expect((await send(lowly, wrong)).status).toBe(403);
      expect((await send(programWith(null), wrong)).status).toBe(401);
    });

    if (fence.id) {
      const kind = fence.id;
      test("answers to a stranger as if there were nothing, byte for byte, and does nothing", async () => {
        const before = await everything();
        const foreign = await send(stranger, fence);
        const absent = await send(stranger, fence, `${nobody[kind]}01kabc4d5e6f7g8h9jkmnpqrst`);
        expect([foreign.status, foreign.body.code]).toEqual([fence.stranger, "NOT_FOUND"]);
        expect(withoutInstance(foreign)).toEqual(withoutInstance(absent));
        expect(await everything()).toBe(before);
      });
    } else {
      test("shows and touches only the stranger's own", async () => {
        const before = await everything(ours.space.workspace.id);
        const answer = await send(stranger, fence);
        expect(answer.status).toBe(fence.stranger);
        for (const secret of [
          ours.space.workspace.id,
          ids.user,
          ids.invitation,
          ids.job,
          ids.import,
          ids.unit,
          ids.group,
          "Our unit",
          "Our group",
          ids.field,
          "Our field",
          "ana@example.com",
          "eva@example.com",
          "lea@example.com",
        ]) {
          expect(answer.text).not.toContain(secret);
        }
        expect(await everything(ours.space.workspace.id)).toBe(before);
      });
    }
  });

  test("filters by ids of another workspace find nothing", async () => {
    for (const path of [
      `/users?inviterId=${ours.space.admin.membershipId}`,
      `/invitations?inviterId=${ours.space.admin.membershipId}`,
      `/invitations?userId=${ids.user}`,
      "/invitations?email=ana@example.com",
      `/audit-events?userId=${ids.user}`,
      `/sessions?courseId=${ids.course}`,
      `/enrolments?courseId=${ids.course}`,
      `/enrolments?userId=${ids.user}`,
      `/audit-events?actorId=${ours.space.admin.membershipId}`,
    ]) {
      const answer = await stranger("GET", path);
      expect([path, answer.status, answer.body.data]).toEqual([path, 200, []]);
    }
    const bulk = await stranger("POST", "/invitations/bulk", { body: { action: "cancel", ids: [ids.user] } });
    expect([bulk.status, bulk.body.code]).toEqual([404, "NOT_FOUND"]);
  });
});

/** An answer without the number of its request, which is never the same twice. */
function withoutInstance({ status, text, headers }: Answer) {
  const shown = [...headers].filter(([name]) => name !== "x-request-id");
  return { status, text: text.replace(/"instance":"urn:uuid:[0-9a-f-]{36}"/, ""), headers: shown };
}

/** All rows of all tables, or of one workspace's, as one text. When a key was last used is no effect. */
async function everything(workspaceId?: string): Promise<string> {
  const { DB } = env;
  const tables = await DB.prepare(
    "select name, exists (select 1 from pragma_table_info(m.name) where name = 'workspace_id') as own from sqlite_master m where type = 'table' and name not like 'sqlite_%' and name not like '\\_cf%' escape '\\' and name not like 'd1_%' order by name",
  ).all<{ name: string; own: number }>();
  const rows = tables.results
    .filter(({ own }) => !workspaceId || own)
    .map(({ name }) =>
      workspaceId
        ? DB.prepare(`select * from "${name}" where workspace_id = ?`).bind(workspaceId)
        : DB.prepare(`select * from "${name}"`),
    );
  const found = await DB.batch<Record<string, unknown>>(rows);
  return found
    .map(({ results }) =>
      results
        .map(({ last_used_at: _, ...row }) => JSON.stringify(row))
        .sort()
        .join("\n"),
    )
    .join("\n\n");
}
