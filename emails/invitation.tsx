import { Action } from "./components/action";
import { Divider } from "./components/divider";
import { Aside, Paragraph } from "./components/paragraph";
import { Quote } from "./components/quote";
import { Roles } from "./components/roles";
import type { Template } from "./draft";

/** Somebody is invited. */
export const invitation: Template = (draft) => {
  const { words, names } = draft;
  const texts = words.invitation;
  return {
    subject: texts.subject[draft.subjectStyle](names),
    heading: texts.heading(names),
    preheader: `${texts.intro(names)} ${draft.expiry}`,
    body: (
      <>
        <Paragraph>{texts.intro(names)}</Paragraph>
        <Roles draft={draft} />
        <Quote by={words.noteBy(names.inviter)} words={draft.note} accent={draft.accent} />
        <Paragraph>{texts.next}</Paragraph>
        <Action draft={draft} label={draft.button} expires />
        <Divider />
        <Aside>{texts.notExpected}</Aside>
        <Aside>{draft.support && words.support(draft.support)}</Aside>
      </>
    ),
  };
};
