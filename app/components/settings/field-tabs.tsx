import { useManage } from "../../manage-words";
import { ownFields } from "../../messages/manage/en/fields";
import { FilterChip } from "../ui/chip";

const sections = { ownFields };

/** From the fields to the labels and back. */
export function FieldTabs({ base, current }: { base: string; current: "fields" | "labels" }) {
  const manage = useManage(sections);
  const { tabs } = manage.ownFields;
  return (
    <nav aria-label={tabs.label} className="flex flex-wrap gap-2">
      {(["fields", "labels"] as const).map((tab) => (
        <FilterChip key={tab} to={`${base}/settings/${tab}`} current={tab === current}>
          {tabs[tab]}
        </FilterChip>
      ))}
    </nav>
  );
}
