import type { ReactElement } from "react";
import { accentFrom } from "./accent";
import { acceptedNotice } from "./accepted-notice";
import { accessEnding } from "./access-ending";
import { accountAdded } from "./account-added";
import { accountLink } from "./account-link";
import { accountPassword } from "./account-password";
import { addressChangeAsked } from "./address-change-asked";
import { addressChanged } from "./address-changed";
import { textOf } from "./components/block";
import { Page } from "./components/page";
import { declinedNotice } from "./declined-notice";
import type { Draft, Letter, Template } from "./draft";
import type { Values } from "./fillings";
import { invitation } from "./invitation";
import { invitationAccepted } from "./invitation-accepted";
import type { MailBrand, MailSession, MailTemplate } from "./mail";
import type { Messages, RoleWords } from "./messages";
import { newLink } from "./new-link";
import { passwordChanged } from "./password-changed";
import { passwordReset } from "./password-reset";
import { registration } from "./registration";
import { registrationApproved } from "./registration-approved";
import { registrationKnown } from "./registration-known";
import { registrationRefunded } from "./registration-refunded";
import { registrationRefused } from "./registration-refused";
import { reminder } from "./reminder";
import { nameFrom } from "./safe-text";
import { seatFree } from "./seat-free";
import { sessionCanceled } from "./session-canceled";
import { sessionInvitation } from "./session-invitation";
import { sessionReminder } from "./session-reminder";
import { type Skeleton, skeletonOf, slot } from "./slots";
import { verifyAddress } from "./verify-address";

const templates: Record<MailTemplate, Template> = {
  invitation,
  reminder,
  new_link: newLink,
  seat_free: seatFree,
  registration,
  registration_known: registrationKnown,
  registration_approved: registrationApproved,
  registration_refused: registrationRefused,
  registration_refunded: registrationRefunded,
  password_reset: passwordReset,
  account_link: accountLink,
  account_password: accountPassword,
  account_added: accountAdded,
  invitation_accepted: invitationAccepted,
  accepted_notice: acceptedNotice,
  declined_notice: declinedNotice,
  password_changed: passwordChanged,
  verify_address: verifyAddress,
  address_change_asked: addressChangeAsked,
  address_changed: addressChanged,
  session_invitation: sessionInvitation,
  session_reminder: sessionReminder,
  session_canceled: sessionCanceled,
  access_ending: accessEnding,
};

/** A mail with slots where the recipient's own words go. */
export interface Layout {
  subject: Skeleton;
  html: Skeleton;
  text: Skeleton;
}

interface Shape {
  template: MailTemplate;
  words: Messages;
  brand: Pick<MailBrand, "accentColor" | "subjectStyle" | "buttonStyle">;
  /** What the workspace wrote itself. */
  own: { readonly subject?: string | undefined; readonly button?: string | undefined };
  logo: string | null;
  roles: RoleWords[];
  /** Only whether a value is there matters here. */
  values: Values;
  session: Pick<MailSession, "online" | "joined"> | null;
  render: (page: ReactElement) => string;
}

/** The slow part of a mail: React renders it here, and nowhere else. */
export function layoutOf({
  template,
  words,
  brand,
  own,
  logo,
  roles,
  values,
  session,
  render,
}: Shape): Layout {
  const slotFor = (name: keyof Values) => (values[name] === null ? null : slot(name));
  const subject = ownText(own.subject, slotFor);
  const draft: Draft = {
    words,
    names: {
      workspace: slot("workspace"),
      product: slot("product"),
      inviter: slotFor("inviter"),
      who: slotFor("who"),
    },
    accent: accentFrom(brand.accentColor),
    subjectStyle: brand.subjectStyle,
    button: ownText(own.button, slotFor) ?? words.button[brand.buttonStyle],
    logo,
    recipient: slotFor("recipient"),
    about: slotFor("about"),
    customer: slotFor("customer"),
    support: slotFor("support"),
    roles,
    note: slotFor("note"),
    reason: slotFor("reason"),
    password: slotFor("password"),
    course: slotFor("course"),
    url: slot("url"),
    expiry: slot("expiry"),
    ends: slot("ends"),
    lastDay: slot("day"),
    session: session && {
      title: slot("session"),
      course: slot("course"),
      times: slot("times"),
      place: slotFor("place"),
      ...session,
    },
  };
  const usual = templates[template](draft);
  const letter = passedOn(draft, subject === null ? usual : { ...usual, subject });
  const letterhead = [draft.names.workspace, draft.customer].filter((line) => line !== null).join("\n");
  const text = [
    letterhead,
    words.greeting(draft.recipient),
    ...(draft.about === null ? [] : [words.about.passOn(draft.about)]),
    ...textOf(letter.body),
    words.footer(draft.names),
  ];
  return {
    subject: skeletonOf(letter.subject),
    html: skeletonOf(`<!doctype html>${render(<Page draft={draft} letter={letter} />)}`),
    text: skeletonOf(`${text.join("\n\n")}\n`),
  };
}

/** The same letter to somebody who passes it on: subject and heading say for whom it is. */
function passedOn({ about, words }: Draft, letter: Letter): Letter {
  if (about === null) return letter;
  const { subject, heading } = letter;
  return {
    ...letter,
    subject: words.about.line({ about, line: subject }),
    heading: words.about.line({ about, line: heading }),
  };
}

/** The slots behind the variables of own texts. */
const variables: Readonly<Record<string, keyof Values>> = {
  workspace: "workspace",
  inviter: "inviter",
  product: "product",
  first_name: "recipient",
};

/**
 * An own text with slots for its variables; null where there is none, and where something it names is not known: a
 * subject with a hole in it would look like a mistake.
 */
function ownText(text: string | undefined, slotFor: (name: keyof Values) => string | null): string | null {
  const line = nameFrom(text);
  if (line === null) return null;
  let whole = true;
  const said = line.replace(/\{(\w+)\}/gu, (_, name: string) => {
    const place = variables[name];
    const value = place ? slotFor(place) : null;
    if (value === null) whole = false;
    return value ?? "";
  });
  return whole ? said : null;
}
