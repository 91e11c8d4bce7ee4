import { createMailComposer as createEmailComposer } from "../../emails/index.ts";
import type { MailComposer } from "../domain/context.ts";

/** The stationery as the domain's port; the type check is the adapter, `emails/` knows nobody. */
export function createMailComposer(): MailComposer {
  return createEmailComposer();
}
