import { index, type RouteConfig, route } from "@remix-run/route-config";

/** The map of every page, written out. */
export default [
  index("routes/home.tsx"),

  route("join/:token", "routes/join-link.tsx"),
  route("join/at/:invitationId", "routes/join.tsx"),
  route("join/at/:invitationId/decline", "routes/join-decline.tsx"),
  route("reset/:token", "routes/reset-link.tsx"),
  route("reset/at/:resetId", "routes/reset.tsx"),
  route("verify/:token", "routes/verify-link.tsx"),
  route("verify/at/:verificationId", "routes/verify.tsx"),

  route("w/:workspace/sign-in", "routes/sign-in.tsx"),
  route("w/:workspace/sign-out", "routes/sign-out.ts"),
  route("w/:workspace/forgot", "routes/forgot.tsx"),
  route("w/:workspace/learn", "routes/learn.tsx"),
  route("w/:workspace/learn/profile", "routes/learn-profile.tsx"),
  route("w/:workspace/account", "routes/account.tsx"),
  route("w/:workspace/account/verify", "routes/verify-request.tsx"),
  route("w/:workspace/account/sessions", "routes/sessions.tsx"),

  route("preferences", "routes/preferences.ts"),
  route("w/:workspace/people.csv", "routes/manage.people-csv.ts"),
  route("w/:workspace", "routes/manage.tsx", [
    index("routes/manage.home.tsx"),
    route("start", "routes/manage.start.tsx"),
    route("people", "routes/manage.people.tsx"),
    route("people/invite", "routes/manage.invite.tsx"),
    route("people/bulk", "routes/manage.bulk.tsx"),
    route("people/:membershipId", "routes/manage.person.tsx"),
    route("people/:membershipId/edit", "routes/manage.person-edit.tsx"),
    route("people/:membershipId/names", "routes/manage.person-names.tsx"),
    route("people/:membershipId/roles", "routes/manage.person-roles.tsx"),
    route("people/:membershipId/:act", "routes/manage.person-act.tsx"),
    route("jobs/:jobId", "routes/manage.job.tsx"),
    route("audit", "routes/manage.audit.tsx"),
    route("settings", "routes/manage.settings.tsx"),
    route("settings/mails", "routes/manage.mails.tsx"),
    route("settings/api-keys", "routes/manage.api-keys.tsx"),
    route("settings/api-keys/:keyId/revoke", "routes/manage.api-key-revoke.tsx"),
  ]),
  route("*", "routes/not-found.tsx"),
] satisfies RouteConfig;
