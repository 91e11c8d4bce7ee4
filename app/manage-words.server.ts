import type { AppLoadContext } from "@remix-run/cloudflare";
import { type ManageMessages, manage } from "./messages/manage/en";
import { inTerms, remembering } from "./terms";

/** The catalogue in some terms. */
const manageIn = remembering((terms) => inTerms(manage, terms));

/** All the manage area's words, in loaders and actions. The browser never loads them whole. */
export function manageOf(context: AppLoadContext): ManageMessages {
  return manageIn(context.terms("en"));
}
