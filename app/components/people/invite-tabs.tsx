import { useLocation } from "@remix-run/react";
import { useManage } from "../../manage-words";
import { setUp } from "../../messages/manage/en/set-up";
import { FilterChip } from "../ui/chip";

const sections = { setUp };

/** From inviting to setting up and back, where the workspace does both. */
export function InviteTabs({ base, current }: { base: string; current: "invite" | "setUp" }) {
  const manage = useManage(sections);
  const { search } = useLocation();
  const { tabs } = manage.setUp;
  // Where a page of a group or unit led here, its place stays picked.
  const places = [...new URLSearchParams(search)].filter(
    ([name]) => name === "groupIds" || name === "unitIds",
  );
  const query = places.length > 0 ? `?${new URLSearchParams(places)}` : "";
  return (
    <nav aria-label={tabs.label} className="flex flex-wrap gap-2">
      <FilterChip to={`${base}/people/invite${query}`} current={current === "invite"}>
        {tabs.invite}
      </FilterChip>
      <FilterChip to={`${base}/people/set-up${query}`} current={current === "setUp"}>
        {tabs.setUp}
      </FilterChip>
    </nav>
  );
}
