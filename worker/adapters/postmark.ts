import { Models, ServerClient } from "postmark";
import type { Mailer, MailOutcome, OutgoingMail } from "../domain/context.ts";

export interface MailerOptions {
  serverToken: string;
  /** `127.0.0.1:PORT` of the local stub, spoken to in plain HTTP; absent in production. */
  apiHost?: string;
  /** A bare address on a domain that Postmark has verified. */
  fromAddress: string;
  messageStream: "outbound";
  timeoutMs: number;
}

/**
 * Sends through Postmark's batch call and sorts what came of it (security.md 1.6, Q-05 to Q-11, M-16,
 * M-19; seed F4). The dividing line is whether the provider can have the mail: only what certainly
 * never arrived may be retried, everything doubtful is `unknown` and looked up before it is sent again.
 *
 * @throws when the token is empty; afterwards `sendBatch` never throws, `find` does if the search fails.
 */
export function createMailer(options: MailerOptions): Mailer {
  // A client per call, as it hides a failed request's cause, and the cause decides what may be retried.
  const connect = (onFailure: (error: unknown) => void) =>
    new ServerClient(options.serverToken, {
      ...(options.apiHost ? { useHttps: false, requestHost: options.apiHost } : {}),
      timeout: options.timeoutMs / 1_000,
      fetch: async (input, init) => {
        try {
          // A redirect would carry the server token to another host.
          return await fetch(input, { ...init, redirect: "manual" });
        } catch (error) {
          onFailure(error);
          throw error;
        }
      },
    });
  connect(() => {});

  return {
    async sendBatch(mails) {
      const sendable = mails.filter((mail) => isSingleAddress(mail.to));
      const outcomes = sendable.length > 0 ? await sendAll(sendable) : [];
      return mails.map((mail) =>
        isSingleAddress(mail.to)
          ? (outcomes.shift() ?? { kind: "unknown", reason: "No outcome." })
          : { kind: "refused", code: 300, reason: "This is not one e-mail address." },
      );
    },

    async find(outboxId, generation) {
      const filter = Object.assign(new Models.OutboundMessagesFilteringParameters(500, 0), {
        messageStream: options.messageStream,
        metadata_outbox_id: outboxId,
      });
      const answer: unknown = await connect(() => {}).getOutboundMessages(filter);
      const messages = field(answer, "Messages");
      if (!Array.isArray(messages)) throw new Error("Postmark's search gave no list of messages.");
      for (const message of messages) {
        const metadata = field(message, "Metadata");
        const id = field(message, "MessageID");
        if (field(metadata, "outbox_id") !== outboxId) continue;
        if (field(metadata, "generation") !== String(generation)) continue;
        if (typeof id === "string" && id !== "") return id;
      }
      // Postmark pages at 500; "not found" may only be said of a list that was seen to its end.
      if (Number(field(answer, "TotalCount")) > messages.length) {
        throw new Error("Postmark's search found more messages than it shows.");
      }
      return null;
    },
  };

  async function sendAll(mails: readonly OutgoingMail[]): Promise<MailOutcome[]> {
    let cause: unknown = null;
    try {
      const client = connect((error) => {
        cause = error;
      });
      const answers: unknown = await client.sendEmailBatch(mails.map((mail) => toMessage(mail, options)));
      if (!Array.isArray(answers) || answers.length !== mails.length) {
        return same(mails, { kind: "unknown", reason: "Postmark's answer does not fit the mails sent." });
      }
      return answers.map(outcomeOf);
    } catch (error) {
      return same(mails, outcomeOfFailure(error, cause));
    }
  }
}

function toMessage(mail: OutgoingMail, { fromAddress, messageStream }: MailerOptions): Models.Message {
  return {
    From: sender(mail.fromName, fromAddress),
    To: mail.to,
    ...(mail.replyTo ? { ReplyTo: mail.replyTo } : {}),
    Subject: oneLine(mail.subject),
    HtmlBody: mail.html,
    TextBody: mail.text,
    Tag: mail.template,
    Metadata: {
      workspace_id: mail.workspaceId,
      outbox_id: mail.outboxId,
      generation: String(mail.generation),
      template: mail.template,
      language: mail.language,
    },
    // Link tracking would rewrite and store the link that lets somebody in (M-16).
    TrackLinks: Models.LinkTrackingOptions.None,
    TrackOpens: mail.trackOpens,
    MessageStream: messageStream,
  };
}

