export * from "./access.ts";
export * from "./catalog.ts";
export * from "./imports.ts";
export * from "./invitations.ts";
export * from "./learning.ts";
export * from "./people.ts";
export * from "./single-sign-on.ts";
export * from "./tenancy.ts";
