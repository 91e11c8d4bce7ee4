import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { createMailComposer, type MailBrand, type MailContent, type MailTemplate } from "../../emails";
import { accentFrom, contrast, PAPER } from "../../emails/accent";
import { mailSamples } from "../../emails/samples";
import { termsInAll } from "../../worker/domain/terms.ts";

const languages = ["en", "de", "fr", "es"] as const;

const templates: MailTemplate[] = [
  "invitation",
  "reminder",
  "new_link",
  "seat_free",
  "registration",
  "registration_known",
  "registration_approved",
  "registration_refused",
  "registration_refunded",
  "password_reset",
  "account_link",
  "account_password",
  "account_added",
  "invitation_accepted",
  "accepted_notice",
  "declined_notice",
  "password_changed",
  "address_change_asked",
  "address_changed",
  "session_invitation",
  "session_reminder",
  "session_canceled",
  "access_ending",
];

const words = termsInAll({});

const brand: MailBrand = {
  words,
  productName: "Usher",
  workspaceName: "Acme Academy",
  customerName: "Acme Group",
  accentColor: "#0f766e",
  timeZone: "Europe/Berlin",
  supportContact: "help@acme.example",
  subjectStyle: "inviter_invited_you",
  buttonStyle: "accept_invitation",
};

const content: MailContent = {
  recipientFirstName: "Lena",
  inviterName: "Ana Ruiz",
  roles: ["learner"],
  note: "See you on Monday.",
  url: "https://usher.example/join/abc.def?a=1&b=2",
  expiresAt: Date.UTC(2026, 10, 24, 13, 5),
  subjectName: "Sam Okafor",
  reason: "No time this year.",
  lastDay: "2026-12-31",
  temporaryPassword: "k7mq-2xvr-9tfa-hn3w",
  session: {
    title: "Ropes and knots",
    courseTitle: "Safety at height",
    startsAt: Date.UTC(2026, 2, 9, 9),
    endsAt: Date.UTC(2026, 2, 9, 11),
    timeZone: "Europe/Berlin",
    place: "Hall 3",
    online: true,
    joined: true,
  },
};

const { compose } = createMailComposer();

const invite = (changed: Partial<MailContent> = {}, brandChanged: Partial<MailBrand> = {}, language = "en") =>
  compose("invitation", language, { ...brand, ...brandChanged }, { ...content, ...changed });

const times = (part: string, whole: string) => whole.split(part).length - 1;

/** The words of the HTML as a reader's eye meets them, entities resolved. */
const visible = (html: string) =>
  html
    .replace(/<head>.*<\/head>/su, "")
    .replace(/<br\/>/gu, "\n")
    .replace(/<[^>]*>/gu, " ")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&");

const every = templates.flatMap((template) => languages.map((language) => ({ template, language })));

/** Whose registration is over has nothing to open. */
const without: readonly MailTemplate[] = ["registration_refused", "registration_refunded"];
const withLink = every.filter(({ template }) => !without.includes(template));

test.each(withLink)("$template in $language has its one link in both parts", ({ template, language }) => {
  const mail = compose(template, language, brand, content);

  const address = "https://usher.example/join/abc.def?a=1&amp;b=2";
  expect(times(`href="${address}"`, mail.html)).toBe(1);
  expect(times(`>${address}<`, mail.html)).toBe(1);
  expect(times("href=", mail.html)).toBe(1);
  expect(times("://", mail.html)).toBe(2);
  expect(times(`\n${content.url}\n`, mail.text)).toBe(1);
  expect(times("://", mail.text)).toBe(1);
});

test.each(languages)("who was refused is told why in %s, and finds no link", (language) => {
  const mail = compose("registration_refused", language, brand, content);
  expect([times("href=", mail.html), times("://", mail.html), times("://", mail.text)]).toEqual([0, 0, 0]);
  expect(mail.text).toContain("See you on Monday.");
  expect(mail.html).toContain("See you on Monday.");
});

test.each(languages)("whose money went back is told for what in %s, and finds no link", (language) => {
  const mail = compose("registration_refunded", language, brand, {
    ...content,
    session: null,
    courseTitle: "First aid",
  });
  expect([times("href=", mail.html), times("://", mail.html), times("://", mail.text)]).toEqual([0, 0, 0]);
  expect(mail.text).toContain("First aid");
  expect(mail.html).toContain("First aid");
});

