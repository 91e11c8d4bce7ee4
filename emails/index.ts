export { createMailComposer } from "./compose";
export type {
  ButtonStyle,
  MailBrand,
  MailComposer,
  MailContent,
  MailLanguage,
  MailTemplate,
  RenderedMail,
  SubjectStyle,
} from "./mail";
