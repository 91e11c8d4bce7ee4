import { pluralsOf } from "../../plural";

const plural = pluralsOf("en");

export const flash = {
  invited: ({ who }: { who: string }) => `The invitation to ${who} is on its way`,
  invitedMany: ({ count }: { count: number }) =>
    plural(count, { one: "# invitation is on its way", other: "# invitations are on their way" }),
  preparedMany: ({ count }: { count: number }) =>
    plural(count, {
      one: "# invitation is ready and not sent yet",
      other: "# invitations are ready and not sent yet",
    }),
  withdrawnMany: ({ count }: { count: number }) =>
    plural(count, {
      one: "Nothing was sent: # invitation is withdrawn",
      other: "Nothing was sent: # invitations are withdrawn",
    }),
  elsewhere: "This person already has an account; they will sign in with it.",
  prepared: ({ who }: { who: string }) => `The invitation for ${who} is ready and not sent yet`,
  resent: ({ who }: { who: string }) => `A new mail to ${who} is on its way`,
  reminded: ({ who }: { who: string }) => `A reminder to ${who} is on its way`,
  canceled: ({ who }: { who: string }) => `The invitation to ${who} is withdrawn`,
  edited: ({ who }: { who: string }) => `The changes to the invitation of ${who} are saved`,
  moved: ({ who }: { who: string }) => `The address is changed; a new mail goes to ${who}`,
  withdrawn: ({ who }: { who: string }) => `Nothing was sent: the invitation to ${who} is withdrawn`,
  restored: ({ who }: { who: string }) => `Nothing was sent: the link ${who} had before works again`,
  unreminded: ({ who }: { who: string }) => `Nothing was sent: ${who} is not reminded`,
  names: ({ who }: { who: string }) => `The name of ${who} is saved`,
  roles: ({ who }: { who: string }) => `The roles of ${who} are changed, with effect at once`,
  deactivated: ({ who }: { who: string }) => `${who} can no longer sign in here`,
  reactivated: ({ who }: { who: string }) => `${who} can sign in here again`,
  removed: ({ who }: { who: string }) => `${who} is removed from this workspace`,
  accessEnd: ({ who }: { who: string }) => `The last day of ${who} is saved`,
  erased: () => "The data is erased",
  keyRevoked: ({ who }: { who: string }) => `The key “${who}” no longer works`,
  courseCreated: ({ who }: { who: string }) => `The course “${who}” is there`,
  courseSaved: ({ who }: { who: string }) => `The course “${who}” is saved`,
  courseDeleted: ({ who }: { who: string }) => `The course “${who}” is deleted`,
  courseAssigned: ({ who }: { who: string }) => `The course is assigned to ${who}`,
  courseEnrolling: ({ who }: { who: string }) =>
    `The course is assigned to ${who}. Many people are enrolled now; that goes on by itself`,
  courseUnassigned: ({ who }: { who: string }) => `${who} no longer has the course`,
  enrolled: ({ who }: { who: string }) => `${who} is enrolled`,
  progressSet: ({ who }: { who: string }) => `The progress of ${who} is saved`,
  completed: ({ who }: { who: string }) => `${who} has completed the course and has the certificate`,
  withdrew: ({ who }: { who: string }) => `${who} is withdrawn; what was done stays`,
  reopened: ({ who }: { who: string }) => `${who} goes on with the course`,
  sessionCreated: ({ who }: { who: string }) => `The session “${who}” is there`,
  sessionSaved: ({ who }: { who: string }) => `The session “${who}” is saved`,
  sessionTwice: ({ who }: { who: string }) =>
    `The session “${who}” is saved. The clocks go back that night: the earlier of the two hours was taken`,
  sessionCanceled: ({ who }: { who: string }) => `The session “${who}” is canceled`,
  attends: ({ who }: { who: string }) => `${who} has a place`,
  teaches: ({ who }: { who: string }) => `${who} teaches this session`,
  teachesNot: ({ who }: { who: string }) => `${who} does not teach this session any more`,
  attendsNot: ({ who }: { who: string }) => `${who} has no place any more`,
  places: ({ who }: { who: string }) => `Units and groups of ${who} are saved`,
  described: ({ who }: { who: string }) => `What you changed of ${who} is saved`,
  fieldCreated: ({ who }: { who: string }) => `The field “${who}” is there`,
  fieldSaved: ({ who }: { who: string }) => `The field “${who}” is saved`,
  fieldRetired: ({ who }: { who: string }) => `“${who}” is asked no more; answers stay`,
  fieldRestored: ({ who }: { who: string }) => `“${who}” is asked again`,
  fieldsOrdered: () => "The order of the fields is saved",
  labelRenamed: ({ who }: { who: string }) => `The label is now “${who}”`,
  labelDeleted: ({ who }: { who: string }) => `Nobody has the label “${who}” any more`,
  labelChanging: ({ who }: { who: string }) =>
    `Many people have the label “${who}”. It is changed for each of them now; that goes on by itself`,
  settings: () => "The settings are saved",
  jobUndone: () => "Taken back",
  groupCreated: ({ who }: { who: string }) => `The group “${who}” is there`,
  groupSaved: ({ who }: { who: string }) => `The group “${who}” is saved`,
  groupDeleted: ({ who }: { who: string }) => `The group “${who}” is deleted`,
  groupEmptying: ({ who }: { who: string }) =>
    `The group “${who}” is being emptied and then deleted. It goes on by itself`,
  groupAdded: ({ count }: { count: number }) =>
    plural(count, { one: "# person is added to the group", other: "# people are added to the group" }),
  groupRemoved: ({ who }: { who: string }) => `${who} is out of the group`,
  unitCreated: ({ who }: { who: string }) => `The unit “${who}” is there`,
  unitSaved: ({ who }: { who: string }) => `The unit “${who}” is saved`,
  unitDeleted: ({ who }: { who: string }) => `The unit “${who}” is deleted`,
  imported: ({ who }: { who: string }) => who,
};
