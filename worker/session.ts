/** Cookies of ours: how they are named, written and read. Who a session belongs to, the domain says. */

/** The name tells the browser what to insist on; `__Host-` needs a secure origin. */
function cookieName(origin: string, name: string): string {
  return origin.startsWith("https:") ? `__Host-${name}` : name;
}

/** A cookie for this origin: HttpOnly, SameSite=Lax, whole path, no domain (S-02). */
export function setCookie(origin: string, name: string, value: string, maxAgeSeconds: number): string {
  const secure = origin.startsWith("https:") ? "; Secure" : "";
  return `${cookieName(origin, name)}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${maxAgeSeconds}${secure}`;
}

/** The value of a cookie of ours, or null. */
export function readCookie(request: Request, origin: string, name: string): string | null {
  const wanted = `${cookieName(origin, name)}=`;
  for (const part of (request.headers.get("Cookie") ?? "").split(";")) {
    const pair = part.trim();
    if (pair.startsWith(wanted)) return pair.slice(wanted.length);
  }
  return null;
}
