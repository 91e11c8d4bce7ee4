import { createHash, timingSafeEqual } from "node:crypto";
import type { SecretDigest } from "../domain/context.ts";

/**
 * What the database keeps of session cookies and API keys. A plain SHA-256 is enough: those secrets
 * are 32 random bytes, so there is nothing to guess that a slow hash would protect.
 */
export function createSecretDigest(): SecretDigest {
  return {
    async sha256(secret) {
      const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(secret));
      return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
    },
    digesting() {
      const hash = createHash("sha256");
      return { add: (bytes) => void hash.update(bytes), hex: () => hash.digest("hex") };
    },
    equal(a, b) {
      // Digests of both, because the comparison itself wants equal lengths and must not tell them (S-19).
      return timingSafeEqual(shortDigest(a), shortDigest(b));
    },
  };
}

function shortDigest(text: string): Uint8Array {
  return createHash("sha256").update(text).digest();
}
