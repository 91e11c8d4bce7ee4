import type { LoaderFunctionArgs } from "@remix-run/cloudflare";
import { redirect } from "@remix-run/cloudflare";
import type { Permission } from "../../worker/domain/permissions";
import { insideOf } from "./manage.guard.server";

/** The workspace's own address leads to what the person is here for. */
export function loader({ context, request }: LoaderFunctionArgs): never {
  const { base, member } = insideOf(context, request);
  const sees = (permission: Permission) => member.mayInPart.includes(permission);
  throw redirect(`${base}/${sees("people.view") ? "people" : sees("course.view") ? "courses" : "start"}`);
}

/** Never reached. */
export default function Home() {
  return null;
}
