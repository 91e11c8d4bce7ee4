import type { EventKind, MailEvent, StoredMail } from "./mail.ts";
import { html, type Markup } from "./markup.ts";

/** How many mails one page of the list shows. */
export const pageSize = 50;

/** The tabs of a mail, as the address names them. */
export const mailViews = ["html", "text", "details"] as const;

/** One of {@link mailViews}. */
export type MailView = (typeof mailViews)[number];

type Address = { to: string; page: number; view: MailView; id: string | null };

/** What the page shows; its address bar holds all of its state. */
export type MailboxView = {
  mails: StoredMail[];
  matching: number;
  total: number;
  mail: StoredMail | null;
  missing: boolean;
  inactive: boolean;
  address: Address;
};

const icon =
  "data:image/svg+xml," +
  encodeURIComponent(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" ' +
      'fill="#2f6f62"/><path d="M8 11h16v11H8z M8 11l8 6 8-6" fill="none" stroke="#fff" stroke-width="2" ' +
      'stroke-linejoin="round"/></svg>',
  );

const sandbox = "allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation";

/** The mailbox page. Regions marked `data-live` are renewed by page.js; without script a list reloads itself. */
export function mailboxPage(view: MailboxView): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Mailbox – local mails of Usher</title>
<link rel="icon" href="${icon}">
<link rel="stylesheet" href="/page.css">
${view.mail ? null : html`<noscript><meta http-equiv="refresh" content="5"></noscript>`}
<script src="/page.js" defer></script>
</head>
<body class="${view.mail || view.missing ? "reading" : "browsing"}">
<a class="skip" href="#mail">Skip to the mail</a>
<header class="top">
  <a class="brand" href="/"><img src="${icon}" alt="" width="28" height="28"><h1>Mailbox</h1></a>
  <p class="note">Local stub of Postmark. Nothing leaves this machine.</p>
</header>
<div class="panes">
${listPane(view)}
<main id="mail" tabindex="-1">${view.mail ? mailPane(view.mail, view) : guidePane(view)}</main>
</div>
</body>
</html>
`.source;
}

function listPane({ mails, matching, total, address }: MailboxView): Markup {
  return html`<nav class="list" aria-label="Mails">
  <form class="search" action="/" role="search">
    <label class="hidden" for="to">Recipient</label>
    <input id="to" type="search" name="to" value="${address.to}" placeholder="Search by recipient"
      autocomplete="off" spellcheck="false">
    <button>Search</button>
  </form>
  <p class="count" data-live="count" role="status">${countLine(matching, total, address.to)}</p>
  <div class="mails" data-live="mails">
  ${
    mails.length > 0
      ? html`<ol>${mails.map((mail) => listItem(mail, address))}</ol>`
      : html`<p class="empty">${address.to ? `No mail to “${address.to}”` : "Nothing here yet"}</p>`
  }
  ${pager(matching, address)}
  </div>
</nav>`;
}

function countLine(matching: number, total: number, to: string): Markup {
  const mails = (count: number) => (count === 1 ? "1 mail" : `${count.toLocaleString("en")} mails`);
  if (!to) return html`${mails(total)}`;
  return html`${matching.toLocaleString("en")} of ${mails(total)} · <a href="/">Show all</a>`;
}

function listItem(mail: StoredMail, address: Address): Markup {
  const current = mail.id === address.id;
  return html`<li><a href="${hrefOf({ ...address, id: mail.id, view: "html" })}"${
    current ? html` aria-current="true"` : null
  }>
  <span class="row"><strong class="cut">${mail.to}</strong>${timeOf(mail.sentAt)}</span>
  <span class="subject cut">${mail.subject || "(no subject)"}</span>
  <span class="row">${chips(mail)}${stateOf(mail)}</span>
