import { env } from "cloudflare:workers";
import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { workspaceLogos, workspaces } from "../../../db/schema/index.ts";
import type { CallerWorkspace } from "../../../worker/domain/context.ts";
import type { DomainError } from "../../../worker/domain/errors.ts";
import { useCases } from "../../../worker/domain/index.ts";
import { viewLogo } from "../../../worker/domain/workspaces/view-logo.ts";
import {
  countRoundTrips,
  createMember,
  createWorkspace,
  type House,
  hour,
  openHouse,
  refusalOf,
  type TestMember,
} from "../../support/house.ts";
import { inPieces, jpeg, png, textBytes } from "../../support/pictures.ts";

const counted = countRoundTrips(env.DB);

async function errorsOf(act: Promise<unknown>): Promise<[path: string, message: string][]> {
  const error = (await act.catch((refused) => refused)) as DomainError;
  expect(error.code).toBe("VALIDATION_FAILED");
  return (error.details.errors ?? []).map(({ path, message }) => [path, message]);
}

const upload = (house: House, { caller }: TestMember, bytes: Uint8Array) =>
  useCases.uploadLogo(house.context(caller), { file: inPieces(bytes) });

async function logosOf(house: House, workspaceId: string) {
  const { db } = house.system();
  const rows = await db.select().from(workspaceLogos).where(eq(workspaceLogos.workspaceId, workspaceId));
  const [row] = await db.select().from(workspaces).where(eq(workspaces.id, workspaceId));
  return { kept: rows.length, now: row?.logoDigest ?? null };
}

/** The caller at a later request, after the settings changed. */
function later({ caller }: TestMember, change: Partial<CallerWorkspace>) {
  if (caller.kind !== "member") throw new Error("not a member");
  return { ...caller, workspace: { ...caller.workspace, ...change } };
}

function digestIn(path: string): string {
  return path.split("/").at(-1) ?? "";
}

test("a logo is kept byte for byte, and served by its address alone", async () => {
  const house = openHouse({ database: counted.database });
  const { workspace, admin } = await createWorkspace(house);
  const bytes = png(320, 96, "the rest of it \u00ff\u0080".repeat(500));
  counted.reset();
  const { logo } = await upload(house, admin, bytes);
  expect(counted.roundTrips()).toBe(1);
  expect(logo).toMatch(new RegExp(`^/w/${workspace.slug}/logo/[0-9a-f]{32}$`));
  counted.reset();
  const served = await viewLogo(house.anonymous(), { slug: workspace.slug, digest: digestIn(logo) });
  expect(counted.roundTrips()).toBe(1);
  expect(served.mediaType).toBe("image/png");
  expect(served.bytes).toEqual(bytes);
});

test("what is no picture, or too large a one, is refused by its field, and nothing changes", async () => {
  const house = openHouse();
  const { workspace, admin } = await createWorkspace(house);
  const refused = async (bytes: Uint8Array) => (await errorsOf(upload(house, admin, bytes)))[0];
  expect(await refused(textBytes("<svg><script>alert(1)</script></svg>"))).toEqual([
    "logo",
    expect.stringContaining("SVG"),
  ]);
  expect(await refused(textBytes("alert(1)"))).toEqual(["logo", expect.stringContaining("PNG")]);
  expect(await refused(new Uint8Array())).toEqual(["logo", "Choose a picture."]);
  expect(await refused(png(10, 10, "x".repeat(200 * 1024)))).toEqual([
    "logo",
    expect.stringContaining("200 KB"),
  ]);
  expect(await refused(png(2001, 10))).toEqual(["logo", expect.stringContaining("2001 by 10")]);
  expect(await refused(jpeg(10, 0))).toEqual(["logo", expect.any(String)]);
  expect(await logosOf(house, workspace.id)).toEqual({ kept: 0, now: null });
  const whole = png(10, 10);
  expect(await upload(house, admin, png(10, 10, "x".repeat(200 * 1024 - whole.length)))).toBeTruthy();
});

