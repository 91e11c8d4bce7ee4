import { useManage } from "../../manage-words";
import { FilterChip } from "../ui/chip";

/** From inviting to setting up and back, where the workspace does both. */
export function InviteTabs({ base, current }: { base: string; current: "invite" | "setUp" }) {
  const manage = useManage();
  const { tabs } = manage.setUp;
  return (
    <nav aria-label={tabs.label} className="flex flex-wrap gap-2">
      <FilterChip to={`${base}/people/invite`} current={current === "invite"}>
        {tabs.invite}
      </FilterChip>
      <FilterChip to={`${base}/people/set-up`} current={current === "setUp"}>
        {tabs.setUp}
      </FilterChip>
    </nav>
  );
}