</a></li>`;
}

function chips(mail: StoredMail): Markup {
  return html`<span class="chips">${mail.template && html`<span class="chip">${mail.template}</span>`}${
    mail.language && html`<span class="chip">${mail.language}</span>`
  }</span>`;
}

function pager(matching: number, address: Address): Markup | null {
  const last = Math.max(1, Math.ceil(matching / pageSize));
  if (last === 1 && address.page === 1) return null;
  return html`<p class="pager">
  ${address.page > 1 ? html`<a href="${hrefOf({ ...address, page: address.page - 1 })}">Newer</a>` : html`<span></span>`}
  <span>Page ${address.page} of ${last.toLocaleString("en")}</span>
  ${address.page < last ? html`<a href="${hrefOf({ ...address, page: address.page + 1 })}">Older</a>` : html`<span></span>`}
</p>`;
}

function mailPane(mail: StoredMail, { address, inactive }: MailboxView): Markup {
  const tab = (view: MailView, name: string) =>
    html`<a href="${hrefOf({ ...address, view })}"${
      address.view === view ? html` aria-current="page"` : null
    }>${name}</a>`;
  return html`<article>
  <header class="head">
    <a class="back" href="${hrefOf({ ...address, id: null, view: "html" })}">All mails</a>
    <h2>${mail.subject || "(no subject)"}</h2>
    <dl class="envelope">
      <div><dt>To</dt><dd>${mail.to}</dd></div>
      <div><dt>From</dt><dd>${mail.from}</dd></div>
      ${mail.replyTo && html`<div><dt>Reply to</dt><dd>${mail.replyTo}</dd></div>`}
      <div><dt>Sent</dt><dd>${fullTimeOf(mail.sentAt)}</dd></div>
    </dl>
    <p class="row" data-live="state">${chips(mail)}${stateOf(mail)}</p>
    <form class="actions" method="post" action="/messages/${mail.id}/events">
      <input type="hidden" name="back" value="${queryOf(address)}">
      <button name="kind" value="opened">Mark opened</button>
      <button name="kind" value="bounced">Bounce it</button>
      <button name="kind" value="complained">Complain</button>
      <details>
        <summary>More</summary>
        <div class="more">
          <button name="kind" value="clicked">Click a link</button>
          <button name="kind" value="soft_bounced">Soft bounce</button>
          <button name="kind" value="unsubscribed">Unsubscribe</button>
          <button name="kind" value="delivered">Deliver again</button>
        </div>
      </details>
      ${inactive && html`<button name="kind" value="reactivated">Reactivate the address</button>`}
    </form>
  </header>
  <nav class="tabs" aria-label="Parts of the mail">
    ${tab("html", "HTML")}${tab("text", "Text")}${tab("details", "Headers and events")}
    <a class="alone" href="/messages/${mail.id}.${address.view === "text" ? "txt" : "html"}" target="_blank">Open alone</a>
  </nav>
  ${mailBody(mail, address.view)}
