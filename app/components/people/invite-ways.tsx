import { Link } from "@remix-run/react";
import { useManage } from "../../manage-words";
import { people } from "../../messages/manage/en/people";

const sections = { people };

/** How a list of people is filled: one by one, many at once, or by a file; and a file to begin with. */
export function InviteWays({ base, many }: { base: string; many: boolean }) {
  const { ways } = useManage(sections).people;
  const choices = [
    { key: "one", to: `${base}/people/invite`, ...ways.one },
    // Where the form takes one address at a time, a pasted list is what an import takes.
    { key: "many", to: many ? `${base}/people/invite` : `${base}/imports/new`, ...ways.many },
    { key: "file", to: `${base}/imports/new`, ...ways.file },
  ];
  return (
    <nav aria-label={ways.label} className="grid w-full gap-3">
      <ul className="grid gap-x-6 gap-y-4 sm:grid-cols-3">
        {choices.map(({ key, to, title, about }) => (
          <li key={key} className="grid content-start gap-1">
            <Link to={to} className="link font-medium">
              {title}
            </Link>
            <p className="text-sm text-muted">{about}</p>
          </li>
        ))}
      </ul>
      <p className="text-sm text-muted">
        <a href={`${base}/imports/template.csv`} className="link" download>
          {ways.sample}
        </a>{" "}
        {ways.sampleAbout}
      </p>
    </nav>
  );
}
