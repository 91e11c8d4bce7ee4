import { useManage } from "../../manage-words";
import { settings } from "../../messages/manage/en/settings";
import { FilterChip } from "../ui/chip";

const sections = { settings };

const tabs = {
  general: "/settings",
  look: "/settings/look",
  sender: "/settings/sender",
  "mail-texts": "/settings/mail-texts",
  "sign-in": "/settings/sign-in",
} as const;

/** From what a workspace is called to how it looks, what its mails say and how people sign in. */
export function SettingsTabs({ base, current }: { base: string; current: keyof typeof tabs }) {
  const words = useManage(sections).settings.tabs;
  return (
    <nav aria-label={words.label} className="flex flex-wrap gap-2">
      {(["general", "look", "sender", "mail-texts", "sign-in"] as const).map((tab) => (
        <FilterChip key={tab} to={`${base}${tabs[tab]}`} current={tab === current}>
          {words[tab]}
        </FilterChip>
      ))}
    </nav>
  );
}
