import { createContext, useContext } from "react";
import { useWords } from "./request";

/** A role of the workspace's own, as a page names it. */
export interface RoleName {
  id: string;
  name: string;
  description: string;
}

const OwnRolesContext = createContext<readonly RoleName[]>([]);

/** Gives a page the names of the workspace's own roles, as far as its reader may know of them (F24). */
export const OwnRoles = OwnRolesContext.Provider;

/** What a role is called and what it may do. One that a page of before does not know yet is named by what it is. */
export function useRoleWords(): (role: string) => { name: string; may: string } {
  const { roles, common } = useWords();
  const own = useContext(OwnRolesContext);
  return (role) => {
    if (Object.hasOwn(roles, role)) return roles[role as keyof typeof roles];
    const custom = own.find(({ id }) => id === role);
    if (custom) return { name: custom.name, may: custom.description };
    return { name: role.startsWith("rol_") ? common.ownRole : role, may: "" };
  };
}
