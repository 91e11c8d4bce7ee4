/** A mail as the local stub of Postmark shows it. */
export interface Mail {
  id: string;
  to: string;
  subject: string;
  html: string;
  text: string;
  template: string | null;
  language: string | null;
  sentAt: string;
}

const patience = 20_000;
const between = 200;

/** The mailbox of the demo, read the way a person would: by waiting for the mail. */
export class Mailbox {
  readonly origin: string;

  constructor(origin: string) {
    this.origin = origin;
  }

  /** The newest mail to an address (and of a template); waits until there is one. */
  async latest(to: string, template?: string): Promise<Mail> {
    const deadline = Date.now() + patience;
    for (;;) {
      const mail = (await this.to(to)).find((one) => !template || one.template === template);
      if (mail) return mail;
      if (Date.now() > deadline) throw new Error(`No mail ${template ?? ""} to ${to} within ${patience} ms.`);
      await new Promise((resolve) => setTimeout(resolve, between));
    }
  }

  /** All mails to an address, newest first, as of now. */
  async to(address: string): Promise<Mail[]> {
    const response = await fetch(`${this.origin}/messages.json?to=${encodeURIComponent(address)}`);
    return (await response.json()) as Mail[];
  }

  /** The address of the button in a mail: its first link to the product's own pages. */
  linkIn(mail: Mail): string {
    const link = /https?:\/\/\S+\/(?:join|reset|verify)\/[^\s"<>]+/.exec(mail.text)?.[0];
    if (!link) throw new Error(`The mail “${mail.subject}” has no link.`);
    return link;
  }
}
