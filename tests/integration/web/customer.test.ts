import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { customerAdmins } from "../../../db/schema/index.ts";
import { Browser, textOf } from "../../support/browser.ts";
import { createMember, createWorkspace, type House, openHouse } from "../../support/house.ts";

function openNow(): House {
  const house = openHouse();
  house.clock.now = Date.now();
  return house;
}

async function openCustomer(house: House) {
  const space = await createWorkspace(house);
  const { customerId } = space.workspace;
  await house.system().db.insert(customerAdmins).values({ customerId, userId: space.admin.userId });
  return { ...space, customerId, boss: await new Browser().signIn(space.admin) };
}

const form = {
  name: "Städtische Schule",
  slug: "",
  preset: "training_provider",
  language: "de",
  timeZone: "Europe/Berlin",
  accentColor: "#0e5a73",
  adminEmail: "",
};

const rowsOf = async (table: string) =>
  JSON.stringify((await env.DB.prepare(`select * from "${table}"`).all()).results);

test("the level of a customer is there for its administrators, and for nobody else", async () => {
  const house = openNow();
  const { workspace, admin, boss, customerId } = await openCustomer(house);
  const other = await openCustomer(house);
  const fellow = await createMember(house, workspace, { roles: ["admin"] });
  const visitors = {
    anonymous: new Browser(),
    fellow: await new Browser().signIn(fellow),
    stranger: other.boss,
  };
  const watched = async () =>
    (await Promise.all(["workspaces", "customers", "customer_admins", "customer_events"].map(rowsOf))).join();
  for (const path of ["/customer", "/customer/new-workspace"]) {
    expect([path, (await boss.get(path)).status]).toEqual([path, 200]);
    const before = await watched();
    const home = await visitors.anonymous.get(path);
    expect([path, home.status, home.location]).toEqual([path, 302, "/"]);
    expect((await visitors.anonymous.post(path, form)).location).toBe("/");
    expect([path, (await visitors.fellow.get(path)).status]).toEqual([path, 404]);
    // Of another customer: not by the name of this one.
    expect([path, (await visitors.stranger.get(`${path}?customer=${customerId}`)).status]).toEqual([
      path,
      404,
    ]);
    for (const intent of ["rename", "add", "remove"]) {
      const fields = { ...form, intent, email: fellow.email, admin: admin.email };
      expect((await visitors.fellow.post(path, fields)).status).toBe(404);
      expect((await visitors.stranger.post(`${path}?customer=${customerId}`, fields)).status).toBe(404);
    }
    expect(await watched()).toBe(before);
  }
  // The way there stands in the switcher of whoever may go it.
  expect((await boss.get(`/w/${workspace.slug}/people`)).body).toContain('href="/customer"');
  expect((await visitors.fellow.get(`/w/${workspace.slug}/people`)).body).not.toContain('href="/customer"');
});

test("a workspace is there after one form without scripts, with the first steps, until somebody is invited", async () => {
  const house = openNow();
  const { boss } = await openCustomer(house);
  const page = await boss.get("/customer/new-workspace");
  for (const preset of ["standard", "academy", "training_provider", "collaborative", "programs", "skills"]) {
    expect(page.body).toContain(`value="${preset}"`);
  }
  // Of another customer there was a workspace in Berlin: the nearest guess without scripts.
  expect(page.body).toMatch(/<option value="Europe\/Berlin" selected/);
  const made = await boss.post("/customer/new-workspace", form);
  expect([made.status, made.location]).toEqual([303, "/w/stadtische-schule/people"]);
  const people = await boss.get("/w/stadtische-schule/people");
  expect(people.status).toBe(200);
  expect(textOf(people.body)).toContain("Städtische Schule is ready");
  expect(people.body).toContain('href="/w/stadtische-schule/people/invite"');
  expect(textOf(people.body)).toContain("First steps");
  expect(people.body).toContain('href="/w/stadtische-schule/settings/look"');
  // The form of a training provider says where to (D10), to read and not to change.
  const invite = await boss.get("/w/stadtische-schule/people/invite");
  expect(textOf(invite.body)).toContain("Customer Harbour Trust");
  expect(textOf(invite.body)).toContain("Workspace Städtische Schule");
  expect(invite.body).not.toContain('name="customer"');
  const invited = await boss.post("/w/stadtische-schule/people/invite", {
    intent: "send",
    email: "ana@example.com",
    firstName: "Ana",
    lastName: "Ruiz",
    roles: "learner",
    term: "usual",
  });
  expect(invited.location).toBe("/w/stadtische-schule/people");
  expect(textOf((await boss.get("/w/stadtische-schule/people")).body)).not.toContain("First steps");
  expect(textOf((await boss.get("/customer")).body)).toContain("Städtische Schule /w/stadtische-schule 1 1");
});

