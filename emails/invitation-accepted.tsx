import { Action } from "./components/action";
import { Divider } from "./components/divider";
import { Aside, Paragraph } from "./components/paragraph";
import { Roles } from "./components/roles";
import type { Template } from "./draft";

/** Welcomes the invitee who has just joined; holds the address to sign in at. */
export const invitationAccepted: Template = (draft) => {
  const { words, names } = draft;
  const texts = words.invitationAccepted;
  return {
    subject: texts.subject(names),
    heading: texts.heading(names),
    preheader: texts.intro(names),
    body: (
      <>
        <Paragraph>{texts.intro(names)}</Paragraph>
        <Roles draft={draft} />
        <Paragraph>{texts.keep}</Paragraph>
        <Action draft={draft} label={words.button.sign_in} addressLead={texts.plainAddress} />
        <Divider />
        <Aside>{texts.notExpected}</Aside>
        <Aside>{draft.support && words.support(draft.support)}</Aside>
      </>
    ),
  };
};
