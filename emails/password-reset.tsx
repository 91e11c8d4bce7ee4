import { Action } from "./components/action";
import { Divider } from "./components/divider";
import { Aside, Paragraph } from "./components/paragraph";
import type { Template } from "./draft";

/** Somebody asked for a new password. */
export const passwordReset: Template = (draft) => {
  const { words, names } = draft;
  const texts = words.passwordReset;
  return {
    subject: texts.subject(names),
    heading: texts.heading,
    preheader: `${texts.intro(names)} ${draft.expiry}`,
    body: (
      <>
        <Paragraph>{texts.intro(names)}</Paragraph>
        <Action draft={draft} label={words.button.choose_new_password} expires />
        <Divider />
        <Aside>{texts.notExpected}</Aside>
        <Aside>{draft.support && words.support(draft.support)}</Aside>
      </>
    ),
  };
};
