import { renderToStaticMarkup } from "react-dom/server";
import { type Calendar, calendarFor } from "./expiry";
import { htmlFillings, subjectFillings, textFillings, valuesOf } from "./fillings";
import { type Layout, layoutOf } from "./layout";
import type { MailComposer, MailContent, MailLanguage, MailWords } from "./mail";
import { isRoleKey, type Messages, messagesFor, type RoleWords } from "./messages";
import { wrap } from "./plain-text";
import { nameFrom, unlinked } from "./safe-text";
import { fill } from "./slots";
import { inWords } from "./words";

/** Enough for every workspace of a busy hour; an isolate must not grow without end. */
const KEPT = 400;

/**
 * Makes a composer. React renders a layout once for all mails of the same template, language, style and
 * shape; each recipient's mail is then filled in. `render` is a parameter so that a test can count.
 */
export function createMailComposer({ render = renderToStaticMarkup } = {}): MailComposer {
  const layouts = new Map<string, Layout>();
  const calendars = new Map<string, Calendar>();
  // The words of a workspace come as one object for many mails; writing them out for each would cost more than filling.
  const keys = new WeakMap<MailWords, string>();
  const keyOf = (nouns: MailWords) => {
    const key = keys.get(nouns) ?? JSON.stringify(nouns);
    keys.set(nouns, key);
    return key;
  };

  return {
    compose(template, language, brand, content) {
      const words = messagesFor(language);
      const nouns = brand.words[words.language as MailLanguage];
      const values = valuesOf(brand, content);
      const roles = [...new Set(content.roles)].filter((role) => typeof role !== "string" || isRoleKey(role));

      const session = content.session && {
        online: content.session.online,
        joined: content.session.joined,
      };
      const present = Object.values(values).map((value) => value !== null);
      const own = brand.texts?.[words.language]?.[template];
      const logo = brand.logoUrl ?? null;
      const style = [brand.accentColor, brand.subjectStyle, brand.buttonStyle, own, logo];
      const layout = remembered(
        layouts,
        JSON.stringify([template, words.language, style, roles, present, session, keyOf(nouns)]),
        () => {
          const spoken = inWords(words, nouns);
          return layoutOf({
            template,
            words: spoken,
            brand,
            own: own ?? {},
            logo,
            roles: roles.flatMap((role) => wordsOf(spoken, role)),
            values,
            session: session ?? null,
            render,
          });
        },
      );
      const calendar = (timeZone: string) =>
        remembered(calendars, `${words.language} ${timeZone}`, () => calendarFor(words, timeZone));

      const moments = {
        expiry:
          content.expiresAt === null
            ? words.doesNotExpire
            : words.validUntil(calendar(brand.timeZone).moment(content.expiresAt)),
        ends: content.expiresAt === null ? "" : calendar(brand.timeZone).moment(content.expiresAt),
        times: content.session
          ? calendar(content.session.timeZone).span(content.session.startsAt, content.session.endsAt)
          : "",
        day: content.lastDay ? calendar(brand.timeZone).day(content.lastDay) : "",
      };
      return {
        subject: fill(layout.subject, subjectFillings(values, moments)),
        html: fill(layout.html, htmlFillings(values, moments)),
        text: wrap(fill(layout.text, textFillings(values, moments))),
      };
    },
  };
}

/** What a role is called; what a workspace calls one of its own is typed by people, and becomes no link. */
function wordsOf(words: Messages, role: MailContent["roles"][number]): RoleWords[] {
  if (typeof role === "string") return isRoleKey(role) ? [words.roles[role]] : [];
  const said = (text: string) => unlinked(nameFrom(text) ?? "");
  return [{ label: said(role.name), may: said(role.description) }];
}

function remembered<Value>(known: Map<string, Value>, key: string, make: () => Value): Value {
  const found = known.get(key);
  if (found !== undefined) return found;
  const made = make();
  const [oldest] = known.keys();
  if (known.size >= KEPT && oldest !== undefined) known.delete(oldest);
  known.set(key, made);
  return made;
}
