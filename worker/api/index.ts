import type { Caller, Context } from "../domain/context.ts";

export async function handleApi(
  _request: Request,
  _open: (caller: Caller) => Context,
  _execution: ExecutionContext,
): Promise<Response> {
  return new Response(null, { status: 404 });
}
