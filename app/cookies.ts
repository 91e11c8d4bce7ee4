/** Names of the cookies that pages write through `context.cookies`; each is HttpOnly. */

export const sessionCookie = "session";

/** Fills in the address at sign-in after joining or choosing a password, so that it stands in no URL. */
export const emailCookie = "sign-in-email";

/** The language of the invitation that somebody without an account came by: what follows speaks it too. */
export const guestLanguageCookie = "guest-language";

/** The workspace of the last sign-in on this device: where a dead link can lead to. */
export const workspaceCookie = "last-workspace";

/** How long a link rests in its cookie, in seconds; every look at the page begins it anew. */
export const linkTerm = 15 * 60;
export const emailTerm = 10 * 60;
export const workspaceTerm = 90 * 24 * 60 * 60;

/** One cookie per invitation, so that two open ones do not overwrite each other. */
export function joinCookie(invitationId: string): string {
  return `join-${invitationId}`;
}

export function resetCookie(resetId: string): string {
  return `reset-${resetId}`;
}

export function verifyCookie(verificationId: string): string {
  return `verify-${verificationId}`;
}

/** What the QR code of a printed card says, so that it stands in no address that the browser remembers. */
export function cardCookie(slug: string): string {
  return `card-${slug}`;
}

/**
 * One cookie per sign-in at an identity provider, named after its state, so that two tabs do not overwrite each other.
 * What no state of ours looks like names none: it comes back in an address that anybody can write.
 */
export function signOnCookie(state: string): string {
  return /^[\w-]{16,}$/.test(state) ? `sso-${state.slice(0, 16)}` : "sso-";
}
export const signOnTerm = 10 * 60;

/** The address kept for sign-in; a value that does not decode is none. */
export function decoded(value: string | null): string {
  try {
    return decodeURIComponent(value ?? "");
  } catch {
    return "";
  }
}
