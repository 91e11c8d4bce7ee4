export { createMailComposer } from "./compose";
export type {
  ButtonStyle,
  MailBrand,
  MailComposer,
  MailContent,
  MailLanguage,
  MailSession,
  MailTemplate,
  RenderedMail,
  SubjectStyle,
} from "./mail";
