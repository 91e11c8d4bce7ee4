import { Action } from "./components/action";
import { Divider } from "./components/divider";
import { Aside, Paragraph } from "./components/paragraph";
import { Quote } from "./components/quote";
import type { Template } from "./draft";

/** Somebody was set up as a member, with a password that is good for the first sign-in. */
export const accountPassword: Template = (draft) => {
  const { words, names } = draft;
  const texts = words.account;
  return {
    subject: texts.subject(names),
    heading: texts.heading(names),
    preheader: texts.intro(names),
    body: (
      <>
        <Paragraph>{texts.intro(names)}</Paragraph>
        <Paragraph>{texts.temporary(draft.ends)}</Paragraph>
        <Quote by={texts.password} words={draft.password} accent={draft.accent} />
        <Action draft={draft} label={words.button.sign_in} />
        <Divider />
        <Aside>{texts.notExpected}</Aside>
        <Aside>{draft.support && words.support(draft.support)}</Aside>
      </>
    ),
  };
};