</article>`;
}

function mailBody(mail: StoredMail, view: MailView): Markup {
  if (view === "details") return detailsOf(mail);
  if (mail.bodyDropped) return html`<p class="empty">The body of this mail was dropped to save memory.</p>`;
  if (view === "text") {
    return mail.text
      ? html`<pre class="text" tabindex="0">${mail.text}</pre>`
      : html`<p class="empty">This mail has no text part.</p>`;
  }
  if (!mail.html) return html`<p class="empty">This mail has no HTML part.</p>`;
  return html`<iframe title="The mail" src="/messages/${mail.id}.html" sandbox="${sandbox}"></iframe>`;
}

function detailsOf(mail: StoredMail): Markup {
  const copies = mail.recipients.filter(({ field }) => field !== "to");
  const lines: [string, string][] = [
    ["Message id", mail.id],
    ["Stream", mail.messageStream],
    ...(mail.tag ? ([["Tag", mail.tag]] as [string, string][]) : []),
    ...copies.map(({ field, email }): [string, string] => [field === "cc" ? "Cc" : "Bcc", email]),
    ...Object.entries(mail.metadata).map(([key, value]): [string, string] => [`Metadata ${key}`, value]),
    ...mail.headers.map(({ name, value }): [string, string] => [name, value]),
  ];
  return html`<div class="details">
  <h3>Events</h3>
  <div data-live="events">${
    mail.events.length > 0
      ? html`<ol class="events">${mail.events.toReversed().map(eventLine)}</ol>`
      : html`<p class="quiet">Nothing has happened to this mail yet.</p>`
  }</div>
  <h3>Headers and metadata</h3>
  <dl class="headers">${lines.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
</div>`;
}

const stateNames: Record<EventKind, string> = {
  delivered: "Delivered",
  opened: "Opened",
  clicked: "Clicked",
  bounced: "Bounced",
  soft_bounced: "Soft bounce",
  complained: "Complained",
  unsubscribed: "Unsubscribed",
  reactivated: "Reactivated",
};

function stateOf(mail: StoredMail): Markup {
  const kind = mail.events.at(-1)?.kind;
  return html`<span class="state ${kind ?? "accepted"}">${kind ? stateNames[kind] : "Accepted"}</span>`;
}

function eventLine(event: MailEvent): Markup {
  const tries = event.attempts === 1 ? "1 attempt" : `${event.attempts} attempts`;
  const webhook = {
    none: "no webhook is set",
    sending: event.attempts > 0 ? `webhook on its way (${event.answer}, ${tries})` : "webhook on its way",
    accepted: `webhook accepted (${event.answer})`,
    failed: `webhook failed (${event.answer}, ${tries})`,
  }[event.webhook];
  return html`<li><span class="state ${event.kind}">${stateNames[event.kind]}</span>
  <span>${event.recipient}<br><span class="quiet">${fullTimeOf(event.at)} · ${webhook}</span></span></li>`;
}

const guide: [string, string][] = [
  ["bounce", "is accepted, bounces hard, and is refused from then on"],
  ["complaint", "is delivered to somebody who reports it as spam"],
  ["slow", "is delivered after five seconds"],
  ["inactive", "is refused at once"],
];

function guidePane({ missing, total }: MailboxView): Markup {
  return html`<section class="guide">
  ${missing && html`<a class="back" href="/">All mails</a>`}
  <h2>${missing ? "That mail is gone" : total === 0 ? "Nothing here yet" : "Choose a mail"}</h2>
  <p>Usher hands its mails to this stand-in for Postmark. They stay here, on your machine: no address
  receives anything, so invite whomever you like.</p>
  <p>Some addresses have a fate. An address whose part before the @ contains</p>
  <dl>${guide.map(([word, fate]) => html`<div><dt><code>${word}</code></dt><dd>${fate}.</dd></div>`)}</dl>
  <p>Every other address has its mail delivered a moment later. The buttons above a mail let more happen to it,
  and Usher hears of it as it would from Postmark.</p>
</section>`;
}

function hrefOf(address: Address): string {
  const query = queryOf(address);
  return query ? `/?${query}` : "/";
}

function queryOf({ to, page, view, id }: Address): string {
  const query = new URLSearchParams();
  if (to) query.set("to", to);
  if (page > 1) query.set("page", String(page));
  if (id) query.set("id", id);
  if (id && view !== "html") query.set("view", view);
  return query.toString();
}

function timeOf(iso: string): Markup {
  const time = new Date(iso);
  const today = time.toDateString() === new Date().toDateString();
  const text = time.toLocaleString(
    "en-GB",
    today ? { hour: "2-digit", minute: "2-digit" } : { day: "numeric", month: "short" },
  );
  return html`<time datetime="${iso}">${text}</time>`;
}

function fullTimeOf(iso: string): Markup {
  const text = new Date(iso).toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "medium" });
  return html`<time datetime="${iso}">${text}</time>`;
}
