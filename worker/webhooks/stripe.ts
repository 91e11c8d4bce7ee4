import type { House } from "../context.ts";
import type { UseCases } from "../domain/index.ts";
import { limitedBody } from "../uploads/limited-body.ts";

const largest = 256_000;

/**
 * The payment provider's door. The signature decides, cookies are ignored; an event that nobody waits for is taken
 * and dropped. Answers 200 only when the event is stored, so that the provider tells it again otherwise.
 */
export async function handleStripe(request: Request, act: UseCases, house: House): Promise<Response> {
  if (!house.payments) return answer(404, "Nothing is sold here");
  if (request.method !== "POST") return answer(405, "POST only", { Allow: "POST" });
  const bytes = await limitedBody(request, largest);
  if (!bytes) return answer(413, "Too large");
  const text = new TextDecoder().decode(bytes);
  const event = await house.payments.read(text, request.headers.get("Stripe-Signature") ?? "", Date.now());
  if (event === "forged") return answer(400, "Wrong signature");
  if (event === "other") return answer(200, "Ignored");
  const { outcome } = await act.recordPayment(event);
  return answer(200, outcome);
}

function answer(status: number, text: string, headers: Record<string, string> = {}): Response {
  return new Response(`${text}\n`, { status, headers: { "Content-Type": "text/plain", ...headers } });
}
