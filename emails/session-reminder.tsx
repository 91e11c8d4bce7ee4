import { Action } from "./components/action";
import { Divider } from "./components/divider";
import { Aside, Paragraph } from "./components/paragraph";
import { SessionFacts } from "./components/session-facts";
import { sessionOf, type Template } from "./draft";

/** A session begins soon. */
export const sessionReminder: Template = (draft) => {
  const { words, names } = draft;
  const session = sessionOf(draft);
  const texts = words.session.reminder;
  return {
    subject: texts.subject({ ...names, session: session.title }),
    heading: texts.heading,
    preheader: session.times,
    body: (
      <>
        <Paragraph>{texts.intro(names)}</Paragraph>
        <SessionFacts words={words} session={session} />
        <Action draft={draft} label={session.joined ? words.button.open_course : words.button.open_sign_in} />
        <Divider />
        <Aside>{session.joined ? null : words.session.notJoined}</Aside>
        <Aside>{draft.support && words.support(draft.support)}</Aside>
      </>
    ),
  };
};