test("another workspace's logo is not found under ours", async () => {
  const house = openHouse();
  const ours = await createWorkspace(house);
  const theirs = await createWorkspace(house);
  const { logo } = await upload(house, theirs.admin, png(40, 40, "theirs"));
  const digest = digestIn(logo);
  expect(await refusalOf(viewLogo(house.anonymous(), { slug: ours.workspace.slug, digest }))).toBe(
    "NOT_FOUND",
  );
  expect(await refusalOf(viewLogo(house.anonymous(), { slug: "nowhere", digest }))).toBe("NOT_FOUND");
  // And uploading the very same gives each their own.
  await upload(house, ours.admin, png(40, 40, "theirs"));
  await useCases.removeLogo(house.context(theirs.admin.caller), {});
  expect((await viewLogo(house.anonymous(), { slug: ours.workspace.slug, digest })).mediaType).toBe(
    "image/png",
  );
  expect(await refusalOf(viewLogo(house.anonymous(), { slug: theirs.workspace.slug, digest }))).toBe(
    "NOT_FOUND",
  );
});

test("a new logo leaves the last five in place for the mails that show them, and removing takes all", async () => {
  const house = openHouse();
  const { workspace, admin } = await createWorkspace(house);
  const paths: string[] = [];
  for (let one = 0; one < 8; one += 1) {
    house.clock.advance(1000);
    paths.push((await upload(house, admin, png(40, 40, `logo ${one}`))).logo);
  }
  expect(await logosOf(house, workspace.id)).toEqual({ kept: 6, now: digestIn(paths[7] ?? "") });
  const slug = workspace.slug;
  const served = await Promise.allSettled(
    paths.map((path) => viewLogo(house.anonymous(), { slug, digest: digestIn(path) })),
  );
  expect(served.map(({ status }) => status === "fulfilled")).toEqual([
    false,
    false,
    true,
    true,
    true,
    true,
    true,
    true,
  ]);
  await useCases.removeLogo(house.context(admin.caller), {});
  expect(await logosOf(house, workspace.id)).toEqual({ kept: 0, now: null });
});

test("whoever lost the right meanwhile gives the workspace no logo and takes none", async () => {
  const house = openHouse();
  const { workspace, admin } = await createWorkspace(house);
  const fellow = await createMember(house, workspace, { roles: ["admin"] });
  await upload(house, admin, png(40, 40, "first"));
  const before = await logosOf(house, workspace.id);
  await useCases.deactivateMember(house.context(admin.caller), { membershipId: fellow.membershipId });
  expect(await refusalOf(upload(house, fellow, png(40, 40, "second")))).toBe("FORBIDDEN");
  expect(await refusalOf(useCases.removeLogo(house.context(fellow.caller), {}))).toBe("FORBIDDEN");
  expect(await logosOf(house, workspace.id)).toEqual(before);
});

test("logo, sender's name, own subject and own button are in the mails that leave", async () => {
  const house = openHouse();
  const { workspace, admin } = await createWorkspace(house);
  const ctx = house.context(admin.caller);
  const { logo } = await upload(house, admin, png(40, 40));
  await useCases.changeWorkspace(ctx, {
    senderName: "Harbour learning team",
    mailTexts: {
      en: {
        invitation: {
          subject: "{first_name}, {inviter} has a place for you at {workspace}",
          button: "Begin",
        },
      },
      de: { reminder: { subject: "Nicht vergessen: {workspace}" } },
    },
  });
  await useCases.inviteUser(ctx, { email: "ana@example.com", firstName: "Ana", roles: ["learner"] });
  await useCases.inviteUser(ctx, { email: "nameless@example.com", roles: ["learner"] });
  await useCases.inviteUser(ctx, {
    email: "uwe@example.com",
    firstName: "Uwe",
    roles: ["learner"],
    language: "de",
  });
  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  const mailTo = (to: string) => house.sent.find((mail) => mail.to === to);
  const ana = mailTo("ana@example.com");
  expect(ana?.subject).toBe(`Ana, Ada Admin has a place for you at ${workspace.name}`);
  expect(ana?.fromName).toBe("Harbour learning team");
  expect(ana?.html).toContain(`<img src="http://localhost:8787${logo}" alt="${workspace.name}"`);
  expect(ana?.html).toContain(">Begin<");
  expect(ana?.text).toContain("Begin:\nhttp");
  // Where a first name is not known, and in another language, the usual words stand; the button needs no name.
  expect(mailTo("nameless@example.com")?.subject).toBe(`Ada Admin invited you to ${workspace.name}`);
  expect(mailTo("nameless@example.com")?.html).toContain(">Begin<");
  expect(mailTo("uwe@example.com")?.subject).not.toContain("Nicht vergessen");
  expect(mailTo("uwe@example.com")?.text).not.toContain("Begin");
});

