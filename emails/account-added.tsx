import { Action } from "./components/action";
import { Divider } from "./components/divider";
import { Aside, Paragraph } from "./components/paragraph";
import type { Template } from "./draft";

/** Somebody with an account became a member of one more workspace; their own password opens it. */
export const accountAdded: Template = (draft) => {
  const { words, names } = draft;
  const texts = words.account;
  return {
    subject: texts.subject(names),
    heading: texts.heading(names),
    preheader: texts.intro(names),
    body: (
      <>
        <Paragraph>{texts.intro(names)}</Paragraph>
        <Paragraph>{texts.ownPassword}</Paragraph>
        <Action draft={draft} label={words.button.sign_in} />
        <Divider />
        <Aside>{texts.notExpected}</Aside>
        <Aside>{draft.support && words.support(draft.support)}</Aside>
      </>
    ),
  };
};
