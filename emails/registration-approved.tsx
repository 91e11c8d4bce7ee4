import { Action } from "./components/action";
import { Divider } from "./components/divider";
import { Aside, Paragraph } from "./components/paragraph";
import type { Template } from "./draft";

/** Who registered and had to wait is in; leads into the course by signing in. */
export const registrationApproved: Template = (draft) => {
  const { words, course } = draft;
  const names = { ...draft.names, course };
  const texts = words.registrationApproved;
  return {
    subject: texts.subject(names),
    heading: texts.heading,
    preheader: texts.intro(names),
    body: (
      <>
        <Paragraph>{texts.intro(names)}</Paragraph>
        <Action draft={draft} label={words.button.sign_in} />
        <Divider />
        <Aside>{texts.why}</Aside>
        <Aside>{draft.support && words.support(draft.support)}</Aside>
      </>
    ),
  };
};
