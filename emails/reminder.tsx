import { Action } from "./components/action";
import { Divider } from "./components/divider";
import { Aside, Paragraph } from "./components/paragraph";
import { Quote } from "./components/quote";
import { Roles } from "./components/roles";
import type { Template } from "./draft";

/** An invitation has not been answered yet. */
export const reminder: Template = (draft) => {
  const { words, names } = draft;
  const texts = words.reminder;
  return {
    subject: texts.subject(names),
    heading: texts.heading(names),
    preheader: `${texts.intro(names)} ${draft.expiry}`,
    body: (
      <>
        <Paragraph>{texts.intro(names)}</Paragraph>
        <Roles draft={draft} />
        <Quote by={words.noteBy(names.inviter)} words={draft.note} accent={draft.accent} />
        <Action draft={draft} label={draft.button} expires />
        <Divider />
        <Aside>{texts.notExpected}</Aside>
        <Aside>{draft.support && words.support(draft.support)}</Aside>
      </>
    ),
  };
};
