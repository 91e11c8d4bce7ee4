import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { useCases } from "../../../worker/domain/index.ts";
import {
  countRoundTrips,
  createMember,
  createWorkspace,
  type House,
  hour,
  minute,
  openHouse,
  tokenIn,
} from "../../support/house.ts";

const counted = countRoundTrips(env.DB);
let serial = 0;

/** A workspace with an open invitation whose mail has left an hour ago. */
async function invited(
  options: { overrides?: Record<string, unknown>; send?: boolean; email?: string; house?: House } = {},
) {
  serial += 1;
  const house = options.house ?? openHouse({ database: counted.database });
  const space = await createWorkspace(house, { overrides: options.overrides ?? {} });
  const email = options.email ?? `forgot-${serial}@example.com`;
  const { invitation } = await useCases.inviteUser(house.context(space.admin.caller), {
    email,
    roles: ["learner"],
    send: options.send ?? true,
  });
  await useCases.deliverMail(house.system(), { workspaceId: space.workspace.id });
  house.clock.advance(hour);
  const ask = async () => {
    const before = house.sent.length;
    const answer = await useCases.requestPasswordReset(house.anonymous(), {
      workspaceSlug: space.workspace.slug,
      email,
    });
    expect(answer).toEqual({ accepted: true });
    await useCases.deliverMail(house.system(), { workspaceId: space.workspace.id });
    return house.sent.slice(before).map(({ template, to }) => [template, to]);
  };
  return { house, ...space, email, id: invitation.id, ask };
}

test("somebody invited who has an account elsewhere gets a reset, and it is that account's", async () => {
  const { house, workspace, email, ask } = await invited();
  const elsewhere = await createWorkspace(house);
  const member = await createMember(house, elsewhere.workspace, { email });
  expect(await ask()).toEqual([["password_reset", email]]);
  const token = tokenIn(house.sent.at(-1));
  expect(
    await useCases.resetPassword(house.anonymous(), { token, password: "nine quiet umbrellas" }),
  ).toEqual({ workspaceSlug: workspace.slug, email });
  const signedIn = await useCases.signIn(house.anonymous(), {
    workspaceSlug: elsewhere.workspace.slug,
    email,
    password: "nine quiet umbrellas",
  });
  expect(signedIn.membershipId).toBe(member.membershipId);
});

test("somebody invited without an account gets their invitation once more, and the link they had still opens", async () => {
  const { house, workspace, admin, email, ask } = await invited();
  const first = tokenIn(house.sent[0]);
  const before = await useCases.viewInvitation(house.anonymous(), { token: first });
  expect(await ask()).toEqual([["new_link", email]]);
  for (const token of [first, tokenIn(house.sent.at(-1))]) {
    const page = await useCases.viewInvitation(house.anonymous(), { token });
    expect([page.state, page.invitation.expiresAt]).toEqual(["open", before.invitation.expiresAt]);
  }
  const { events } = await useCases.listAuditEvents(house.context(admin.caller), {});
  expect(events.filter(({ action }) => action === "invitation.link_requested")).toHaveLength(1);
  expect(events.filter(({ action }) => action === "auth.reset_requested")).toHaveLength(0);
  expect(house.sent.every((mail) => mail.workspaceId === workspace.id)).toBe(true);
});

/** States of the invitation in which asking mails nothing; ?1 is its id. */
const silent: { what: string; sql?: string; send?: boolean }[] = [
  { what: "it was prepared and never sent", send: false },
  { what: "it expired", sql: "update invitations set expires_at = 1 where id = ?1" },
  { what: "it was canceled", sql: "update invitations set status = 'canceled' where id = ?1" },
  { what: "it was declined", sql: "update invitations set status = 'declined' where id = ?1" },
  {
    what: "the workspace is suspended",
    sql: "update workspaces set status = 'suspended' where id = (select workspace_id from invitations where id = ?1)",
  },
  {
    what: "the kill switch ended its link",
    sql: "update workspaces set invite_epoch = 9e15 where id = (select workspace_id from invitations where id = ?1)",
  },
  {
    what: "the account of the address is disabled",
    sql: "insert into users (id, email, first_name, last_name, language, status, created_at) select 'usr_' || id, email, '', '', 'en', 'disabled', 1 from invitations where id = ?1",
  },
  {
    what: "its last mail is under way",
    sql: "update outbox set state = 'unknown', lease_until = 9e15 where invitation_id = ?1",
  },
];

test.for(silent)("asking mails no invitation when $what", async ({ sql, send }) => {
  const { house, id, ask } = await invited({ send: send ?? true });
  if (sql) await house.database.prepare(sql).bind(id).run();
  const stamp = () =>
    house.database.prepare("select last_op, send_times from invitations where id = ?").bind(id).first();
  const before = await stamp();
  expect(await ask()).toEqual([]);
  expect(await stamp()).toEqual(before);
});

test("asking again mails within the limits of resending: a minute apart, five in a day", async () => {
  const { house, ask } = await invited();
  expect(await ask()).toHaveLength(1);
  house.clock.advance(minute - 1);
  expect(await ask()).toHaveLength(0);
  house.clock.advance(1);
  expect(await ask()).toHaveLength(1);
  house.clock.advance(hour);
  expect(await ask()).toHaveLength(1);
  house.clock.advance(hour);
  expect(await ask()).toHaveLength(1);
  house.clock.advance(hour);
  expect(await ask()).toHaveLength(0);
});

test("the fourth time within an hour mails nothing, whatever the invitation allows", async () => {
  const { house, ask } = await invited();
  const mails = [];
  for (let time = 0; time < 5; time += 1) {
    mails.push((await ask()).length);
    house.clock.advance(2 * minute);
  }
  expect(mails).toEqual([1, 1, 1, 0, 0]);
});

test("an invitation of another workspace is not mailed, and every address takes the same path", async () => {
  const one = await invited();
  const other = await invited({ house: one.house });
  const { house, workspace } = one;
  const paths: unknown[] = [];
  const before = house.sent.length;
  for (const email of [one.email, other.email, "nobody@example.com"]) {
    counted.reset();
    house.woken.length = 0;
    const answer = await useCases.requestPasswordReset(house.anonymous(), {
      workspaceSlug: workspace.slug,
      email,
    });
    paths.push([answer, counted.calls(), house.woken, house.hashed]);
  }
  expect(new Set(paths.map((path) => JSON.stringify(path))).size).toBe(1);
  for (const { id } of [workspace, other.workspace]) {
    await useCases.deliverMail(house.system(), { workspaceId: id });
  }
  expect(house.sent.slice(before).map(({ to }) => to)).toEqual([one.email]);
});