test.each(every)("$template in $language is complete and well formed", ({ template, language }) => {
  const mail = compose(template, language, brand, content);

  expect(mail.html).toMatch(new RegExp(`^<!doctype html><html dir="ltr" lang="${language}">`, "u"));
  expect(mail.html).toMatch(/<title>[^<]{5,}<\/title>/u);
  expect(mail.html).toContain("prefers-color-scheme: dark");
  expect(mail.html).not.toMatch(/<table(?![^>]*role="presentation")/u);
  for (const part of [mail.subject, mail.html, mail.text]) {
    expect(part).not.toMatch(/undefined|null|\[object|NaN|[\uFDD0-\uFDEF]/u);
  }
  expect(mail.text).not.toMatch(/&(?:amp|lt|gt|quot|nbsp|#)/u);
  expect(mail.text).toContain("Lena");
  expect(mail.text).toContain("Acme Academy\nAcme Group\n");
});

test.each(templates)("%s reads differently in every language", (template) => {
  const mails = languages.map((language) => compose(template, language, brand, content));
  expect(new Set(mails.map((mail) => mail.subject)).size).toBe(4);
  expect(new Set(mails.map((mail) => mail.text)).size).toBe(4);
});

test("a language we do not speak is answered in English", () => {
  for (const language of ["it", "", "constructor", "__proto__"]) {
    expect(invite({}, {}, language)).toEqual(invite({}, {}, "en"));
  }
});

test("both parts say the same words in the same order", () => {
  for (const { template, brand: sampleBrand, content: sampleContent } of mailSamples(words)) {
    const { html, text } = compose(template, "en", sampleBrand, sampleContent);
    const words = new Set(visible(html).split(/\s+/u));
    const missing = text.split(/\s+/u).filter((word) => !["-", ">", ""].includes(word) && !words.has(word));
    // The text names its link by the words of the button and a colon.
    expect(missing.every((word) => words.has(word.replace(/:$/u, "")))).toBe(true);
  }
});

test("the subject of an invitation follows the workspace's policy", () => {
  const subject = (subjectStyle: MailBrand["subjectStyle"], inviterName: string | null = "Ana Ruiz") =>
    invite({ inviterName }, { subjectStyle }).subject;
  expect(subject("inviter_invited_you")).toBe("Ana Ruiz invited you to Acme Academy");
  expect(subject("inviter_invited_you", null)).toBe("You’re invited to Acme Academy");
  expect(subject("invited_to_workspace")).toBe("You’re invited to Acme Academy");
  expect(subject("invitation_to_workspace")).toBe("Invitation to Acme Academy");
  expect(subject("welcome_to_product")).toBe("Welcome to Usher");
});

test("the button of an invitation follows the workspace's policy", () => {
  const text = (buttonStyle: MailBrand["buttonStyle"]) => invite({}, { buttonStyle }).text;
  expect(text("accept_invitation")).toContain("\nAccept invitation:\nhttps://");
  expect(text("set_password_and_get_started")).toContain("\nSet password and get started:\nhttps://");
  expect(text("set_your_password")).toContain("\nSet your password:\nhttps://");
});

test("HTML in names and note is escaped in the HTML part and literal in the text part", () => {
  const hostile = '<a href=//evil> "onmouseover= &lt;';
  const { html, text } = invite(
    { recipientFirstName: hostile, inviterName: hostile, note: hostile },
    { workspaceName: hostile, customerName: hostile, productName: hostile, supportContact: hostile },
  );
  expect(html).not.toContain("<a href=//evil>");
  expect(html).not.toContain('"onmouseover=');
  expect(times("href=", html.replaceAll("&lt;a href=//evil&gt;", ""))).toBe(1);
  expect(html).toContain("&lt;a href=//evil&gt; &quot;onmouseover= &amp;lt;");
  expect(text).toContain(`\n> ${hostile}\n`);
  expect(text).toContain(`Hello ${hostile},`);
});

test.each(["https://evil.example/x", "www.evil.example", "evil.example", "x@evil.example", "evil。example"])(
  "a mail program finds nothing to link in %s",
  (bait) => {
    const mail = invite(
      { recipientFirstName: bait, inviterName: `Reset at ${bait}`, note: `Go to ${bait} now` },
      { workspaceName: bait, customerName: bait },
    );
    for (const part of [mail.html, mail.text]) {
      expect(part).not.toContain(bait);
      expect(part.replaceAll("\u200B", "")).toContain(bait);
      expect(part.replaceAll("help@acme.example", "")).not.toMatch(
        /evil\.example|www\.evil|x@evil|evil。example/u,
      );
    }
  },
);

test("invisible characters cannot hide the dot from us", () => {
  const { text, html } = invite({
    note: "evil\uFEFF.\u2060exam\u200Dple",
    inviterName: "evil.\u202Eelpmaxe",
  });
  expect(text).not.toMatch(/[\uFEFF\u2060\u202E]/u);
  expect(html).not.toMatch(/[\uFEFF\u2060\u202E]/u);
  expect(text).toContain("evil.\u200B");
});

test("a support contact may be written to, but not visited", () => {
  expect(invite().text).toContain("Contact help@acme.example.");
  const { html, text } = invite({}, { supportContact: "https://evil.example" });
  expect(html).not.toContain("https://evil");
  expect(text).not.toContain("evil.example");
});

test("a note keeps its lines in both parts", () => {
  const { html, text } = invite({ note: "Hello\r\n\r\nSecond line\nThird" });
  expect(html).toContain("Hello<br/><br/>Second line<br/>Third");
  expect(text).toContain("Ana Ruiz wrote:\n> Hello\n>\n> Second line\n> Third\n");
});

test.each([
  ["winter", Date.UTC(2026, 10, 24, 13, 5), "Europe/Berlin", "24 November 2026, 14:05 CET (Europe/Berlin)"],
  ["summer", Date.UTC(2026, 6, 24, 12, 5), "Europe/Berlin", "24 July 2026, 14:05 CEST (Europe/Berlin)"],
  ["just before the clocks go back", Date.UTC(2026, 9, 25, 0, 30), "Europe/Berlin", "02:30 CEST"],
  ["just after the clocks go back", Date.UTC(2026, 9, 25, 1, 30), "Europe/Berlin", "02:30 CET"],
  ["midnight", Date.UTC(2026, 10, 23, 23, 0), "Europe/Berlin", "24 November 2026, 00:00 CET"],
  [
    "the day before elsewhere",
    Date.UTC(2026, 0, 1, 3, 0),
    "America/New_York",
    "31 December 2025, 22:00 GMT-5",
  ],
  ["a zone without a name of its own", Date.UTC(2026, 0, 1, 3, 0), "UTC", "1 January 2026, 03:00 UTC."],
  ["a zone nobody knows", Date.UTC(2026, 0, 1, 3, 0), "Mars/Base", "1 January 2026, 03:00 UTC."],
])("the end of the link is told in the workspace's zone: %s", (_, expiresAt, timeZone, expected) => {
  const { html, text } = invite({ expiresAt }, { timeZone });
  expect(text.replaceAll("\n", " ")).toContain(expected);
  expect(visible(html)).toContain(expected);
});

test("the end of the link is told in the language of the mail", () => {
  const text = (language: string) => invite({}, {}, language).text.replaceAll("\n", " ");
  expect(text("en")).toContain("The link is valid until 24 November 2026, 14:05 CET (Europe/Berlin).");
  expect(text("de")).toContain(
    "Der Link ist gültig bis zum 24. November 2026, 14:05 Uhr MEZ (Europe/Berlin).",
  );
  expect(text("fr")).toContain(
    "Le lien est valable jusqu’au 24 novembre 2026 à 14:05 UTC+1 (Europe/Berlin).",
  );
  expect(text("es")).toContain(
    "El enlace es válido hasta el 24 de noviembre de 2026, 14:05 CET (Europe/Berlin).",
  );
});

test("a link without an end says so", () => {
  const { html, text } = invite({ expiresAt: null });
  expect(text).toContain("The link does not expire.");
  expect(visible(html)).toContain("The link does not expire.");
  expect(text).not.toContain("valid until");
});

test("what is absent or blank leaves no trace", () => {
  const { html, text, subject } = invite(
    { recipientFirstName: " ", inviterName: null, note: "\n", roles: ["no_such_role", "toString"] },
    { customerName: null, supportContact: "" },
  );
  expect(subject).toBe("You’re invited to Acme Academy");
  expect(text).toContain("Acme Academy\n\nHello,\n\nThe Acme Academy team invites you");
  for (const part of [text, visible(html)]) {
    expect(part).not.toMatch(/Your role|wrote|note|Questions|no_such_role/u);
  }
});

test("each role says what it allows, once", () => {
  const { text } = invite({ roles: ["coach", "learner", "coach"] });
  expect(text).toContain(
    "Your roles\n- Coach: you support learners and follow their progress\n- Learner: you take courses and see your own progress\n",
  );
});

test("what is filled in is never taken for a slot", () => {
  const bait = "\uFDD0url\uFDD1 {{url}} $& $1";
  const { html, text } = invite({ recipientFirstName: bait, note: bait, inviterName: bait });
  expect(text).toContain("Hello url {{url}} $& $1,");
  expect(text).toContain("> url {{url}} $& $1\n");
  expect(times("usher.example", html)).toBe(2);
  expect(times("usher.example", text)).toBe(1);
});

test("a subject has no line break and no control character", () => {
  const { subject } = invite({ inviterName: "Ana\r\nBcc: all@acme.example\u0000\u2028\u0085x" });
  expect(subject).toBe("Ana Bcc: all@acme.example x invited you to Acme Academy");
});

test("a name that ends in a full stop does not double it", () => {
  const { html, text } = invite({}, { workspaceName: "Acme Inc." });
  expect(text).toContain("Sent by Usher for Acme Inc.\n");
  expect(visible(html)).not.toContain("Inc..");
});

test("a right-to-left name stays in its place", () => {
  const { subject, html } = invite({ inviterName: "نور الهدى", note: "أهلاً بك" });
  expect(subject).toBe("\u2068نور الهدى\u2069 invited you to Acme Academy");
  expect(html).toMatch(/<p[^>]* dir="auto"[^>]*>أهلاً بك<\/p>/u);
});

test("the text part is wrapped, and its address is not", () => {
  const url = `https://usher.example/join/${"a".repeat(200)}`;
  for (const language of languages) {
    const lines = invite({ url, note: "word ".repeat(60) }, {}, language).text.split("\n");
    expect(lines.filter((line) => line.length > 72)).toEqual([url]);
  }
});

test("only a web address may be the link", () => {
  for (const url of ["javascript:alert(1)", "", "//evil.example", "https://a b", "https://a\nb"]) {
    expect(() => invite({ url })).toThrow(TypeError);
  }
});

test.each(["#ffffff", "#000000", "#777777", "#ffd60a", "#0f766e", "#ff5a5f", "#1c2027", "#8a8f98"])(
  "a button in %s can be read and seen",
  (color) => {
    const { fill, ink, edge } = accentFrom(color);
    expect(fill).toBe(color);
    expect(contrast(fill, ink)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(edge.light, PAPER.light)).toBeGreaterThanOrEqual(3);
    expect(contrast(edge.dark, PAPER.dark)).toBeGreaterThanOrEqual(3);
  },
);

test("contrast is measured as WCAG does", () => {
  expect(contrast("#000000", "#ffffff")).toBeCloseTo(21);
  expect(contrast("#777777", "#ffffff")).toBeCloseTo(4.48, 2);
});

test("a colour that is none cannot write style sheets", () => {
  for (const accentColor of ["red", "#fff", "#12345", '#000000;background:url("x")', ""]) {
    const { html } = invite({}, { accentColor });
    expect(html).toContain("background-color:#2450d6");
    expect(html).not.toContain("url(");
  }
});

test("five thousand mails of one shape are rendered once", () => {
  let rendered = 0;
  const composer = createMailComposer({
    render: (page) => {
      rendered += 1;
      return renderToStaticMarkup(page);
    },
  });
  const mails = Array.from({ length: 5_000 }, (_, index) =>
    composer.compose("invitation", "de", brand, {
      ...content,
      recipientFirstName: `Person ${index}`,
      url: `https://usher.example/join/${index}-end`,
      expiresAt: 1_790_000_000_000 + index * 60_000,
    }),
  );
  expect(rendered).toBe(1);
  expect(new Set(mails.map((mail) => mail.html)).size).toBe(5_000);
  expect(mails.every((mail, index) => mail.text.includes(`/join/${index}-end\n`))).toBe(true);
  expect(mails.every((mail, index) => mail.html.includes(`Guten Tag Person ${index},`))).toBe(true);

  composer.compose("invitation", "de", brand, { ...content, note: null });
  composer.compose("invitation", "fr", brand, content);
  composer.compose("invitation", "de", { ...brand, accentColor: "#000000" }, content);
  expect(rendered).toBe(4);
});

test("own words and a logo are rendered once for all, and never stand in another workspace's mail", () => {
  let rendered = 0;
  const composer = createMailComposer({
    render: (page) => {
      rendered += 1;
      return renderToStaticMarkup(page);
    },
  });
  const own = {
    ...brand,
    texts: { en: { invitation: { subject: "{first_name} & {workspace}", button: "Step in, {first_name}" } } },
    logoUrl: "https://usher.example/w/acme/logo/00112233445566778899aabbccddeeff",
  };
  const mails = Array.from({ length: 500 }, (_, index) =>
    composer.compose("invitation", "en", own, { ...content, recipientFirstName: `P<${index}>` }),
  );
  expect(rendered).toBe(1);
  expect(mails[7]?.subject).toBe("P<7> & Acme Academy");
  expect(mails[7]?.html).toContain("<title>P&lt;7&gt; &amp; Acme Academy</title>");
  expect(mails[7]?.html).toContain("Step in, P&lt;7&gt;</");
  expect(mails[7]?.html).toContain(`<img src="${own.logoUrl}" alt="Acme Academy"`);
  expect(mails[7]?.text).toContain("Step in, P<7>:");
  // The mail says whose it is without the picture too, once.
  expect(visible(mails[7]?.html ?? "")).not.toMatch(/^\s*Acme Academy/u);

  const plain = composer.compose("invitation", "en", brand, content);
  expect([plain.subject, plain.html.includes("<img"), plain.text.includes("Step in")]).toEqual([
    "Ana Ruiz invited you to Acme Academy",
    false,
    false,
  ]);
  // Other mails, other languages, and whoever has no first name get the usual words.
  expect(composer.compose("reminder", "en", own, content).text).not.toContain("Step in");
  expect(composer.compose("invitation", "de", own, content).text).not.toContain("Step in");
  const nameless = composer.compose("invitation", "en", own, { ...content, recipientFirstName: null });
  expect([nameless.subject, nameless.text.includes("Step in")]).toEqual([plain.subject, false]);
});

test("one composer never mixes two workspaces", () => {
  const other = {
    ...brand,
    workspaceName: "Borealis",
    customerName: "Nord",
    supportContact: "hi@nord.example",
  };
  compose("invitation", "en", brand, content);
  const { subject, html, text } = compose("invitation", "en", other, content);
  for (const part of [subject, html, text]) {
    expect(part).toContain("Borealis");
    expect(part).not.toMatch(/Acme|acme/u);
  }
});

test("a session's mail says when in the session's own zone, and names it", () => {
  const session = content.session ?? null;
  const { subject, text } = compose(
    "session_invitation",
    "en",
    { ...brand, timeZone: "Asia/Tokyo" },
    content,
  );
  expect(subject).toBe("Your place in Ropes and knots");
  expect(text.replace(/\s+/gu, " ")).toMatch(/Monday,? 9 March 2026, 10:00–12:00 CET \(Europe\/Berlin\)/u);
  const night = session && {
    ...session,
    startsAt: Date.UTC(2026, 2, 28, 22),
    endsAt: Date.UTC(2026, 2, 29, 2),
  };
  const late = compose("session_reminder", "de", brand, { ...content, session: night }).text;
  expect(late.replace(/\s+/gu, " ")).toContain(
    "Samstag, 28. März 2026, 23:00 Uhr MEZ (Europe/Berlin) – Sonntag, 29. März 2026, 04:00 Uhr MESZ (Europe/Berlin)",
  );
});

test("who has not joined yet is sent to no page that is closed to them", () => {
  const session = content.session && { ...content.session, joined: false };
  const { text } = compose("session_invitation", "en", brand, { ...content, session });
  expect(text).toContain("Accept the invitation first");
  expect(text).toContain("Open the sign-in page");
  expect(text).not.toContain("Open the course");
});
