import { readCookie } from "../session.ts";

/** The language that was chosen on this device, or null. */
export function chosenLanguage(request: Request): string | null {
  return readCookie(request, "http:", "language");
}

/** The languages that the browser asks for, best first, as tags. */
export function acceptedLanguages(request: Request): (string | undefined)[] {
  return (request.headers.get("Accept-Language") ?? "").split(",").map((part) => part.split(";")[0]?.trim());
}
