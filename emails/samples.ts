import type { MailBrand, MailContent, MailSession, MailTemplate } from "./mail";

/** One mail to look at. */
export interface MailSample {
  /** What the sample shows, for the list on the preview page. */
  title: string;
  template: MailTemplate;
  brand: MailBrand;
  content: MailContent;
}

const acme: Omit<MailBrand, "words"> = {
  productName: "Usher",
  workspaceName: "Acme Academy",
  customerName: "Acme Manufacturing Group",
  accentColor: "#0f766e",
  timeZone: "Europe/Berlin",
  supportContact: "help@academy.example",
  subjectStyle: "inviter_invited_you",
  buttonStyle: "accept_invitation",
};

const school: typeof acme = {
  ...acme,
  workspaceName: "Donaudampfschifffahrtsgesellschaftskapitänsakademie für Aus- und Weiterbildung Süd",
  customerName: null,
  accentColor: "#ffd60a",
  timeZone: "America/New_York",
  supportContact: null,
  subjectStyle: "welcome_to_product",
  buttonStyle: "set_password_and_get_started",
};

const token =
  "eyJhbGciOiJIUzI1NiJ9.aW52XzAxSlpYNFE3TThLMlBTVFZXWTlDREZHSEpL.q0pQm3rS8tUvWxYz1A2bC3dE4fG5hI6jK7lM8nO9pQ0";

const invitee: MailContent = {
  recipientFirstName: "Lena",
  inviterName: "Ana Ruiz",
  roles: ["learner"],
  note: null,
  url: `https://usher.example/join/${token}`,
  expiresAt: Date.UTC(2026, 10, 24, 13, 5),
};

const inviter: MailContent = {
  ...invitee,
  recipientFirstName: "Ana",
  inviterName: null,
  url: "https://usher.example/w/acme/people/mem_01JZX4Q7M8K2PSTVWY9CDFGHJK",
  expiresAt: null,
  subjectName: "Lena Brandt",
};

const signIn = "https://usher.example/w/acme/sign-in";

const course = "https://usher.example/w/acme/learn/courses/crs_01JZX4Q7M8K2PSTVWY9CDFGHJK";

const session: MailSession = {
  title: "Ropes and knots",
  courseTitle: "Safety at height",
  startsAt: Date.UTC(2026, 2, 9, 9),
  endsAt: Date.UTC(2026, 2, 9, 11),
  timeZone: "Europe/Berlin",
  place: "Hall 3, ground floor",
  online: false,
  joined: true,
};

/** Realistic mails, the awkward ones included, in these words. */
export const mailSamples = (words: MailBrand["words"]): readonly MailSample[] =>
  samples.map((sample) => ({ ...sample, brand: { ...sample.brand, words } }));