test("names in an own subject are as they are, and open no header and no markup", async () => {
  const house = openHouse();
  const { workspace, admin } = await createWorkspace(house);
  const ctx = house.context(admin.caller);
  await useCases.changeWorkspace(ctx, {
    mailTexts: { en: { invitation: { subject: "A & B for {first_name}", button: "Go & see" } } },
  });
  await useCases.inviteUser(ctx, {
    email: "ana@example.com",
    firstName: "Ana {workspace} & Co",
    roles: ["learner"],
  });
  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  const [mail] = house.sent;
  expect(mail?.subject).toBe("A & B for Ana {workspace} & Co");
  expect(mail?.html).toContain("<title>A &amp; B for Ana {workspace} &amp; Co</title>");
  expect(mail?.html).toContain("Go &amp; see");
});

test("own texts are refused where they stand, kept otherwise, and in the trail", async () => {
  const house = openHouse();
  const { admin, workspace } = await createWorkspace(house);
  const ctx = house.context(admin.caller);
  expect(
    await errorsOf(
      useCases.changeWorkspace(ctx, {
        mailTexts: { en: { invitation: { subject: "{nonsense}", button: "<b>Go</b>" } } },
      }),
    ),
  ).toEqual([
    ["mailTexts.en.invitation.subject", expect.stringContaining("{first_name}")],
    ["mailTexts.en.invitation.button", expect.stringContaining("markup")],
  ]);
  expect(await errorsOf(useCases.changeWorkspace(ctx, { senderName: "help@example.com" }))).toEqual([
    ["senderName", expect.any(String)],
  ]);
  await useCases.changeWorkspace(ctx, { mailTexts: { en: { reminder: { button: "Go on" } } } });
  house.clock.advance(1000);
  await useCases.changeWorkspace(ctx, { mailTexts: { fr: { reminder: { button: "Continuer" } } } });
  const [row] = await house.system().db.select().from(workspaces).where(eq(workspaces.id, workspace.id));
  expect(row?.mailTexts).toEqual({
    en: { reminder: { button: "Go on" } },
    fr: { reminder: { button: "Continuer" } },
  });
  const { events } = await useCases.listAuditEvents(ctx, { action: "workspace.changed" });
  expect(events[0]?.details).toEqual({
    before: { mailTexts: { en: { reminder: { button: "Go on" } } } },
    after: { mailTexts: row?.mailTexts },
  });
});

test("two who change the own texts at once do not lose each other's", async () => {
  const house = openHouse();
  const { admin, workspace } = await createWorkspace(house);
  const ctx = house.context(admin.caller);
  const tried = await Promise.allSettled(
    (["en", "de", "fr"] as const).map((language) =>
      useCases.changeWorkspace(ctx, { mailTexts: { [language]: { invitation: { button: language } } } }),
    ),
  );
  const [row] = await house.system().db.select().from(workspaces).where(eq(workspaces.id, workspace.id));
  const done = tried.filter(({ status }) => status === "fulfilled").length;
  expect(Object.keys(row?.mailTexts ?? {})).toHaveLength(done);
});

