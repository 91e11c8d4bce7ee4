import type { MailBrand, Settings } from "../context.ts";
import type { Policies } from "../policies.ts";

interface BrandedWorkspace {
  name: string;
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
  };
}

/** The sender's display name (D44). */
export function senderName(settings: Settings, workspace: { name: string }, policies: Policies): string {
  return policies["mail.from_name"] === "{product}" ? settings.productName : workspace.name;
}
