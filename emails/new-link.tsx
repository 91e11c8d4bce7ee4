import { Action } from "./components/action";
import { Divider } from "./components/divider";
import { Aside, Paragraph } from "./components/paragraph";
import { Quote } from "./components/quote";
import { Roles } from "./components/roles";
import type { Template } from "./draft";

/** The invitee asked for a new link, or the invitation was sent again. */
export const newLink: Template = (draft) => {
  const { words, names } = draft;
  const texts = words.newLink;
  return {
    subject: texts.subject(names),
    heading: texts.heading,
    preheader: `${texts.intro(names)} ${draft.expiry}`,
    body: (
      <>
        <Paragraph>{texts.intro(names)}</Paragraph>
        <Quote by={words.noteBy(names.inviter)} words={draft.note} accent={draft.accent} />
        <Roles draft={draft} />
        <Paragraph>{texts.replaces}</Paragraph>
        <Action draft={draft} label={draft.button} expires />
        <Divider />
        <Aside>{texts.notExpected}</Aside>
        <Aside>{draft.support && words.support(draft.support)}</Aside>
      </>
    ),
  };
};
