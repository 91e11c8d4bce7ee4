/**
 * Every page, written by hand: what a visitor without a session, an administrator of another workspace
 * and a learner of this one get from a GET and from a POST. `in`: sent to sign in; `learn`: to the
 * learner portal; a number: that status.
 */
export type Answer = number | "in" | "learn";
export interface Page {
  route: string;
  path: string;
  get: { anonymous: Answer; stranger: Answer; learner: Answer };
  post: { anonymous: Answer; stranger: Answer; learner: Answer } | null;
  /** What its form may want, where one page takes several; otherwise `cancel`. */
  intent?: "check" | "preview" | "undo";
}

const manage = { anonymous: "in", stranger: 404, learner: "learn" } as const;
const member = { anonymous: "in", stranger: "in", learner: 200 } as const;

export const pages: readonly Page[] = [
  { route: "manage.home", path: "", get: manage, post: null },
  { route: "manage.start", path: "/start", get: manage, post: null },
  { route: "manage.roles", path: "/roles", get: manage, post: null },
  { route: "manage.people", path: "/people", get: manage, post: null },
  { route: "manage.people-csv", path: "/people.csv", get: manage, post: manage },
  { route: "manage.invite", path: "/people/invite", get: manage, post: manage },
  { route: "manage.invite", path: "/people/invite", get: manage, post: manage, intent: "undo" },
  { route: "manage.invite", path: "/people/invite.data", get: manage, post: manage, intent: "check" },
  { route: "manage.set-up", path: "/people/set-up", get: manage, post: manage },
  { route: "manage.set-up", path: "/people/set-up", get: manage, post: manage, intent: "undo" },
  { route: "manage.cards", path: "/people/cards", get: manage, post: manage },
  { route: "manage.invite-choices", path: "/people/invite/choices?kind=group", get: manage, post: null },
  { route: "manage.bulk", path: "/people/bulk?action=cancel&all=1", get: manage, post: manage },
  { route: "manage.bulk", path: "/people/bulk?action=deactivate&all=1", get: manage, post: manage },
  {
    route: "manage.bulk-choices",
    path: "/people/bulk/choices?act=add_to_group&kind=group",
    get: manage,
    post: null,
  },
  { route: "manage.person", path: "/people/:member", get: manage, post: manage },
  { route: "manage.person-edit", path: "/people/:member/edit", get: manage, post: manage },
  {
    route: "manage.person-edit",
    path: "/people/:member/edit.data",
    get: manage,
    post: manage,
    intent: "preview",
  },
  { route: "manage.person-names", path: "/people/:member/names", get: manage, post: manage },
  { route: "manage.person-sign-in", path: "/people/:member/sign-in", get: manage, post: manage },
  { route: "manage.person-roles", path: "/people/:member/roles", get: manage, post: manage },
  { route: "manage.place-choices", path: "/people/places?kind=group", get: manage, post: null },
  { route: "manage.person-places", path: "/people/:member/places", get: manage, post: manage },
  { route: "manage.person-details", path: "/people/:member/details", get: manage, post: manage },
  { route: "manage.leaving", path: "/people/leaving", get: manage, post: manage },
  { route: "manage.person-access", path: "/people/:member/access", get: manage, post: manage },
  { route: "manage.person-erase", path: "/people/:member/erase", get: manage, post: manage },
  // A file by a post; there is no page to get.
  {
    route: "manage.person-data",
    path: "/people/:member/data.json",
    get: { anonymous: 400, stranger: 400, learner: 400 },
    post: manage,
  },
  { route: "manage.person-remind", path: "/people/:member/remind", get: manage, post: manage },
  { route: "manage.person-act", path: "/people/:member/cancel", get: manage, post: manage },
  { route: "manage.groups", path: "/groups", get: manage, post: null },
  { route: "manage.group-new", path: "/groups/new", get: manage, post: manage },
  { route: "manage.group", path: "/groups/:group", get: manage, post: manage },
  { route: "manage.group-add", path: "/groups/:group/add", get: manage, post: manage },
  { route: "manage.group-settings", path: "/groups/:group/settings", get: manage, post: manage },
  { route: "manage.group-delete", path: "/groups/:group/delete", get: manage, post: manage },
  { route: "manage.units", path: "/units", get: manage, post: manage },
  { route: "manage.unit", path: "/units/:unit", get: manage, post: manage },
  {
    route: "manage.job-csv",
    path: "/jobs/job_00000000000000000000000000/results.csv",
    get: manage,
    post: null,
  },
  { route: "manage.job", path: "/jobs/job_00000000000000000000000000", get: manage, post: manage },
  { route: "manage.work", path: "/work", get: manage, post: null },
  { route: "manage.imports", path: "/imports", get: manage, post: null },
  { route: "manage.import-new", path: "/imports/new", get: manage, post: manage },
  { route: "manage.import-upload", path: "/imports/upload", get: manage, post: manage },
  { route: "manage.import-template", path: "/imports/template.csv", get: manage, post: null },
  { route: "manage.import", path: "/imports/:import", get: manage, post: null },
  { route: "manage.import-mapping", path: "/imports/:import/mapping", get: manage, post: manage },
  { route: "manage.import-review", path: "/imports/:import/review", get: manage, post: manage },
  { route: "manage.import-existing", path: "/imports/:import/existing", get: manage, post: manage },
  { route: "manage.import-confirm", path: "/imports/:import/confirm", get: manage, post: manage },
  { route: "manage.import-progress", path: "/imports/:import/progress", get: manage, post: manage },
  { route: "manage.import-result", path: "/imports/:import/result", get: manage, post: null },
  { route: "manage.import-failed", path: "/imports/:import/failed.csv", get: manage, post: null },
  { route: "manage.import-act", path: "/imports/:import/cancel", get: manage, post: manage },
  { route: "manage.audit", path: "/audit", get: manage, post: null },
  { route: "manage.settings", path: "/settings", get: manage, post: manage },
  { route: "manage.policies", path: "/settings/policies", get: manage, post: null },
  { route: "manage.policy-preset", path: "/settings/policies/preset?to=academy", get: manage, post: manage },
  { route: "manage.policy-theme", path: "/settings/policies/links", get: manage, post: manage },
  { route: "manage.words", path: "/settings/words", get: manage, post: manage },
  { route: "manage.look", path: "/settings/look", get: manage, post: manage },
  { route: "manage.mail-texts", path: "/settings/mail-texts", get: manage, post: manage },
  { route: "manage.fields", path: "/settings/fields", get: manage, post: manage },
  { route: "manage.field", path: "/settings/fields/:field", get: manage, post: manage },
  { route: "manage.seats", path: "/settings/seats", get: manage, post: null },
  { route: "manage.seats-csv", path: "/settings/seats.csv", get: manage, post: null },
  { route: "manage.labels", path: "/settings/labels", get: manage, post: null },
  { route: "manage.label", path: "/settings/labels/change?label=guarded", get: manage, post: manage },
  { route: "manage.mails", path: "/settings/mails", get: manage, post: null },
  { route: "manage.sign-in", path: "/settings/sign-in", get: manage, post: manage },
  { route: "manage.api-keys", path: "/settings/api-keys", get: manage, post: manage },
  {
    route: "manage.api-key-revoke",
    path: "/settings/api-keys/key_00000000000000000000000000/revoke",
    get: manage,
    post: manage,
  },
  { route: "manage.courses", path: "/courses", get: manage, post: null },
  { route: "manage.course-new", path: "/courses/new", get: manage, post: manage },
  { route: "manage.course", path: "/courses/:course", get: manage, post: manage },
  { route: "manage.course-edit", path: "/courses/:course/edit", get: manage, post: manage },
  { route: "manage.course-delete", path: "/courses/:course/delete", get: manage, post: manage },
  { route: "manage.session-new", path: "/courses/:course/sessions/new", get: manage, post: manage },
  { route: "manage.session", path: "/sessions/:session", get: manage, post: manage },
  { route: "manage.session-invite", path: "/sessions/:session/invite", get: manage, post: manage },
  { route: "manage.session-edit", path: "/sessions/:session/edit", get: manage, post: manage },
  { route: "manage.session-cancel", path: "/sessions/:session/cancel", get: manage, post: manage },
  { route: "manage.certificate", path: "/certificates/:certificate", get: manage, post: null },
  { route: "learn", path: "/learn", get: member, post: null },
  // Of a course that is another learner's: an own one is looked at in web/learning.test.ts.
  { route: "learn-course", path: "/learn/courses/:course", get: { ...member, learner: 404 }, post: null },
  {
    route: "learn-session-file",
    path: "/learn/courses/:course/sessions/:session.ics",
    get: { ...member, learner: 404 },
    post: null,
  },
  {
    route: "learn-certificate",
    path: "/learn/certificates/:certificate",
    get: { ...member, learner: 404 },
    post: null,
  },
  { route: "learn-profile", path: "/learn/profile", get: member, post: null },
  {
    route: "account",
    path: "/account",
    get: member,
    post: { anonymous: "in", stranger: "in", learner: 400 },
  },
  {
    route: "account-data",
    path: "/account/data.json",
    get: { anonymous: 400, stranger: 400, learner: 400 },
    post: { anonymous: "in", stranger: "in", learner: 200 },
  },
  {
    // Of whoever must choose a password; others are led on.
    route: "choose-password",
    path: "/account/password",
    get: { ...member, learner: "learn" },
    post: { anonymous: "in", stranger: "in", learner: 303 },
  },
  { route: "sessions", path: "/account/sessions", get: member, post: null },
];

/** Open to everybody by their purpose; each has tests of its own. */
export const open: readonly string[] = [
  // Above all workspaces: web/customer.test.ts asks who finds them.
  "customer",
  "customer.new-workspace",
  "home",
  "join-link",
  "join",
  "join-decline",
  "reset-link",
  "reset",
  "verify-link",
  "verify",
  "verify-request",
  "sign-in",
  "sso-start",
  "sso-callback",
  "help",
  "card",
  "acting",
  "sign-out",
  "forgot",
  "preferences",
  "not-found",
  "manage",
];
