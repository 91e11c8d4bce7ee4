import * as z from "zod";

/** A domain of mail addresses, or with `*.` before it every domain below it (F131). Lower case, as addresses are kept. */
export const domainPattern = z
  .string("Give a domain.")
  .trim()
  .toLowerCase()
  .max(255, "A domain has at most 253 characters.")
  .regex(
    /^(?:\*\.)?(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?!\d+$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])$/,
    "Give a domain like example.org, or *.example.org for those below it; one with other letters as xn--….",
  );

/** True when the domain of a canonical address is one of these, or lies below one that begins with `*.`. */
export function isOfDomain(email: string, patterns: readonly string[]): boolean {
  const domain = email.slice(email.lastIndexOf("@") + 1);
  return patterns.some((pattern) =>
    pattern.startsWith("*.") ? domain.endsWith(pattern.slice(1)) : domain === pattern,
  );
}

/** True when an address may register where these domains are allowed (empty: all), and those refused. */
export function mayComeFrom(
  email: string,
  { allowed, refused }: { allowed: readonly string[]; refused: readonly string[] },
): boolean {
  return (allowed.length === 0 || isOfDomain(email, allowed)) && !isOfDomain(email, refused);
}