test("what is wrong in the form of a new workspace stands beside its field, and what was typed stays", async () => {
  const house = openNow();
  const { boss, workspace } = await openCustomer(house);
  const post = (change: Record<string, string>) =>
    boss.post("/customer/new-workspace", { ...form, ...change });
  const taken = await post({ slug: workspace.slug, name: "Second" });
  expect(taken.status).toBe(422);
  expect(textOf(taken.body)).toContain("A workspace with this address exists already.");
  expect(taken.body).toContain('value="Second"');
  expect(taken.body).toMatch(/value="training_provider"[^>]*checked|checked[^>]*value="training_provider"/);
  const nameless = await post({ name: "Академия" });
  expect([nameless.status, textOf(nameless.body)]).toEqual([
    422,
    expect.stringContaining("gives no address"),
  ]);
  const mistakes: Record<string, string>[] = [
    { name: "" },
    { preset: "nonsense" },
    { language: "xx" },
    { timeZone: "Mars/Base" },
    { accentColor: "red" },
    { adminEmail: "nobody" },
    { slug: "A b" },
    { slug: "../people" },
  ];
  for (const change of mistakes) {
    expect([change, (await post({ slug: "fine-slug", ...change })).status]).toEqual([change, 422]);
  }
  expect((await post({ slug: "fine-slug" })).status).toBe(303);
});

test("somebody else as the first administrator is invited, and the maker goes back to the list", async () => {
  const house = openNow();
  const { boss } = await openCustomer(house);
  const made = await boss.post("/customer/new-workspace", {
    ...form,
    slug: "for-hedda",
    adminEmail: "hedda@example.com",
  });
  expect([made.status, made.location]).toEqual([303, "/customer"]);
  const page = await boss.get("/customer");
  expect(textOf(page.body)).toContain("is invited");
  expect(page.body).not.toContain('href="/w/for-hedda"');
  expect((await boss.get("/w/for-hedda/people")).status).toBe(404);
});

test("name and administrators of a customer change without scripts, and the last one stays", async () => {
  const house = openNow();
  const { boss, workspace, admin } = await openCustomer(house);
  const fellow = await createMember(house, workspace);
  // Of whoever never came nothing is told.
  await env.DB.prepare("update memberships set last_seen_at = 1 where id = ?")
    .bind(fellow.membershipId)
    .run();
  const act = (fields: Record<string, string>) => boss.post("/customer", fields);
  expect((await act({ intent: "rename", name: "Harbour Group" })).location).toBe("/customer");
  const renamed = await boss.get("/customer");
  expect(textOf(renamed.body)).toContain("The customer is called Harbour Group now");
  expect(textOf(renamed.body)).toContain(
    "Ada Admin renamed the customer from Harbour Trust to Harbour Group",
  );
  const unknown = await act({ intent: "add", email: "nobody@example.com" });
  expect([unknown.status, unknown.body]).toEqual([
    422,
    expect.stringContaining('value="nobody@example.com"'),
  ]);
  const last = await act({ intent: "remove", admin: admin.email });
  expect([last.status, textOf(last.body)]).toEqual([409, expect.stringContaining("this is the only one")]);
  expect((await act({ intent: "add", email: fellow.email })).status).toBe(303);
  expect((await act({ intent: "remove", admin: admin.email })).status).toBe(303);
  // They left the level by themselves, and are what they were in the workspace.
  expect((await boss.get("/customer")).status).toBe(404);
  expect((await boss.get(`/w/${workspace.slug}/people`)).status).toBe(200);
  expect((await act({ intent: "nonsense" })).status).toBe(404);
});

test("whoever administers two customers says which by the address, and each leads to the other", async () => {
  const house = openNow();
  const { boss, admin, customerId } = await openCustomer(house);
  const other = await createWorkspace(house);
  await house
    .system()
    .db.insert(customerAdmins)
    .values({ customerId: other.workspace.customerId, userId: admin.userId });
  const second = `/customer?customer=${other.workspace.customerId}`;
  expect((await boss.get(`/customer?customer=${customerId}`)).body).toContain(second.replace("&", "&amp;"));
  await boss.post(second, { intent: "rename", name: "The other one" });
  expect(textOf((await boss.get(second)).body)).toContain("The other one");
  expect(textOf((await boss.get(`/customer?customer=${customerId}`)).body)).toContain("Harbour Trust");
  const made = await boss.post(`/customer/new-workspace?customer=${other.workspace.customerId}`, {
    ...form,
    slug: "of-the-other",
  });
  expect(made.status).toBe(303);
  const named = await env.DB.prepare("select customer_id from workspaces where slug = 'of-the-other'").first(
    "customer_id",
  );
  expect(named).toBe(other.workspace.customerId);
});
