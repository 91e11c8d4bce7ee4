import { Action } from "./components/action";
import { Divider } from "./components/divider";
import { Aside, Paragraph } from "./components/paragraph";
import type { Template } from "./draft";

/** Tells the mailbox that an account has that another is asked for; names neither, and links to the sign-in page. */
export const addressChangeAsked: Template = (draft) => {
  const { words, names } = draft;
  const texts = words.addressChangeAsked;
  return {
    subject: texts.subject(names),
    heading: texts.heading,
    preheader: texts.intro(names),
    body: (
      <>
        <Paragraph>{texts.intro(names)}</Paragraph>
        <Paragraph>{texts.notYou}</Paragraph>
        <Action draft={draft} label={words.button.open_sign_in} />
        {draft.support && <Divider />}
        <Aside>{draft.support && words.support(draft.support)}</Aside>
      </>
    ),
  };
};
