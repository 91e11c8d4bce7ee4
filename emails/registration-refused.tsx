import { Divider } from "./components/divider";
import { Aside, Paragraph } from "./components/paragraph";
import { Quote } from "./components/quote";
import type { Template } from "./draft";

/** Who registered was not let in; with the reason, where one was given. There is nothing to click. */
export const registrationRefused: Template = (draft) => {
  const { words, names } = draft;
  const texts = words.registrationRefused;
  return {
    subject: texts.subject(names),
    heading: texts.heading,
    preheader: texts.intro(names),
    body: (
      <>
        <Paragraph>{texts.intro(names)}</Paragraph>
        <Quote by={texts.reason} words={draft.note} accent={draft.accent} />
        <Paragraph>{texts.next}</Paragraph>
        <Divider />
        <Aside>{draft.support && words.support(draft.support)}</Aside>
      </>
    ),
  };
};
