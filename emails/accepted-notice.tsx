import { Action } from "./components/action";
import { Divider } from "./components/divider";
import { Aside, Paragraph } from "./components/paragraph";
import type { Template } from "./draft";

/** Tells the inviter who joined; links to the profile. */
export const acceptedNotice: Template = (draft) => {
  const { words, names, roles } = draft;
  const texts = words.acceptedNotice;
  const labels = roles.map(({ label }) => label).join(", ");
  return {
    subject: texts.subject(names),
    heading: texts.heading,
    preheader: texts.intro(names),
    body: (
      <>
        <Paragraph>{texts.intro(names)}</Paragraph>
        {labels ? <Paragraph>{texts.role(labels, roles.length)}</Paragraph> : null}
        <Action draft={draft} label={words.button.open_profile} />
        <Divider />
        <Aside>{texts.why}</Aside>
        <Aside>{draft.support && words.support(draft.support)}</Aside>
      </>
    ),
  };
};
