import type { RoleKey } from "../messages";
import { useWords } from "../request";
import { useRoleWords } from "../role-words";
import { DefinitionList } from "./ui/definition-list";
import { Section } from "./ui/section";

/** A person's roles with what each may do. */
export function RoleList({ roles }: { roles: readonly RoleKey[] }) {
  const words = useWords();
  const roleWords = useRoleWords();
  const own = [...new Set(roles)];
  return (
    <Section plain title={own.length > 1 ? words.learn.roles : words.learn.role}>
      <DefinitionList
        items={own.map((role) => ({ term: roleWords(role).name, value: roleWords(role).may }))}
      />
    </Section>
  );
}
