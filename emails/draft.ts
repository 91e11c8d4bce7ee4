import type { ReactElement } from "react";
import type { Accent } from "./accent";
import type { ButtonStyle, SubjectStyle } from "./mail";
import type { Messages, RoleKey } from "./messages";
import type { Names } from "./messages/names";

/** What a template has to work with. Names, note, address and expiry are slots, to be filled per recipient. */
export interface Draft {
  words: Messages;
  names: Names;
  accent: Accent;
  subjectStyle: SubjectStyle;
  buttonStyle: ButtonStyle;
  recipient: string | null;
  customer: string | null;
  support: string | null;
  roles: RoleKey[];
  note: string | null;
  reason: string | null;
  url: string;
  /** A whole sentence. */
  expiry: string;
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

export type Template = (draft: Draft) => Letter;
