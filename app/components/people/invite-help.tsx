import { Link } from "@remix-run/react";
import { useManage } from "../../manage-words";
import { invite } from "../../messages/manage/en/invite";

const sections = { invite };

/** Where whoever brings people in finds what they may ask (F46). */
export function InviteHelp({ links }: { links: readonly { to: string; label: string }[] }) {
  const manage = useManage(sections);
  return (
    <nav aria-label={manage.invite.help} className="flex flex-wrap gap-x-4 gap-y-1 text-sm">
      {links.map(({ to, label }) => (
        <Link key={to} to={to} className="link">
          {label}
        </Link>
      ))}
    </nav>
  );
}
