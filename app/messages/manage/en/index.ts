import { access, erasure, leaving } from "./access";
import { keys, permissions } from "./api-keys";
import { audit, events, fields, no, nothing, reasons, yes } from "./audit";
import { bulk, bulkPeople } from "./bulk";
import { bulkBar } from "./bulk-bar";
import { courses, sessions } from "./courses";
import { customer } from "./customer";
import { delivery } from "./delivery";
import { errorOther, errors, rateLimited, resendLimit } from "./errors";
import { labels, ownFields, personParts, rolePlaces } from "./fields";
import { firstSteps } from "./first-steps";
import { flash } from "./flash";
import { imports } from "./imports";
import { catalog, insights, periods } from "./insights";
import { invite } from "./invite";
import { job, outcomes } from "./jobs";
import { mailPreviews, mailStates, mails, openedCaveat } from "./mails";
import { orders } from "./orders";
import { ownRoles } from "./own-roles";
import { part } from "./part";
import { acts, list, people } from "./people";
import { person } from "./person";
import { groups, tree, units } from "./places";
import { links, registrations } from "./registering";
import { roleTable } from "./role-table";
import { seatNotice } from "./seat-notice";
import { seats } from "./seats";
import { cards, setUp, signInWays } from "./set-up";
import { settings } from "./settings";
import { nav, palette, shell, shortcuts, start } from "./shell";
import { words } from "./words";
import { work } from "./work";

/** The manage area's words, English first, a file for each area. Import it only in routes under the manage area. */
export const manage = {
  nav,
  mailPreviews,
  shell,
  delivery,
  list,
  people,
  acts,
  bulk,
  bulkBar,
  bulkPeople,
  outcomes,
  job,
  work,
  orders,
  catalog,
  insights,
  periods,
  flash,
  errors,
  errorOther,
  imports,
  resendLimit,
  rateLimited,
  invite,
  person,
  setUp,
  signInWays,
  cards,
  access,
  leaving,
  erasure,
  events,
  mails,
  mailStates,
  openedCaveat,
  fields,
  reasons,
  nothing,
  yes,
  no,
  audit,
  groups,
  courses,
  sessions,
  units,
  tree,
  settings,
  seatNotice,
  seats,
  words,
  customer,
  firstSteps,
  ownFields,
  labels,
  personParts,
  rolePlaces,
  roleTable,
  links,
  registrations,
  ownRoles,
  part,
  keys,
  permissions,
  start,
  shortcuts,
  palette,
};

export type ManageMessages = typeof manage;

/** How each delivery step looks beside its word. */
export type DeliveryKey = keyof ManageMessages["delivery"];
