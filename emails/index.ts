export { createMailComposer } from "./compose";
export type {
  ButtonStyle,
  MailBrand,
  MailComposer,
  MailContent,
  MailLanguage,
  MailSession,
  MailTemplate,
  MailWords,
  RenderedMail,
  SubjectStyle,
} from "./mail";
