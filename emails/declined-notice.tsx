import { Action } from "./components/action";
import { Divider } from "./components/divider";
import { Aside, Paragraph } from "./components/paragraph";
import { Quote } from "./components/quote";
import type { Template } from "./draft";

/** Tells the inviter who declined, and why if a reason was given. */
export const declinedNotice: Template = (draft) => {
  const { words, names } = draft;
  const texts = words.declinedNotice;
  return {
    subject: texts.subject(names),
    heading: texts.heading,
    preheader: texts.intro(names),
    body: (
      <>
        <Paragraph>{texts.intro(names)}</Paragraph>
        <Quote by={texts.reason} words={draft.reason} accent={draft.accent} />
        <Paragraph>{texts.next}</Paragraph>
        <Action draft={draft} label={words.button.open_invitation} />
        <Divider />
        <Aside>{words.acceptedNotice.why}</Aside>
        <Aside>{draft.support && words.support(draft.support)}</Aside>
      </>
    ),
  };
};