const samples: readonly (Omit<MailSample, "brand"> & { brand: typeof acme })[] = [
  { title: "Invitation", template: "invitation", brand: acme, content: invitee },
  {
    title: "Invitation with a note and two roles",
    template: "invitation",
    brand: acme,
    content: {
      ...invitee,
      roles: ["coach", "learner"],
      note: "Hi Lena,\n\nthe safety course starts on Monday. Have a look before then, and tell me if the times do not suit you.\n\nAna",
    },
  },
  {
    title: "Invitation from the team, long names, pale colour",
    template: "invitation",
    brand: school,
    content: {
      ...invitee,
      recipientFirstName: "Maximiliane-Friederike-Charlotte",
      inviterName: null,
      roles: ["admin", "unit_manager", "group_admin", "session_instructor"],
    },
  },
  {
    title: "Invitation in both writing directions, no expiry",
    template: "invitation",
    brand: acme,
    content: {
      ...invitee,
      recipientFirstName: "נועה",
      inviterName: "نور الهدى",
      note: "أهلاً بك في الأكاديمية.\nنراك يوم الاثنين.",
      expiresAt: null,
    },
  },
  {
    title: "Invitation with hostile words",
    template: "invitation",
    brand: acme,
    content: {
      ...invitee,
      recipientFirstName: "Reset at evil.example",
      inviterName: "<a href=//evil>Ana</a>",
      note: 'Verify at https://evil.example/login or www.evil.example "onmouseover=alert(1)" &lt;b&gt;',
    },
  },
  { title: "Reminder", template: "reminder", brand: acme, content: invitee },
  { title: "New link", template: "new_link", brand: acme, content: invitee },
  { title: "A seat is free", template: "seat_free", brand: acme, content: invitee },
  {
    title: "New link, resent with a note",
    template: "new_link",
    brand: school,
    content: { ...invitee, note: "Sorry, the first one went to your old address." },
  },
  {
    title: "Registration for a course",
    template: "registration",
    brand: acme,
    content: {
      ...invitee,
      recipientFirstName: null,
      inviterName: null,
      roles: [],
      courseTitle: "Safety at height",
    },
  },
  {
    title: "Registration by a key",
    template: "registration",
    brand: school,
    content: { ...invitee, recipientFirstName: null, inviterName: null, roles: [] },
  },
  {
    title: "Registration of somebody who is here already",
    template: "registration_known",
    brand: acme,
    content: {
      ...invitee,
      inviterName: null,
      roles: [],
      url: "https://usher.example/w/acme/sign-in",
      expiresAt: null,
      courseTitle: "Safety at height",
    },
  },
  {
    title: "Registration approved",
    template: "registration_approved",
    brand: acme,
    content: {
      ...invitee,
      inviterName: null,
      roles: [],
      url: signIn,
      expiresAt: null,
      courseTitle: "Safety at height",
    },
  },
  {
    title: "Registration refused, with a reason",
    template: "registration_refused",
    brand: school,
    content: {
      ...invitee,
      inviterName: null,
      roles: [],
      url: signIn,
      expiresAt: null,
      note: "The course is for members of the club. You are welcome to join it first.",
    },
  },
  {
    title: "Registration over, with the money given back",
    template: "registration_refunded",
    brand: acme,
    content: {
      ...invitee,
      recipientFirstName: null,
      inviterName: null,
      roles: [],
      url: signIn,
      expiresAt: null,
      courseTitle: "Safety at height",
    },
  },
  {
    title: "Password reset",
    template: "password_reset",
    brand: acme,
    content: { ...invitee, inviterName: null, roles: [], url: `https://usher.example/reset/${token}` },
  },
  {
    title: "Set up with a link",
    template: "account_link",
    brand: acme,
    content: { ...invitee, roles: [], url: `https://usher.example/reset/${token}` },
  },
  {
    title: "Set up with a temporary password",
    template: "account_password",
    brand: acme,
    content: { ...invitee, roles: [], url: signIn, temporaryPassword: "k7mq-2xvr-9tfa-hn3w" },
  },
  {
    title: "Set up with the account that there is",
    template: "account_added",
    brand: school,
    content: { ...invitee, inviterName: null, roles: [], url: signIn, expiresAt: null },
  },
  {
    title: "Welcome after joining",
    template: "invitation_accepted",
    brand: acme,
    content: { ...invitee, url: signIn, expiresAt: null },
  },
  {
    title: "Accepted, to the inviter",
    template: "accepted_notice",
    brand: acme,
    content: inviter,
  },
  {
    title: "Declined with a reason, to the inviter",
    template: "declined_notice",
    brand: acme,
    content: {
      ...inviter,
      url: "https://usher.example/w/acme/people/invitations/inv_01JZX4Q7M8K2PSTVWY9CDFGHJK",
      reason: "Thank you, but I am leaving the company at the end of the month.",
    },
  },
  {
    title: "Password changed",
    template: "password_changed",
    brand: acme,
    content: { ...invitee, inviterName: null, roles: [], url: signIn, expiresAt: null },
  },
  {
    title: "Another address asked for, to the mailbox of now",
    template: "address_change_asked",
    brand: acme,
    content: { ...invitee, inviterName: null, roles: [], url: signIn, expiresAt: null },
  },
  {
    title: "Address changed, to the mailbox of before",
    template: "address_changed",
    brand: acme,
    content: { ...invitee, inviterName: null, roles: [], url: signIn, expiresAt: null },
  },
  {
    title: "A place in a session",
    template: "session_invitation",
    brand: acme,
    content: { ...invitee, inviterName: null, roles: [], url: course, expiresAt: null, session },
  },
  {
    title: "A place in a session, for somebody who has not joined",
    template: "session_invitation",
    brand: school,
    content: {
      ...invitee,
      roles: [],
      url: signIn,
      expiresAt: null,
      session: { ...session, place: null, online: true, joined: false },
    },
  },
  {
    title: "Reminder of a session",
    template: "session_reminder",
    brand: acme,
    content: { ...invitee, inviterName: null, roles: [], url: course, expiresAt: null, session },
  },
  {
    title: "A session is canceled",
    template: "session_canceled",
    brand: acme,
    content: { ...invitee, inviterName: null, roles: [], url: course, expiresAt: null, session },
  },
  {
    title: "Access ends soon",
    template: "access_ending",
    brand: acme,
    content: {
      ...invitee,
      inviterName: null,
      roles: [],
      url: signIn,
      expiresAt: null,
      lastDay: "2026-12-31",
    },
  },
];
