import type { Recipient } from "./mail.ts";

// Postmark takes ASCII only (its support article 1180); a message to anything else is refused with 300.
const addressPattern =
  /^[A-Za-z0-9.!#$%&'*+\-/=^_`{|}~]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z0-9-]{2,63}$/;

/** Whether Postmark would take the bare address. */
export function isAcceptedAddress(address: string): boolean {
  const local = address.split("@")[0] ?? "";
  return (
    address.length <= 254 &&
    addressPattern.test(address) &&
    !local.startsWith(".") &&
    !local.endsWith(".") &&
    !local.includes("..")
  );
}

/** Reads a header field such as `"Doe, Jane" <jane@example.com>, joe@example.com`; judges nothing. */
export function parseAddressList(value: string, field: Recipient["field"]): Recipient[] {
  const parts: string[] = [];
  let current = "";
  let quoted = false;
  for (const character of value) {
    if (character === '"' && !current.endsWith("\\")) quoted = !quoted;
    if (character === "," && !quoted) {
      parts.push(current);
      current = "";
    } else current += character;
  }
  parts.push(current);
  return parts
    .map((part) => part.trim())
    .filter(Boolean)
    .map((part) => {
      const named = /^(.*)<([^<>]*)>$/s.exec(part);
      if (!named) return { email: part, name: "", field };
      const name = (named[1] ?? "").trim().replace(/^"(.*)"$/s, "$1");
      return { email: (named[2] ?? "").trim(), name: name.replace(/\\(.)/g, "$1"), field };
    });
}

/** What the local part of an address asks the stub to do. */
export type AddressScript = "bounced" | "complained" | "inactive" | "slow" | "delivered";

/** Reads the wish out of an address: `bounce+1@…` bounces, `slow@…` is delivered late, and so on. */
export function scriptOfAddress(address: string): AddressScript {
  const local = address.slice(0, address.lastIndexOf("@")).toLowerCase();
  if (local.includes("bounce")) return "bounced";
  if (local.includes("complaint")) return "complained";
  if (local.includes("inactive")) return "inactive";
  if (local.includes("slow")) return "slow";
  return "delivered";
}
