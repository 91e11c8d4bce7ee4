import { describe, expect, test } from "vitest";
import { useCases } from "../../../worker/domain/index.ts";
import { plantCatalogCourse, stranger } from "../../support/registering.ts";
import { createMember, openProgram } from "./program.ts";

describe("users by the API", () => {
  test("the list shows members and those who are invited, and filters", async () => {
    const { house, space, call } = await openProgram();
    const learner = await createMember(house, space.workspace, { firstName: "Lea" });
    await call("POST", "/invitations", { body: { email: "ana@example.com" } });
    const all = await call("GET", "/users");
    expect(all.status).toBe(200);
    expect(all.body.data.map(({ status }: { status: string }) => status).sort()).toEqual([
      "active",
      "active",
      "pending",
    ]);
    const learners = await call("GET", "/users?role=learner&status=active");
    expect(learners.body).toMatchObject({
      data: [{ id: learner.membershipId, firstName: "Lea" }],
      nextCursor: null,
    });
    expect(learners.text).not.toContain(learner.userId);
  });

  test("who was let in before the proof is told apart, and can be given nothing", async () => {
    const { house, space, call } = await openProgram({
      overrides: { "selfreg.mode": "catalog", "selfreg.roles": ["learner"], "selfreg.check": "free" },
    });
    const { slug } = space.workspace;
    const courseId = await plantCatalogCourse(house, space.workspace.id, "First aid");
    const who = { workspace: slug, email: "rosa@example.com", firstName: "Rosa", courseId };
    // A program is given no session, and makes nobody.
    const asked = { ...who, workspace: undefined };
    expect((await call("POST", `/catalog/${slug}/registrations`, { body: asked })).status).toBe(202);
    expect((await call("GET", "/users?status=unproved")).body.data).toEqual([]);
    await useCases.registerAndEnter(stranger(house), who);
    const { body } = await call("GET", "/users?status=unproved");
    expect(body.data).toMatchObject([
      { email: null, status: "unproved", unproved: { address: "rosa@example.com" } },
    ]);
    const path = `/users/${body.data[0].id}`;
    expect((await call("GET", path)).body).toMatchObject({ status: "unproved", email: null });
    const changed = await call("PATCH", path, { body: { roles: ["admin"] } });
    expect([changed.status, changed.body.code]).toEqual([403, "ADDRESS_UNCONFIRMED"]);
  });

  test("a user comes with the timeline", async () => {
    const { call } = await openProgram();
    const { userId, id } = (await call("POST", "/invitations", { body: { email: "ana@example.com" } })).body;
    const { status, body } = await call("GET", `/users/${userId}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ id: userId, status: "pending", invitationId: id, invitation: { id } });
    expect(body.timeline[0]).toMatchObject({ action: "invitation.created", actor: { kind: "apiKey" } });
  });

  test("roles change, and the last administrator stays one", async () => {
    const { house, space, call } = await openProgram();
    const { membershipId } = await createMember(house, space.workspace);
    const changed = await call("PATCH", `/users/${membershipId}`, { body: { roles: ["instructor"] } });
    expect([changed.status, changed.body.roles]).toEqual([
      200,
      [{ role: "instructor", unitId: null, groupId: null }],
    ]);
    const last = await call("PATCH", `/users/${space.admin.membershipId}`, { body: { roles: ["learner"] } });
    expect([last.status, last.body.code]).toEqual([409, "LAST_ADMIN"]);
  });

  test("names change alone; beside roles nothing does", async () => {
    const { house, space, call } = await openProgram();
    const { membershipId } = await createMember(house, space.workspace, { lastName: "Lima" });
    const path = `/users/${membershipId}`;
    const changed = await call("PATCH", path, { body: { firstName: " Ana " } });
    expect([changed.status, changed.body]).toMatchObject([
      200,
      {
        id: membershipId,
        firstName: "Ana",
        lastName: "Lima",
        status: "active",
        roles: [{ role: "learner" }],
      },
    ]);
    const both = await call("PATCH", path, { body: { firstName: "Eva", roles: ["instructor"] } });
    expect([both.status, both.body.errors[0].path]).toEqual([422, "roles"]);
    expect((await call("GET", path)).body).toMatchObject({ firstName: "Ana", roles: [{ role: "learner" }] });
  });

  test("deactivating, reactivating and removing", async () => {
    const { house, space, call } = await openProgram();
    const { membershipId, email } = await createMember(house, space.workspace);
    const path = `/users/${membershipId}`;
    expect((await call("POST", `${path}/deactivate`)).body).toMatchObject({
      id: membershipId,
      status: "deactivated",
    });
    expect((await call("POST", `${path}/deactivate`)).body.code).toBe("NOT_ACTIVE");
    expect((await call("POST", `${path}/reactivate`)).body.status).toBe("active");
    const wrong = await call("DELETE", path, { body: { confirmation: "eve@example.com" } });
    expect([wrong.status, wrong.body.errors[0].path]).toEqual([422, "confirmation"]);
    expect((await call("DELETE", path)).body.errors[0].path).toBe("confirmation");
    expect((await call("DELETE", `${path}?confirm=${encodeURIComponent(email)}`)).body.status).toBe(
      "removed",
    );
    expect((await call("GET", path)).status).toBe(404);
  });

  test("the audit trail names the key, and filters by person", async () => {
    const { house, space, call } = await openProgram();
    const { membershipId } = await createMember(house, space.workspace);
    await call("POST", `/users/${membershipId}/deactivate`);
    await call("POST", "/invitations", { body: { email: "ana@example.com" } });
    const { status, body } = await call("GET", `/audit-events?userId=${membershipId}`);
    expect(status).toBe(200);
    expect(body.data).toMatchObject([
      {
        action: "member.deactivated",
        userId: membershipId,
        actor: { kind: "apiKey", name: "Personnel system" },
      },
    ]);
    expect((await call("GET", "/audit-events?userId=nobody")).body.errors[0].path).toBe("userId");
  });

  test("the workspace of the key is shown, without ids of others", async () => {
    const { space, call } = await openProgram();
    const { status, body } = await call("GET", "/workspace");
    expect(status).toBe(200);
    expect(body).toMatchObject({
      id: space.workspace.id,
      slug: space.workspace.slug,
      policies: { "resend.token": "rotate" },
    });
    expect(body).not.toHaveProperty("customerId");
  });

  test("the settings change, and are shown as they were changed", async () => {
    const { call } = await openProgram();
    const changed = await call("PATCH", "/workspace", {
      body: { timeZone: "Asia/Tokyo", policies: { "invite.copy_link": false } },
    });
    expect([changed.status, changed.body.timeZone, changed.body.policies["invite.copy_link"]]).toEqual([
      200,
      "Asia/Tokyo",
      false,
    ]);
    expect((await call("GET", "/workspace")).body).toEqual(changed.body);
    const wrong = await call("PATCH", "/workspace", { body: { policies: { "invite.copy_link": "no" } } });
    expect([wrong.status, wrong.body.errors[0].path]).toEqual([422, "policies.invite.copy_link"]);
  });

  test("the end of access is set, shown, taken away, and refused by the name that programs know", async () => {
    const { house, space, call } = await openProgram();
    const { membershipId } = await createMember(house, space.workspace);
    const path = `/users/${membershipId}`;
    const set = await call("PATCH", path, {
      body: { accessExpiresAt: "2099-12-31", accessEndDoes: "remove" },
    });
    expect([set.status, set.body.status]).toEqual([200, "active"]);
    expect((await call("GET", path)).body).toMatchObject({
      accessExpiresAt: "2099-12-31T23:00:00.000Z",
      accessEndDoes: "remove",
      accessEnded: false,
    });
    const over = await call("PATCH", path, { body: { accessExpiresAt: "2001-12-31" } });
    expect([over.status, over.body.errors[0].path]).toEqual([422, "accessExpiresAt"]);
    const both = await call("PATCH", path, { body: { accessExpiresAt: null, roles: ["learner"] } });
    expect([both.status, both.body.errors[0].path]).toEqual([422, "accessExpiresAt"]);
    await call("PATCH", path, { body: { accessExpiresAt: null } });
    expect((await call("GET", path)).body).toMatchObject({ accessExpiresAt: null, accessEndDoes: null });
  });

  test("a user's data leaves as a document, and is erased when the address is typed", async () => {
    const { house, space, call } = await openProgram();
    const { membershipId, email } = await createMember(house, space.workspace);
    const data = await call("GET", `/users/${membershipId}/data`);
    expect([data.status, data.body.member.email]).toEqual([200, email]);
    const erase = (confirmation: string) =>
      call("POST", `/users/${membershipId}/erase`, { body: { confirmation } });
    expect((await erase(email)).body.code).toBe("NOT_ACTIVE");
    await call("POST", `/users/${membershipId}/deactivate`, { body: {} });
    expect((await erase("else@example.com")).status).toBe(422);
    expect((await erase(email)).body).toEqual({ id: membershipId, erased: true });
    expect((await call("GET", `/users/${membershipId}/data`)).status).toBe(404);
  });
});