/**
 * `"Name" <address>`. Quotes and backslashes are replaced instead of escaped, and angle brackets
 * dropped: not every mail program reads escapes, and a name must never show as an address (M-04).
 */
function sender(name: string, address: string): string {
  const safe = oneLine(name).replaceAll('"', "'").replaceAll("\\", "/").replace(/[<>]/g, "").trim();
  return safe === "" ? address : `"${Array.from(safe).slice(0, 200).join("")}" <${address}>`;
}

/** Control characters become blanks: no line of text can start a header of its own. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ").trim();
}

/** A second address in `To` would get the link as well (T-20). Addresses are checked where they are entered. */
function isSingleAddress(to: string): boolean {
  return /^[^\s@,;:<>()"]+@[^\s@,;:<>()"]+$/.test(to);
}

/** Nobody's fault: token, sender signature, account approval, or a stream that does not exist. */
const haltingCodes = new Set([10, 400, 401, 405, 412, 413, 1226, 1235, 1236]);

/** Maintenance and rate limit. */
const passingCodes = new Set([100, 429]);

function outcomeOf(answer: unknown): MailOutcome {
  const code = field(answer, "ErrorCode");
  const id = field(answer, "MessageID");
  if (typeof code !== "number") return { kind: "unknown", reason: "Postmark's answer has no error code." };
  if (code === 0) {
    return typeof id === "string" && id !== ""
      ? { kind: "sent", messageId: id }
      : { kind: "unknown", reason: "Postmark's answer has no message id." };
  }
  const reason = reasonOf(code, field(answer, "Message"));
  if (haltingCodes.has(code)) return { kind: "halted", reason };
  if (passingCodes.has(code)) return { kind: "retry", reason };
  // 5xx in an answer says that something broke, not where: the mail may be out.
  if (code >= 500 && code < 600) return { kind: "unknown", reason };
  return { kind: "refused", code, reason };
}

/** The call as a whole failed; `cause` is what `fetch` threw, if it did. */
function outcomeOfFailure(error: unknown, cause: unknown): MailOutcome {
  const status = field(error, "statusCode");
  const code = field(error, "code");
  const text = field(error, "message");
  if (status === 429) return { kind: "retry", reason: "Postmark asks for fewer mails per second (429)." };
  if (status === 401) return { kind: "halted", reason: reasonOf(10, text) };
  // Below 500 and with a code of Postmark's own, the batch was read and turned down as a whole.
  if (typeof status === "number" && status >= 400 && status < 500 && typeof code === "number" && code > 0) {
    const reason = reasonOf(code, text);
    return haltingCodes.has(code) ? { kind: "halted", reason } : { kind: "retry", reason };
  }
  if (!status && neverConnected(cause)) return { kind: "retry", reason: "Postmark cannot be reached." };
  const told = typeof text === "string" && text !== "" ? brief(text) : "The call broke off.";
  return { kind: "unknown", reason: typeof status === "number" && status > 0 ? `${status}: ${told}` : told };
}

const notConnected =
  /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT)$/;

/**
 * True only when no byte can have left. Node names the cause; workerd does not ("Network connection
 * lost."), so there a refused connection stays `unknown` and the look-up settles it.
 */
function neverConnected(cause: unknown): boolean {
  const code = field(cause, "code") ?? field(field(cause, "cause"), "code");
  return typeof code === "string" && notConnected.test(code);
}

const plainReasons: Record<number, string> = {
  10: "Postmark does not accept the server token.",
  300: "Postmark takes this for no valid address or message.",
  400: "The sender address is not set up at Postmark.",
  401: "The sender address is not confirmed at Postmark.",
  405: "The Postmark account has no credits or is not allowed to send.",
  406: "The address is suppressed after a bounce, a complaint or an unsubscription.",
  412: "The Postmark account waits for approval and may only send to its own domain.",
  413: "The Postmark account may not send.",
};

function reasonOf(code: number, message: unknown): string {
  return (
    plainReasons[code] ??
    (typeof message === "string" && message !== "" ? brief(message) : `Postmark error ${code}.`)
  );
}

function brief(text: string): string {
  return oneLine(text).slice(0, 300);
}

function same(mails: readonly OutgoingMail[], outcome: MailOutcome): MailOutcome[] {
  return mails.map(() => outcome);
}

function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
