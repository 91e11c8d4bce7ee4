import type { Scope } from "../../../../worker/domain/permissions";

const places: Record<Scope["kind"], string> = {
  workspace: "everywhere",
  unit: "in their ‹unit›",
  group: "in their ‹group›",
  session: "in their ‹session›",
};

export const roleTable = {
  title: "What each role may do",
  lead: "A role of ‹a unit› counts in the ‹units› and ‹groups› below it too, one of ‹a group› in the ‹groups› below it. What lies outside does not exist for it.",
  caption: "What each role may do, and where",
  permission: "May",
  places,
  no: "no",
  handsOut: "Hands out the roles",
  nobody: "none",
  link: "What each role may do",
  /** Two places of one role. */
  or: " or ",
  /** To the page where roles are made. */
  own: "Make and change roles",
};
