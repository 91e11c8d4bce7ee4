import { pluralsOf } from "../../plural";

const plural = pluralsOf("en");

/** Roles that a workspace makes for itself. */
export const ownRoles = {
  title: "Roles",
  description:
    "The roles that every ‹workspace› has stay as they are. Beside them you can make up to 20 of your own out of the list of permissions.",
  table: "What each role may do",
  listTitle: "Roles of this ‹workspace›",
  caption: "Roles of this ‹workspace›, by name",
  empty: "There are no roles of your own yet",
  emptyHelp:
    "Make one when a job here is more than one role and less than another: somebody who enrols people and invites nobody, or who invites and changes nothing else.",
  create: "New role",
  createTitle: "New role",
  createSubmit: "Create the role",
  changeTitle: ({ name }: { name: string }) => `Role “${name}”`,
  back: "Roles",
  submit: "Save the role",
  columns: { name: "Role", may: "May", holdsIn: "Holds" },
  name: "Name",
  nameHint: "As people read it, like ‹Course› secretary.",
  about: "In one line",
  aboutHint: "What it is for. Stands beside the name wherever somebody chooses a role, and in invitations.",
  groups: {
    people: "May do with people",
    places: "May do with ‹units› and ‹groups›",
    learning: "May do with ‹courses› and ‹sessions›",
    records: "May read",
  },
  permissionsHint:
    "Everybody with the role sees the area for managing. Whoever may change people in any way hands out the roles that hold no more than they do themselves.",
  reserved:
    "Two rights are no part of any role of your own: changing the settings of the ‹workspace›, and API keys. Whoever has one of them could give themselves all others, so both stay with the role ‹admin›.",
  onlyEverywhere: "In the whole ‹workspace› only.",
  holdsIn: "Can be given",
  holdsInHint: "What it allows counts there and below.",
  scopes: {
    workspace: { label: "In the whole ‹workspace›", short: "everywhere" },
    unit: { label: "In ‹a unit›", short: "in ‹a unit›" },
    group: { label: "In ‹a group›", short: "in ‹a group›" },
  },
  changeLead: ({ count, many }: { count: number; many: boolean }) =>
    many
      ? "More than 500 people have this role or are invited as it. A change counts for all of them from their next click on."
      : plural(count, {
          one: "# person has this role or is invited as it. A change counts from their next click on.",
          other:
            "# people have this role or are invited as it. A change counts for all of them from their next click on.",
        }),
  unused: "Nobody has this role yet.",
  deleteTitle: "Delete this role",
  deleteLead: "The role counts no more at once. What its people did stays in the audit log.",
  deleteImports: "Rows of imports that name it and have not had their turn will fail and say so.",
  to: "What its people get instead",
  toHint: "Wherever they have it now. Invitations that are open offer it then too.",
  toNothing: "Nothing: who has no other role becomes ‹a learner›",
  deleteSubmit: "Delete the role",
};
