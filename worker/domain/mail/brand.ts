import type { MailBrand, Settings } from "../context.ts";
import type { Policies } from "../policies.ts";
import { termsInAll } from "../terms.ts";
import type { OwnMailTexts } from "./mail-texts.ts";

interface BrandedWorkspace {
  name: string;
  senderName: string | null;
  mailTexts: OwnMailTexts | null;
  /** Path of the logo. */
  logo: string | null;
  accentColor: string;
  timeZone: string;
  supportContact: string | null;
}

/** What all mails of a workspace share, by its policies (F76, D44). */
export function brandOf(
  settings: Settings,
  workspace: BrandedWorkspace,
  customerName: string,
  policies: Policies,
): MailBrand {
  return {
    productName: settings.productName,
    workspaceName: workspace.name,
    customerName: customerName === workspace.name ? null : customerName,
    accentColor: workspace.accentColor,
    timeZone: workspace.timeZone,
    supportContact: workspace.supportContact,
    subjectStyle: policies["mail.subject"],
    buttonStyle: policies["mail.cta"],
    words: termsInAll(policies.terms),
    texts: workspace.mailTexts,
    logoUrl: workspace.logo && `${settings.origin}${workspace.logo}`,
  };
}

/** The sender's display name: the workspace's own, or as the policy says (D44). */
export function senderName(
  settings: Settings,
  workspace: { name: string; senderName: string | null },
  policies: Policies,
): string {
  if (workspace.senderName) return workspace.senderName;
  return policies["mail.from_name"] === "{product}" ? settings.productName : workspace.name;
}
