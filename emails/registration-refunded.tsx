import { Divider } from "./components/divider";
import { Aside, Paragraph } from "./components/paragraph";
import type { Template } from "./draft";

/** The money of a registration that nobody has confirmed went back: it is over. There is nothing to click. */
export const registrationRefunded: Template = (draft) => {
  const { words, course } = draft;
  const names = { ...draft.names, course };
  const texts = words.registrationRefunded;
  return {
    subject: texts.subject(names),
    heading: texts.heading,
    preheader: texts.intro(names),
    body: (
      <>
        <Paragraph>{texts.intro(names)}</Paragraph>
        <Paragraph>{texts.next}</Paragraph>
        <Divider />
        <Aside>{draft.support && words.support(draft.support)}</Aside>
      </>
    ),
  };
};
