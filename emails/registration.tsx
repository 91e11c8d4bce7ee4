import { Action } from "./components/action";
import { Divider } from "./components/divider";
import { Aside, Paragraph } from "./components/paragraph";
import type { Template } from "./draft";

/** Somebody registered with this address; the link proves that the mailbox is theirs. */
export const registration: Template = (draft) => {
  const { words, course } = draft;
  const names = { ...draft.names, course };
  const texts = words.registration;
  return {
    subject: texts.subject(names),
    heading: texts.heading(names),
    preheader: texts.intro(names),
    body: (
      <>
        <Paragraph>{texts.intro(names)}</Paragraph>
        <Action draft={draft} label={texts.button(names)} expires />
        <Divider />
        <Aside>{texts.notExpected}</Aside>
        <Aside>{draft.support && words.support(draft.support)}</Aside>
      </>
    ),
  };
};
