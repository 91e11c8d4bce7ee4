import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { useCases } from "../../../worker/domain/index.ts";
import type { PresetName } from "../../../worker/domain/presets.ts";
import { Browser, textOf } from "../../support/browser.ts";
import {
  countRoundTrips,
  createMember,
  createWorkspace,
  openHouse,
  plantGroup,
} from "../../support/house.ts";

async function setting(options: { preset?: PresetName; overrides?: Record<string, unknown> } = {}) {
  const house = openHouse();
  house.clock.now = Date.now();
  const { workspace, admin } = await createWorkspace(house, options);
  const counted = countRoundTrips(env.DB);
  const browser = await new Browser({ bindings: { ...env, DB: counted.database } }).signIn(admin);
  const policiesOf = async () => {
    const row = await env.DB.prepare("select preset, policy_overrides from workspaces where id = ?")
      .bind(workspace.id)
      .first<{ preset: string; policy_overrides: string }>();
    return { preset: row?.preset, overrides: JSON.parse(row?.policy_overrides ?? "{}") };
  };
  const ctx = house.context(admin.caller);
  return { house, workspace, admin, counted, browser, policiesOf, ctx, base: `/w/${workspace.slug}` };
}

/** The fields of the one form of a page that posts, as a browser without scripts would send them. */
function formOf(body: string): URLSearchParams {
  const form = /<form method="post"[\s\S]*?<\/form>/.exec(body.slice(body.indexOf("<main")));
  const fields = new URLSearchParams();
  const controls =
    form?.[0].matchAll(/<input[^>]*>|<select[^>]*name="([^"]*)"[^>]*>([\s\S]*?)<\/select>/g) ?? [];
  for (const [tag, name, options] of controls) {
    const of = (attribute: string) =>
      new RegExp(`\\s${attribute}="([^"]*)"`).exec(tag)?.[1]?.replaceAll("&#x27;", "'") ?? null;
    if (name !== undefined) {
      fields.append(name, /<option value="([^"]*)" selected/.exec(options ?? "")?.[1] ?? "");
      continue;
    }
    const type = of("type");
    const ticks = type === "radio" || type === "checkbox";
    if (of("name") && (!ticks || / checked/.test(tag))) fields.append(of("name") ?? "", of("value") ?? "");
  }
  return fields;
}

test("the document tells every rule as it holds, marks what is changed here, and is searched without scripts", async () => {
  const { browser, base, counted } = await setting({ overrides: { "invite.link_ttl_s": 86_400 } });
  counted.reset();
  const { status, body } = await browser.get(`${base}/settings/policies`);
  expect([status, counted.roundTrips()]).toEqual([200, 1]);
  const text = textOf(body);
  expect(text).toContain("runs the preset “Standard”. 1 policy is changed here.");
  expect(text).toMatch(/How long a link lasts 24 hours changed here The preset: 7 days/);
  expect(text).toMatch(/Automatic reminders Halfway through the term, 24 hours before the end/);
  const found = textOf((await browser.get(`${base}/settings/policies?q=password+shortest`)).body);
  expect(found).toContain("1 policy has these words");
  expect(found).not.toContain("Automatic reminders");
  const none = textOf((await browser.get(`${base}/settings/policies?q=zebra`)).body);
  expect(none).toContain("No policy has these words");
});

test("every theme's form sends back what it shows, and changes nothing by that", async () => {
  for (const preset of ["standard", "academy", "collaborative", "programs", "skills"] as const) {
    const { browser, base, policiesOf } = await setting({ preset });
    const { body } = await browser.get(`${base}/settings/policies`);
    const themes = [...body.matchAll(/href="[^"]*\/settings\/policies\/([a-z]+)"/g)].map(
      ([, theme]) => theme,
    );
    expect(new Set(themes).size).toBeGreaterThan(9);
    for (const theme of new Set(themes)) {
      if (theme === "preset") continue;
      const page = `${base}/settings/policies/${theme}`;
      const sent = await browser.post(page, formOf((await browser.get(page)).body));
      expect([preset, theme, sent.status]).toEqual([preset, theme, 303]);
    }
    expect(await policiesOf()).toEqual({ preset, overrides: {} });
  }
});

test("what a change meets is said once before it is saved; a wrong one is told beside its field", async () => {
  const { browser, base, policiesOf, ctx } = await setting();
  await useCases.inviteUser(ctx, { email: "one@example.com", roles: ["learner"] });
  const page = `${base}/settings/policies/links`;
  const fields = formOf((await browser.get(page)).body);
  fields.set("invite.link_ttl_s.number", "100");
  const refused = await browser.post(page, fields);
  expect(refused.status).toBe(422);
  expect(refused.body).toMatch(/href="#field-invite.link_ttl_s"/);
  expect(textOf(refused.body)).toContain("A link may not last longer than “Longest term of a link”.");
  fields.set("invite.link_ttl_s.number", "soon");
  expect(textOf((await browser.post(page, fields)).body)).toContain("Give a whole number.");
  expect((await policiesOf()).overrides).toEqual({});

  fields.set("invite.link_ttl_s.number", "36");
  fields.set("invite.link_ttl_s.unit", "hours");
  const asked = await browser.post(page, fields);
  expect([asked.status, textOf(asked.body)]).toEqual([
    200,
    expect.stringContaining("1 open invitation keeps its end, its link, its roles and its places."),
  ]);
  expect((await policiesOf()).overrides).toEqual({});
  expect((await browser.post(page, formOf(asked.body))).status).toBe(303);
  expect((await policiesOf()).overrides).toEqual({ "invite.link_ttl_s": 36 * 3_600 });

  const reset = formOf((await browser.get(page)).body);
  reset.append("reset", "invite.link_ttl_s");
  reset.append("confirmed", "1");
  expect((await browser.post(page, reset)).status).toBe(303);
  expect((await policiesOf()).overrides).toEqual({});
});

