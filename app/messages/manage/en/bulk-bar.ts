import { pluralsOf } from "../../plural";

const plural = pluralsOf("en");

/** What stands above a list of people, for those that are ticked. */
export const bulkBar = {
  label: "With the selected people",
  selected: ({ count }: { count: number }) => plural(count, { one: "# selected", other: "# selected" }),
  selectPage: "Select everybody on this page",
  allMatching: ({ count }: { count: string }) => `All ${count} that match the filter`,
  allMatchingPlain: "All that match the filter",
  resend: "‹resend› …",
  remind: "‹remind› …",
  extend: "Extend …",
  cancel: "Cancel invitations …",
  change: "Change people …",
  export: "Export",
  clear: "Clear selection",
  menu: {
    add_to_group: "Add to ‹a group› …",
    remove_from_group: "Take out of ‹a group› …",
    move_to_unit: "Move to ‹a unit› …",
    remove_from_unit: "Take out of ‹a unit› …",
    add_role: "Give a role …",
    remove_role: "Take a role away …",
    enrol: "Enrol in ‹courses› …",
    withdraw: "Take out of ‹courses› …",
    set_access_end: "Set a last day …",
    add_labels: "Add labels …",
    remove_labels: "Take labels away …",
    deactivate: "Deactivate …",
    reactivate: "Reactivate …",
    remove: "Remove …",
  },
};
