import * as z from "zod";
import type { House } from "../context.ts";
import type { UseCases } from "../domain/index.ts";

const largest = 256_000;

/** Postmark's event, as far as it is read; everything else in it is ignored. */
const event = z.object({
  RecordType: z.enum(["Delivery", "Bounce", "SpamComplaint", "Open", "Click", "SubscriptionChange"]),
  MessageID: z.string().min(1).max(100),
  ID: z.union([z.number(), z.string()]).optional(),
  Type: z.string().max(100).optional(),
  Description: z.string().optional(),
  SuppressSending: z.boolean().optional(),
  DeliveredAt: z.string().optional(),
  BouncedAt: z.string().optional(),
  ReceivedAt: z.string().optional(),
  ChangedAt: z.string().optional(),
  /** What we gave with the mail. */
  Metadata: z.object({ workspace_id: z.string(), outbox_id: z.string() }).optional().catch(undefined),
});

/**
 * The mail provider's door (W-01 to W-05). Basic auth decides, cookies are ignored; 401 and never 403,
 * because 403 makes the provider stop trying. Answers 200 only when the event is stored.
 */
export async function handlePostmark(request: Request, act: UseCases, house: House): Promise<Response> {
  if (request.method !== "POST") return answer(405, "POST only", { Allow: "POST" });
  if (!(await authorized(request, house))) {
    return answer(401, "Wrong credentials", { "WWW-Authenticate": 'Basic realm="webhooks"' });
  }
  const text = await request.text();
  if (text.length > largest) return answer(413, "Too large");
  const parsed = event.safeParse(safeJson(text));
  // An event of a kind we do not know is none of our business, and no reason to be sent ten times.
  if (!parsed.success) return answer(200, "Ignored");
  const { data } = parsed;
  const at = Date.parse(data.DeliveredAt ?? data.BouncedAt ?? data.ReceivedAt ?? data.ChangedAt ?? "");
  await act.recordMailEvent({
    type: typeOf(data),
    messageId: data.MessageID,
    eventId: String(data.ID ?? ""),
    detail: detailOf(data),
    at: Number.isNaN(at) ? Date.now() : at,
    claimed: data.Metadata
      ? { workspaceId: data.Metadata.workspace_id, outboxId: data.Metadata.outbox_id }
      : null,
  });
  return answer(200, "Stored");
}

type PostmarkEvent = z.output<typeof event>;

const passing = new Set(["Transient", "SoftBounce", "DnsError", "AutoResponder", "ChallengeVerification"]);

function typeOf(data: PostmarkEvent) {
  switch (data.RecordType) {
    case "Delivery":
      return "delivered";
    case "Bounce":
      return passing.has(data.Type ?? "") ? "soft_bounced" : "bounced";
    case "SpamComplaint":
      return "complained";
    case "Open":
      return "opened";
    case "Click":
      return "clicked";
    case "SubscriptionChange":
      return data.SuppressSending ? "suppressed" : "unsuppressed";
  }
}

function detailOf(data: PostmarkEvent): string | null {
  if (data.RecordType !== "Bounce") return null;
  return [data.Type, data.Description].filter(Boolean).join(": ").slice(0, 500) || null;
}

async function authorized(request: Request, house: House): Promise<boolean> {
  const header = request.headers.get("Authorization") ?? "";
  const given = await house.secrets.sha256(header);
  let fits = false;
  for (const pair of house.environment.webhookAuth) {
    const wanted = await house.secrets.sha256(`Basic ${btoa(pair)}`);
    if (house.secrets.equal(given, wanted)) fits = true;
  }
  return fits;
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function answer(status: number, text: string, headers: Record<string, string> = {}): Response {
  return new Response(`${text}\n`, { status, headers: { "Content-Type": "text/plain", ...headers } });
}
