import type { LoaderFunctionArgs } from "@remix-run/cloudflare";
import { redirect } from "@remix-run/cloudflare";
import { insideOf } from "./manage.guard.server";

/** The workspace's own address leads to what the person is here for. */
export function loader({ context, request }: LoaderFunctionArgs): never {
  const { base, member } = insideOf(context, request);
  throw redirect(member.mayInPart.includes("people.view") ? `${base}/people` : `${base}/start`);
}

/** Never reached. */
export default function Home() {
  return null;
}
