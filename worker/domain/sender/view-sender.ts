import * as z from "zod";
import type { DnsLookup } from "../context.ts";
import { senderName } from "../mail/brand.ts";
import { memberUseCase } from "../use-case.ts";
import { type SenderFacts, senderFacts } from "./sender-facts.ts";

export type SenderRecord = "return_path" | "spf" | "dkim" | "dmarc";

/** What one record of the sending domain says, looked at now. */
export interface SenderCheck {
  record: SenderRecord;
  /** The name that was asked; null: nobody knows which. */
  name: string | null;
  /** What stands there, as it stands; empty: nothing. */
  found: string[];
  /**
   * `good`; `weak`: it is there and asks for nothing; `missing`; `wrong`: it says something else; `several`: more than one,
   * which counts as none; `not_needed`: the return path speaks for it; `unknown`: the installation was not told where to
   * look; `unchecked`: it could not be found out.
   */
  verdict: "good" | "weak" | "missing" | "wrong" | "several" | "not_needed" | "unknown" | "unchecked";
}

export interface SenderPage extends SenderFacts {
  /** The name that stands beside the address. */
  fromName: string;
  replyTo: string | null;
  /** False where the installation asks nobody. */
  canCheck: boolean;
  /** Null: not asked for. */
  checks: SenderCheck[] | null;
}

/**
 * Whom the mails of the workspace are from, for those who have to let them through, and with `check` what the DNS says
 * about the sending domain at this moment (F81, F84). Writes nothing.
 */
export const viewSender = memberUseCase(
  "workspace.manage",
  z.strictObject({ check: z.boolean().optional() }),
  async (ctx, { check = false }): Promise<SenderPage> => {
    const { workspace, settings, dns } = ctx;
    const facts = senderFacts(settings);
    return {
      ...facts,
      fromName: senderName(settings, workspace, workspace.policies),
      replyTo: workspace.replyTo,
      canCheck: dns !== null,
      checks: check && dns ? await checked(facts, dns) : null,
    };
  },
);

async function checked(facts: SenderFacts, dns: DnsLookup): Promise<SenderCheck[]> {
  const [path, spf, dkim, dmarc] = await Promise.all([
    dns.lookup(facts.returnPath.name, "CNAME"),
    dns.lookup(facts.domain, "TXT"),
    facts.dkim === null ? null : dns.lookup(facts.dkim, "TXT"),
    dmarcOf(facts, dns),
  ]);
  const returnPath = check("return_path", facts.returnPath.name, path, (names) =>
    names.length === 0 ? "missing" : names.includes(facts.returnPath.target) ? "good" : "wrong",
  );
  return [
    returnPath,
    check("spf", facts.domain, spf?.filter(isSpf) ?? null, (records) => {
      const [record] = records;
      if (records.length > 1) return "several";
      if (
        record
          ?.toLowerCase()
          .split(/\s+/u)
          .some((word) => word.replace(/^\+/u, "") === facts.spf)
      )
        return "good";
      // Whoever receives a mail asks the domain of the return path, and that is the provider's.
      if (returnPath.verdict === "good") return "not_needed";
      return record === undefined ? "missing" : "wrong";
    }),
    facts.dkim === null
      ? { record: "dkim", name: null, found: [], verdict: "unknown" }
      : check("dkim", facts.dkim, dkim?.filter((text) => /(^|;)\s*p=/u.test(text)) ?? null, ([key]) =>
          key === undefined ? "missing" : /(^|;)\s*p=\s*[A-Za-z0-9+/]/u.test(key) ? "good" : "wrong",
        ),
    check("dmarc", dmarc.name, dmarc.found, (records) => {
      if (records.length > 1) return "several";
      const [record] = records;
      if (record === undefined) return "missing";
      const policy = /(?:^|;)\s*p\s*=\s*(\w+)/iu.exec(record)?.[1]?.toLowerCase();
      return policy === "none" ? "weak" : policy === "quarantine" || policy === "reject" ? "good" : "wrong";
    }),
  ];
}

function check(
  record: SenderRecord,
  name: string,
  found: string[] | null,
  judge: (found: string[]) => SenderCheck["verdict"],
): SenderCheck {
  return found === null
    ? { record, name, found: [], verdict: "unchecked" }
    : { record, name, found, verdict: judge(found) };
}

function isSpf(text: string): boolean {
  return /^v=spf1(\s|$)/iu.test(text);
}

/** The domain's own policy, or that of the domain above it: receivers ask there when a subdomain says nothing. */
async function dmarcOf(
  { dmarc, domain }: SenderFacts,
  dns: DnsLookup,
): Promise<{ name: string; found: string[] | null }> {
  const above = domain.split(".").slice(1);
  const names = [dmarc, ...(above.length > 1 ? [`_dmarc.${above.join(".")}`] : [])];
  for (const name of names) {
    const texts = await dns.lookup(name, "TXT");
    if (texts === null) return { name, found: null };
    const found = texts.filter((text) => /^v=DMARC1\s*(;|$)/iu.test(text));
    if (found.length > 0) return { name, found };
  }
  return { name: dmarc, found: [] };
}
