/** What is kept of an invitation that was not sent yet, in this tab alone. */
export interface InviteDraft {
  email: string;
  message: string;
  roles: string[];
}

const prefix = (base: string) => `invite:${base}:`;

/** The draft of one person in one workspace; null where there is none, or none that can be read. */
export function readDraft(base: string, viewerId: string): InviteDraft | null {
  try {
    const kept = JSON.parse(
      sessionStorage.getItem(prefix(base) + viewerId) ?? "null",
    ) as Partial<InviteDraft> | null;
    if (!kept?.email && !kept?.message) return null;
    return { email: kept.email ?? "", message: kept.message ?? "", roles: kept.roles ?? [] };
  } catch {
    return null;
  }
}

/** Keeps what the form holds; a browser that keeps nothing loses nothing else. */
export function keepDraft(base: string, viewerId: string, form: HTMLFormElement): void {
  const typed = new FormData(form);
  const draft: InviteDraft = {
    email: String(typed.get("email") ?? ""),
    message: String(typed.get("message") ?? ""),
    roles: typed.getAll("roles").map(String),
  };
  try {
    if (draft.email.trim() || draft.message.trim()) {
      sessionStorage.setItem(prefix(base) + viewerId, JSON.stringify(draft));
    } else {
      sessionStorage.removeItem(prefix(base) + viewerId);
    }
  } catch {
    // Switched off, or full.
  }
}

/** Everybody's draft of this workspace: it was sent. */
export function forgetDrafts(base: string): void {
  try {
    for (const key of Object.keys(sessionStorage)) {
      if (key.startsWith(prefix(base))) sessionStorage.removeItem(key);
    }
  } catch {
    // Switched off.
  }
}
