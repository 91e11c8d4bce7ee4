import type { Settings } from "../context.ts";

/** What whoever looks after mail somewhere needs to let ours through (F81), and what the DNS ought to say (F84). */
export interface SenderFacts {
  /** The address that every mail comes from, whatever name stands beside it. */
  address: string;
  domain: string;
  /** Where mails that come back go: its domain is the one that SPF is asked of. */
  returnPath: { name: string; target: string };
  /** What the domain's SPF record has to name. */
  spf: string;
  /** Where the key stands that signs mails; null: the installation was not told its name. */
  dkim: string | null;
  dmarc: string;
}

/** Postmark's own names: what SPF includes, and where a return path of one's own points. */
const provider = { spf: "include:spf.mtasv.net", returnPath: "pm.mtasv.net" };

export function senderFacts({ sender }: Pick<Settings, "sender">): SenderFacts {
  const domain = sender.address.slice(sender.address.lastIndexOf("@") + 1).toLowerCase();
  return {
    address: sender.address,
    domain,
    returnPath: { name: sender.returnPath ?? `pm-bounces.${domain}`, target: provider.returnPath },
    spf: provider.spf,
    dkim: sender.dkimSelector && `${sender.dkimSelector}._domainkey.${domain}`,
    dmarc: `_dmarc.${domain}`,
  };
}
