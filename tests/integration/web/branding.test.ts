import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { useCases } from "../../../worker/domain/index.ts";
import { Browser, textOf } from "../../support/browser.ts";
import { createWorkspace, type House, openHouse, tokenIn } from "../../support/house.ts";
import { inPieces, png, textBytes } from "../../support/pictures.ts";

function openNow(): House {
  const house = openHouse();
  house.clock.now = Date.now();
  return house;
}

/** A form with a file as a browser sends it. */
function fileForm(bytes: Uint8Array, name: string, type: string): FormData {
  const form = new FormData();
  form.append("file", new File([bytes as BlobPart], name, { type }));
  return form;
}

test("a logo is uploaded without scripts, stands on every kind of page, and is served for ever to anybody", async () => {
  const house = openNow();
  const { workspace, admin } = await createWorkspace(house);
  const base = `/w/${workspace.slug}`;
  const browser = await new Browser().signIn(admin);
  const bytes = png(320, 96, "a logo");
  // Neither the name nor what the browser says of it is believed.
  const sent = await browser.send(`${base}/settings/look`, fileForm(bytes, "logo.svg", "image/svg+xml"));
  expect([sent.status, sent.location]).toEqual([303, `${base}/settings/look`]);
  const [path = ""] =
    new RegExp(`${base}/logo/[0-9a-f]{32}`).exec((await browser.get(`${base}/settings/look`)).body) ?? [];
  expect(path).not.toBe("");

  const stranger = new Browser();
  const answer = await stranger.get(path);
  expect(answer.status).toBe(200);
  expect(
    [...answer.headers].filter(([name]) => /^(content-type|cache-control|x-content|set-cookie)/.test(name)),
  ).toEqual([
    ["cache-control", "public, max-age=31536000, immutable"],
    ["content-type", "image/png"],
    ["x-content-type-options", "nosniff"],
  ]);
  expect(answer.headers.get("Content-Security-Policy")).toContain("default-src 'none'");
  expect((await stranger.head(path)).headers.get("Content-Length")).toBe(String(bytes.length));
  expect((await stranger.post(path, {})).status).toBe(405);
  expect((await stranger.get(path.replace(/.$/, (last) => (last === "0" ? "1" : "0")))).status).toBe(404);

  const { invitation } = await useCases.inviteUser(house.context(admin.caller), {
    email: "ana@example.com",
    roles: ["learner"],
  });
  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  expect(house.sent[0]?.html).toContain(`http://localhost:8787${path}`);
  const invitee = new Browser();
  const shown = `src="${path}"`;
  expect((await invitee.open(`/join/${tokenIn(house.sent[0])}`)).body).toContain(shown);
  expect((await invitee.get(`${base}/sign-in`)).body).toContain(shown);
  expect((await browser.get(`${base}/people`)).body).toContain(shown);
  expect((await browser.get(`${base}/learn`)).body).toContain(shown);
  expect(invitation.email).toBe("ana@example.com");

  const removed = await browser.post(`${base}/settings/look`, { intent: "remove-logo" });
  expect(removed.status).toBe(303);
  expect((await stranger.get(path)).status).toBe(404);
  expect((await browser.get(`${base}/people`)).body).not.toContain(shown);
});

test("serving a logo reads no session and asks the database once", async () => {
  const house = openNow();
  const { workspace, admin } = await createWorkspace(house);
  const { logo } = await useCases.uploadLogo(house.context(admin.caller), { file: inPieces(png(10, 10)) });
  let statements: string[] = [];
  const DB = new Proxy(env.DB, {
    get(target, name) {
      const value = Reflect.get(target, name);
      if (name !== "withSession") return typeof value === "function" ? value.bind(target) : value;
      return (...args: unknown[]) => {
        const session = value.apply(target, args);
        return new Proxy(session, {
          get: (inner, key) => {
            const member = Reflect.get(inner, key);
            if (key !== "prepare") return typeof member === "function" ? member.bind(inner) : member;
            return (text: string) => {
              statements.push(text);
              return inner.prepare(text);
            };
          },
        });
      };
    },
  });
  const browser = await new Browser({ bindings: { ...env, DB } }).signIn(admin);
  statements = [];
  expect((await browser.get(logo)).status).toBe(200);
  expect(statements).toHaveLength(1);
  expect(statements[0]).not.toContain("auth_sessions");
  expect(workspace.slug).toBeTruthy();
});

