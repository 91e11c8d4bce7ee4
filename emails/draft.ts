import type { ReactElement } from "react";
import type { Accent } from "./accent";
import type { SubjectStyle } from "./mail";
import type { Messages, RoleWords } from "./messages";
import type { Names } from "./messages/names";

/** What a template has to work with. Names, note, address and expiry are slots, to be filled per recipient. */
export interface Draft {
  words: Messages;
  names: Names;
  accent: Accent;
  subjectStyle: SubjectStyle;
  /** The words on the button of an invitation, a reminder and a new link. */
  button: string;
  /** Address of the logo. */
  logo: string | null;
  recipient: string | null;
  /** Whom it is for, in a mail to somebody who passes it on. */
  about: string | null;
  customer: string | null;
  support: string | null;
  roles: RoleWords[];
  note: string | null;
  reason: string | null;
  /** A temporary password. */
  password: string | null;
  /** The course that a registration is for. */
  course: string | null;
  url: string;
  /** A whole sentence. */
  expiry: string;
  /** The moment alone. */
  ends: string;
  /** The last day of access, in mails about that. */
  lastDay: string;
  /** Null but in mails about a session. */
  session: DraftSession | null;
}

/** A session in a draft; title, course, times and place are slots. */
export interface DraftSession {
  title: string;
  course: string;
  times: string;
  place: string | null;
  online: boolean;
  joined: boolean;
}

/** What a template makes of a draft. */
export interface Letter {
  subject: string;
  heading: string;
  /** The line a mailbox shows beside the subject. */
  preheader: string;
  /** A fragment of blocks (components/block.tsx). */
  body: ReactElement;
}

/** The session of a mail that is about one. */
export function sessionOf({ session }: Draft): DraftSession {
  if (!session) throw new TypeError("A mail about a session needs one");
  return session;
}

export type Template = (draft: Draft) => Letter;
