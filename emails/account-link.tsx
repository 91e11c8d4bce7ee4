import { Action } from "./components/action";
import { Divider } from "./components/divider";
import { Aside, Paragraph } from "./components/paragraph";
import type { Template } from "./draft";

/** Somebody was set up as a member and sets their first password by the link. */
export const accountLink: Template = (draft) => {
  const { words, names } = draft;
  const texts = words.account;
  return {
    subject: texts.subject(names),
    heading: texts.heading(names),
    preheader: `${texts.intro(names)} ${draft.expiry}`,
    body: (
      <>
        <Paragraph>{texts.intro(names)}</Paragraph>
        <Paragraph>{texts.setPassword}</Paragraph>
        <Action draft={draft} label={words.button.set_your_password} expires />
        <Divider />
        <Aside>{texts.notExpected}</Aside>
        <Aside>{draft.support && words.support(draft.support)}</Aside>
      </>
    ),
  };
};
