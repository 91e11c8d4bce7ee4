import { Action } from "./components/action";
import { Divider } from "./components/divider";
import { Aside, Paragraph } from "./components/paragraph";
import type { Template } from "./draft";

/** Somebody registered with the address of a person who is here already. */
export const registrationKnown: Template = (draft) => {
  const { words, course } = draft;
  const names = { ...draft.names, course };
  const texts = words.registrationKnown;
  return {
    subject: texts.subject(names),
    heading: texts.heading,
    preheader: texts.intro(names),
    body: (
      <>
        <Paragraph>{texts.intro(names)}</Paragraph>
        <Action draft={draft} label={words.button.sign_in} />
        <Divider />
        <Aside>{texts.notExpected}</Aside>
        <Aside>{draft.support && words.support(draft.support)}</Aside>
      </>
    ),
  };
};