test("a file that is no picture is told beside its field, and the page keeps the logo it had", async () => {
  const house = openNow();
  const { workspace, admin } = await createWorkspace(house);
  const here = `/w/${workspace.slug}/settings/look`;
  const browser = await new Browser().signIn(admin);
  for (const [bytes, because] of [
    [textBytes("<svg onload=alert(1)>"), "SVG"],
    [textBytes(""), "Choose a picture"],
    [png(5000, 5), "5000 by 5 pixels"],
    [png(5, 5, "x".repeat(300_000)), "larger than 200 KB"],
  ] as const) {
    const refused = await browser.send(here, fileForm(bytes, "logo.png", "image/png"));
    expect([refused.status, textOf(refused.body)]).toEqual([422, expect.stringContaining(because)]);
    expect(refused.body).toContain('href="#field-logo"');
  }
  expect(
    await env.DB.prepare("select count(*) as n from workspace_logos where workspace_id = ?")
      .bind(workspace.id)
      .first("n"),
  ).toBe(0);
});

test("sender and contacts are kept by their own page, and the other page leaves them alone", async () => {
  const house = openNow();
  const { workspace, admin } = await createWorkspace(house);
  const base = `/w/${workspace.slug}`;
  const browser = await new Browser().signIn(admin);
  const look = {
    accentColor: "#0e5a73",
    senderName: "Harbour learning team",
    replyTo: "team@example.com",
    supportContact: "+49 30 1234",
  };
  expect((await browser.post(`${base}/settings/look`, look)).status).toBe(303);
  const general = { name: "Hafenschule", language: "de", timeZone: "Europe/Vienna" };
  expect((await browser.post(`${base}/settings`, general)).status).toBe(303);
  const row = await env.DB.prepare("select * from workspaces where id = ?").bind(workspace.id).first();
  expect(row).toMatchObject({
    name: "Hafenschule",
    language: "de",
    time_zone: "Europe/Vienna",
    accent_color: "#0e5a73",
    sender_name: "Harbour learning team",
    reply_to: "team@example.com",
    support_contact: "+49 30 1234",
  });
  const refused = await browser.post(`${base}/settings/look`, { ...look, senderName: "x@y.example" });
  expect([refused.status, refused.body]).toEqual([422, expect.stringContaining('href="#field-senderName"')]);
  expect((await browser.post(`${base}/settings/look`, { ...look, senderName: "" })).status).toBe(303);
  const { sender_name: name } = (await env.DB.prepare("select sender_name from workspaces where id = ?")
    .bind(workspace.id)
    .first()) ?? { sender_name: "" };
  expect(name).toBeNull();
});

test("own words of mails are previewed, refused, saved and given back without scripts", async () => {
  const house = openNow();
  const { workspace, admin } = await createWorkspace(house);
  const here = `/w/${workspace.slug}/settings/mail-texts`;
  const browser = await new Browser().signIn(admin);
  const mail = { template: "reminder", language: "de" };
  const at = `${here}?template=reminder&language=de`;
  expect(textOf((await browser.get(at)).body)).toContain(`Erinnerung`);

  const shown = await browser.post(here, {
    ...mail,
    intent: "preview",
    subject: "Komm, {first_name}",
    button: "",
  });
  expect(shown.status).toBe(200);
  expect(textOf(shown.body)).toContain("Komm, Ana");
  expect(shown.body).toContain('value="Komm, {first_name}"');

  for (const intent of ["save", "preview", "test"]) {
    const refused = await browser.post(here, { ...mail, intent, subject: "{nobody}", button: "<b>" });
    expect([intent, refused.status]).toEqual([intent, 422]);
    expect(textOf(refused.body)).toContain("There is no variable {nobody}.");
    expect(refused.body).toContain('href="#field-button"');
    expect(refused.body).toContain('value="{nobody}"');
  }
  const smuggled = await browser.post(here, {
    ...mail,
    intent: "save",
    subject: "Hallo\r\nBcc: x",
    button: "",
  });
  expect([smuggled.status, textOf(smuggled.body)]).toEqual([422, expect.stringContaining("line break")]);

  const saved = await browser.post(here, {
    ...mail,
    intent: "save",
    subject: "Komm, {first_name}",
    button: "Los",
  });
  expect([saved.status, saved.location]).toEqual([303, at]);
  const textsOf = () =>
    env.DB.prepare("select mail_texts from workspaces where id = ?")
      .bind(workspace.id)
      .first<string>("mail_texts");
  expect(JSON.parse((await textsOf()) ?? "null")).toEqual({
    de: { reminder: { subject: "Komm, {first_name}", button: "Los" } },
  });
  expect((await browser.get(at)).body).toContain('value="Los"');
  await browser.post(here, { ...mail, intent: "save", subject: "", button: "" });
  expect(await textsOf()).toBeNull();
  // Where the provider does not answer, nobody is told that a test is on its way.
  const failed = await browser.post(here, { ...mail, intent: "test", subject: "", button: "" });
  expect(failed.status).toBe(503);
});