test("a preset is compared and applied without scripts, with own changes kept or reset", async () => {
  const { browser, base, policiesOf } = await setting({
    overrides: { "invite.copy_link": true, "roles.may_invite": ["admin", "unit_manager@unit"] },
  });
  const page = `${base}/settings/policies/preset`;
  const kept = await browser.get(`${page}?to=academy&own=keep`);
  expect(textOf(kept.body)).toMatch(/How long a link lasts 7 days 24 hours/);
  // The managers whom the workspace names itself are none of the academy's roles.
  expect(textOf(kept.body)).toContain("It cannot be applied like this");
  expect(kept.body).not.toContain("Apply “Academy”");
  expect((await browser.post(page, { to: "academy", own: "keep" })).status).toBe(422);
  expect((await policiesOf()).preset).toBe("standard");

  const reset = await browser.get(`${page}?to=academy&own=reset`);
  expect((await browser.post(page, formOf(reset.body))).status).toBe(303);
  expect(await policiesOf()).toEqual({ preset: "academy", overrides: {} });
  expect((await browser.post(page, { to: "emperor" })).status).toBe(400);
  expect((await browser.get(`${base}/settings/policies/nonsense`)).status).toBe(404);
});

test("pages show what the policies want: a menu entry or a tab for invited people, the language, the words of acts", async () => {
  const pagesOf = async (preset: PresetName) => {
    const { house, workspace, browser, base, ctx } = await setting({ preset });
    const group = await plantGroup(house, workspace.id, "Choir");
    const member = await createMember(house, workspace);
    const role = preset === "collaborative" ? { groupIds: [group.id] } : {};
    const { invitation } = await useCases.inviteUser(ctx, {
      email: "one@example.com",
      firstName: "One",
      lastName: "Person",
      roles: ["learner"],
      ...role,
    });
    const people = (await browser.get(`${base}/people`)).body;
    const page = (path: string) => browser.get(`${base}/${path}`).then(({ body }) => body);
    return {
      entry:
        people.includes(`href="${base}/people?status=pending"`) && textOf(people).includes("Invitations"),
      listed: textOf(people).includes("one@example.com"),
      tab: (await page(`groups/${group.id}`)).includes(`${group.id}?tab=invited`),
      language: (await page("people/invite")).includes('name="language"'),
      cancel: textOf(await page(`people/${invitation.userId}/cancel`)),
      remove: textOf(await page(`people/${member.membershipId}`)),
    };
  };
  const academy = await pagesOf("academy");
  expect(academy).toMatchObject({ listed: true, tab: false, language: false });
  expect(academy.remove).not.toContain("Delete user");
  const collaborative = await pagesOf("collaborative");
  expect(collaborative).toMatchObject({ listed: true, tab: true, language: false });
  expect(collaborative.cancel).toContain("Delete user");
  expect(collaborative.remove).toContain("Delete user");
  const programs = await pagesOf("programs");
  expect(programs).toMatchObject({ entry: true, listed: false, tab: true, language: true });
});

test("withdrawing is called as the policy says, unless the workspace has its own word", async () => {
  const wordOf = async (overrides: Record<string, unknown>) => {
    const { browser, base, ctx } = await setting({ overrides });
    const { invitation } = await useCases.inviteUser(ctx, { email: "one@example.com", roles: ["learner"] });
    const { body } = await browser.get(`${base}/people/${invitation.userId}`);
    return /href="[^"]*\/cancel"[^>]*>([^<]*)</.exec(body)?.[1];
  };
  expect(await wordOf({})).toContain("Cancel invitation");
  expect(await wordOf({ "cancel.enabled": false })).toContain("Remove");
  const terms = { en: { cancel_invitation: "Call off" } };
  expect(await wordOf({ "cancel.enabled": false, terms })).toContain("Call off");
});

test("the page that asks once more calls withdrawing by the same word, and says the whole where that is Cancel alone", async () => {
  const asked = async (overrides: Record<string, unknown>) => {
    const { browser, base, ctx } = await setting({ overrides });
    const { invitation } = await useCases.inviteUser(ctx, { email: "one@example.com", roles: ["learner"] });
    return textOf((await browser.get(`${base}/people/${invitation.userId}/cancel`)).body);
  };
  const whole = /Cancel the invitation to one@example\.com\? .* Cancel the invitation\s+Keep the invitation/;
  expect(await asked({})).toMatch(whole);
  expect(await asked({ terms: { en: { cancel_invitation: "Cancel" } } })).toMatch(whole);
  expect(await asked({ "cancel.enabled": false })).toMatch(
    /Remove: one@example\.com .* Remove\s+Keep the invitation/,
  );
  const deletes = { terms: { en: { cancel_invitation: "Remove user" } }, "lifecycle.remove": "delete" };
  expect(await asked(deletes)).toMatch(/Remove user: one@example\.com .* Delete user\s+Keep the invitation/);
});