test("a test goes to the asker's own proved address, is marked, and its link opens nothing", async () => {
  const house = openHouse({ database: counted.database });
  const { admin, workspace } = await createWorkspace(house);
  counted.reset();
  const sent = await useCases.sendTestMail(house.context(admin.caller), {
    template: "invitation",
    language: "en",
    subject: "Come to {workspace}, {first_name}",
    button: null,
  });
  expect(counted.roundTrips()).toBe(1);
  expect(sent).toEqual({ to: admin.email });
  const [mail] = house.sent;
  expect(mail?.to).toBe(admin.email);
  expect(mail?.subject).toBe(`[Test] Come to ${workspace.name}, Ada`);
  expect(mail?.text).toContain("This is a test");
  expect([...(mail?.text.matchAll(/https?:\/\/\S+/g) ?? [])].map(String)).toEqual([
    "http://localhost:8787/join/test",
  ]);
  expect(await refusalOf(useCases.viewInvitation(house.anonymous(), { token: "test" }))).toBe(
    "INVITATION_INVALID",
  );
  // It is no mail of anybody: the outbox knows nothing of it.
  const queued = env.DB.prepare("select count(*) as n from outbox where workspace_id = ?").bind(workspace.id);
  expect(await queued.first("n")).toBe(0);
});

test("tests are ten an hour, and none to an address that is not proved, with a key, or with bad words", async () => {
  const house = openHouse();
  const { admin, workspace } = await createWorkspace(house);
  const unproved = await createMember(house, workspace, { roles: ["admin"], verified: false });
  const ask = (member: TestMember, subject = "x") =>
    useCases.sendTestMail(house.context(member.caller), { template: "reminder", language: "de", subject });
  expect(await refusalOf(ask(unproved))).toBe("EMAIL_UNVERIFIED");
  expect(await errorsOf(ask(admin, "{x}"))).toEqual([["subject", expect.any(String)]]);
  const key = {
    id: "key_1",
    name: "key",
    scopes: ["workspace.manage"],
    creatorMembershipId: admin.membershipId,
    creatorRoles: admin.caller.kind === "member" ? admin.caller.membership.roles : [],
    maxRole: "admin" as const,
  };
  const byKey = useCases.sendTestMail(house.context({ kind: "apiKey", key, workspace }), {
    template: "reminder",
    language: "de",
  });
  expect(await refusalOf(byKey)).toBe("FORBIDDEN");
  house.provider.answers.push(() => [{ kind: "refused", code: 406, reason: "inactive" }]);
  expect(await refusalOf(ask(admin))).toBe("UNAVAILABLE");
  for (let count = 0; count < 9; count += 1) await ask(admin);
  expect(await refusalOf(ask(admin))).toBe("RATE_LIMITED");
  expect(house.sent).toHaveLength(9);
  house.clock.advance(hour);
  await ask(admin);
});

test("a preview shows what is typed and not saved, and what is saved where nothing is typed", async () => {
  const house = openHouse();
  const { admin } = await createWorkspace(house);
  const saved = later(admin, {
    mailTexts: { en: { invitation: { subject: "Saved", button: "Saved button" } } },
  });
  const preview = (input: Parameters<typeof useCases.previewMail>[1]) =>
    useCases.previewMail(house.context(saved), { template: "invitation", language: "en", ...input });
  expect((await preview({})).subject).toBe("Saved");
  expect((await preview({ subject: "Typed {first_name}" })).subject).toBe("Typed Ana");
  expect((await preview({ subject: "Typed" })).text).toContain("Saved button");
  expect((await preview({ subject: null, button: null })).text).not.toContain("Saved");
  expect(await errorsOf(preview({ button: "{x}" }))).toEqual([["button", expect.any(String)]]);
});

test.each([
  ["academy", "3 March 2026"],
  ["skills", "9 March 2026"],
  ["collaborative", null],
] as const)("a sample of the invitation ends as the links of %s do (D1)", async (preset, end) => {
  const house = openHouse();
  const { admin } = await createWorkspace(house, { preset });
  const { text } = await useCases.previewMail(house.context(admin.caller), { language: "en" });
  if (end) expect(text).toContain(`valid until ${end}`);
  else expect(text).not.toContain("valid until");
});
