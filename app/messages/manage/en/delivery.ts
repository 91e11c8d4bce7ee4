/** The way of a mail, in order; the last three went wrong. */
export const delivery = {
  prepared: { label: "Prepared", remedy: "It leaves when it is due." },
  queued: { label: "Queued", remedy: "It leaves within a minute." },
  sent: { label: "Sent", remedy: "Handed to the mail provider; the mailbox has not confirmed it yet." },
  delivered: { label: "Delivered", remedy: "The mailbox took it. Not opened yet: a reminder may help." },
  opened: {
    label: "Opened",
    remedy: "Opens are a guess: some mail programs open mails by themselves, others hide it.",
  },
  clicked: { label: "Link opened", remedy: "Nearly there: the join page was opened, but not finished." },
  bounced: {
    label: "Bounced",
    remedy: "The mailbox is unknown or closed. Correct the address and resend.",
  },
  complained: {
    label: "Marked as spam",
    remedy:
      "We send nothing more to this address. Ask the person, then copy the link and hand it over yourself.",
  },
  failed: { label: "Not sent", remedy: "The mail provider refused it. Check the address and resend." },
};
