import type { LoaderFunctionArgs } from "@remix-run/cloudflare";
import { requireMember, requireProvedAddress } from "../member";

/** A session that the reader attends, for their calendar (RFC 5545). */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const who = requireMember(request, context, { learns: true });
  requireProvedAddress(who);
  const found = await context.attempt(() =>
    context.useCases.viewOwnCourse({ courseId: params.courseId ?? "" }),
  );
  const session = found.ok && found.value.sessions.find(({ id }) => `${id}.ics` === params.file);
  if (!session) throw new Response(null, { status: 404 });
  const { workspace } = who;
  const course = `${context.origin}/w/${workspace.slug}/learn/courses/${session.courseId}`;
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    `PRODID:-//${plain(context.productName)}//EN`,
    "METHOD:PUBLISH",
    "BEGIN:VEVENT",
    `UID:${session.id}@${new URL(context.origin).hostname}`,
    `DTSTAMP:${moment(context.now)}`,
    `DTSTART:${moment(session.startsAt)}`,
    `DTEND:${moment(session.endsAt)}`,
    `SUMMARY:${plain(`${session.title} · ${session.courseTitle}`)}`,
    ...(session.place ? [`LOCATION:${plain(session.place)}`] : []),
    `URL:${session.link ?? course}`,
    `DESCRIPTION:${plain([session.link, course].filter(Boolean).join("\n"))}`,
    ...(session.canceledAt === null ? [] : ["STATUS:CANCELLED"]),
    "END:VEVENT",
    "END:VCALENDAR",
  ];
  return new Response(`${lines.map(folded).join("\r\n")}\r\n`, {
    headers: {
      "Content-Type": "text/calendar; charset=utf-8",
      "Content-Disposition": 'attachment; filename="session.ics"',
      "Cache-Control": "no-store",
    },
  });
}

function moment(at: number): string {
  return new Date(at).toISOString().replace(/[-:]|\.\d{3}/g, "");
}

function plain(text: string): string {
  return text
    .replace(/\r/g, "")
    .replace(/[\\;,]/g, "\\$&")
    .replaceAll("\n", "\\n");
}

/** Lines of at most 75 bytes; what goes on begins with a blank. */
function folded(line: string): string {
  const parts: string[] = [];
  let part = "";
  let bytes = 0;
  for (const character of line) {
    const size = new TextEncoder().encode(character).length;
    if (bytes + size > 74) {
      parts.push(part);
      [part, bytes] = [" ", 1];
    }
    part += character;
    bytes += size;
  }
  return [...parts, part].join("\r\n");
}
