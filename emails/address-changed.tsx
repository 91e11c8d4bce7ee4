import { Action } from "./components/action";
import { Divider } from "./components/divider";
import { Aside, Paragraph } from "./components/paragraph";
import type { Template } from "./draft";

/** Tells the mailbox of before that the account has another address now; names neither, and links to the sign-in page. */
export const addressChanged: Template = (draft) => {
  const { words, names } = draft;
  const texts = words.addressChanged;
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
