import { Action } from "./components/action";
import { Divider } from "./components/divider";
import { Aside, Paragraph } from "./components/paragraph";
import type { Template } from "./draft";

/** Access to the workspace ends soon. */
export const accessEnding: Template = (draft) => {
  const { words, names, lastDay } = draft;
  const texts = words.accessEnding;
  return {
    subject: texts.subject({ ...names, lastDay }),
    heading: texts.heading({ ...names, lastDay }),
    preheader: texts.intro({ ...names, lastDay }),
    body: (
      <>
        <Paragraph>{texts.intro({ ...names, lastDay })}</Paragraph>
        <Paragraph>{texts.longer}</Paragraph>
        <Action draft={draft} label={words.button.open_sign_in} />
        {draft.support && <Divider />}
        <Aside>{draft.support && words.support(draft.support)}</Aside>
      </>
    ),
  };
};
