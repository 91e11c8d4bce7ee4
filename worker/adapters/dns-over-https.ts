import type { DnsLookup, DnsRecordType } from "../domain/context.ts";

export interface DnsOptions {
  /** `127.0.0.1:PORT` of a stub, spoken to in plain HTTP; absent in production. */
  apiHost?: string | undefined;
  timeoutMs: number;
  now?: () => number;
}

const codes: Record<DnsRecordType, number> = { CNAME: 5, TXT: 16 };
/** How long an answer is kept (ms): whoever mends a record looks again after a while, and not each second. */
const keptFor = 60_000;
const keptAtMost = 200;
/** No answer that we ask for is longer. */
const longest = 65_536;

/**
 * A public resolver by its JSON API (Cloudflare's, as RFC 8484 resolvers speak it). What is no clear answer is none:
 * null, and never "there is nothing".
 */
export function createDns({ apiHost, timeoutMs, now = () => Date.now() }: DnsOptions): DnsLookup {
  const base = apiHost ? `http://${apiHost}` : "https://cloudflare-dns.com";
  const kept = new Map<string, { at: number; found: string[] }>();

  async function ask(name: string, type: DnsRecordType): Promise<string[] | null> {
    try {
      const response = await fetch(`${base}/dns-query?name=${encodeURIComponent(name)}&type=${type}`, {
        headers: { Accept: "application/dns-json" },
        redirect: "manual",
        signal: AbortSignal.timeout(timeoutMs),
      });
      if (!response.ok) return null;
      const text = await response.text();
      if (text.length > longest) return null;
      const { Status: status, Answer: answer = [] } = JSON.parse(text) as Answer;
      // NXDOMAIN is an answer: the name does not exist.
      if (status === 3) return [];
      if (status !== 0 || !Array.isArray(answer)) return null;
      return answer.flatMap((one) =>
        one.type === codes[type] && typeof one.data === "string" ? [valueIn(one.data, type)] : [],
      );
    } catch {
      return null;
    }
  }

  return {
    async lookup(name, type) {
      const key = `${type} ${name}`;
      const known = kept.get(key);
      const moment = now();
      if (known && moment - known.at < keptFor) return known.found;
      const found = await ask(name, type);
      if (found === null) return null;
      const [oldest] = kept.keys();
      if (kept.size >= keptAtMost && oldest !== undefined) kept.delete(oldest);
      kept.delete(key);
      kept.set(key, { at: moment, found });
      return found;
    },
  };
}

interface Answer {
  Status?: unknown;
  Answer?: { type?: unknown; data?: unknown }[];
}

/** A text comes as quoted strings of up to 255 bytes, which belong together; a name ends with a dot. */
function valueIn(data: string, type: DnsRecordType): string {
  if (type === "CNAME") return data.replace(/\.$/u, "").toLowerCase();
  const parts = [...data.matchAll(/"((?:[^"\\]|\\.)*)"/gu)].map(([, part = ""]) =>
    part.replace(/\\(.)/gu, "$1"),
  );
  return parts.length > 0 ? parts.join("") : data;
}
