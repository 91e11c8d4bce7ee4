import { Action } from "./components/action";
import { Divider } from "./components/divider";
import { Aside, Paragraph } from "./components/paragraph";
import { Roles } from "./components/roles";
import type { Template } from "./draft";

/** Somebody found no seat, asked to be told, and is the next in line now that there is one. */
export const seatFree: Template = (draft) => {
  const { words, names } = draft;
  const texts = words.seatFree;
  return {
    subject: texts.subject(names),
    heading: texts.heading,
    preheader: `${texts.intro(names)} ${draft.expiry}`,
    body: (
      <>
        <Paragraph>{texts.intro(names)}</Paragraph>
        <Roles draft={draft} />
        <Paragraph>{texts.first}</Paragraph>
        <Action draft={draft} label={draft.button} expires />
        <Divider />
        <Aside>{texts.notExpected}</Aside>
        <Aside>{draft.support && words.support(draft.support)}</Aside>
      </>
    ),
  };
};
