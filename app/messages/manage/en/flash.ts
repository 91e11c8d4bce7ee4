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
  keyRevoked: ({ who }: { who: string }) => `The key “${who}” no longer works`,
  settings: () => "The settings are saved",
  jobUndone: () => "Taken back",
  imported: ({ who }: { who: string }) => who,
};
