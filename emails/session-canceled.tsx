import { Action } from "./components/action";
import { Divider } from "./components/divider";
import { Aside, Paragraph } from "./components/paragraph";
import { SessionFacts } from "./components/session-facts";
import { sessionOf, type Template } from "./draft";

/** A session that somebody was told of does not take place. */
export const sessionCanceled: Template = (draft) => {
  const { words, names } = draft;
  const session = sessionOf(draft);
  const texts = words.session.canceled;
  return {
    subject: texts.subject({ ...names, session: session.title }),
    heading: texts.heading,
    preheader: texts.intro(names),
    body: (
      <>
        <Paragraph>{texts.intro(names)}</Paragraph>
        <SessionFacts words={words} session={{ ...session, online: false }} />
        <Action draft={draft} label={session.joined ? words.button.open_course : words.button.open_sign_in} />
        <Divider />
        <Aside>{draft.support && words.support(draft.support)}</Aside>
      </>
    ),
  };
};
