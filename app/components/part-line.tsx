import { Link, useRouteLoaderData } from "@remix-run/react";
import { Fragment } from "react";
import { useManage } from "../manage-words";
import { part } from "../messages/manage/en/part";
import type { loader } from "../routes/manage";

const sections = { part };

/** Whose people a list shows, for everybody whose roles hold in a part: its units and groups by name. */
export function PartLine() {
  const manage = useManage(sections);
  const shell = useRouteLoaderData<typeof loader>("routes/manage");
  if (!shell?.part) return null;
  const { base, part, sees } = shell;
  const { places, more } = part;
  const words = manage.part;
  // The list is spelled out by the browser's own rules; what stands between the names is text.
  const names = [...places.map(({ id }) => id), ...(more > 0 ? [words.more({ count: more })] : [])];
  const pieces = new Intl.ListFormat("en", { type: "conjunction" }).formatToParts(names);
  return (
    <p className="max-w-prose wrap-anywhere text-muted">
      {words.lead}{" "}
      {pieces.map(({ type, value }, at) => {
        const place = type === "element" ? places.find(({ id }) => id === value) : undefined;
        const shown = place && (place.kind === "group" || sees.units);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one sentence, which has no other order.
          <Fragment key={at}>
            {shown ? (
              <Link to={`${base}/${place.kind}s/${place.id}`} className="link">
                {place.name}
              </Link>
            ) : (
              (place?.name ?? value)
            )}
          </Fragment>
        );
      })}
      .
    </p>
  );
}
