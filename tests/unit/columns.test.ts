import fc from "fast-check";
import { expect, test } from "vitest";
import { type ColumnKey, columnKeys, matchHeaders } from "../../worker/domain/imports/columns.ts";

const targetsOf = (header: string[]) => matchHeaders(header).columns.map(({ target }) => target);

test("every column is known by its key, and the mapping step is skipped", () => {
  const header = columnKeys.filter((key) => key !== "name");
  const { columns, mapping, complete } = matchHeaders(header, [], {}, "alone");
  expect(columns.map(({ confidence }) => confidence)).toEqual(header.map(() => "exact"));
  expect(mapping).toEqual(header);
  expect(complete).toBe(true);
});

test.each<[source: string, header: string[], targets: (ColumnKey | "ignored" | "dropped" | "later")[]]>([
  ["S0", ["email", "first_name", "last_name", "role"], ["email", "first_name", "last_name", "role"]],
  [
    "S1",
    ["Email", "First name", "Last name", "Roles", "Organisation unit", "Expiry date", "Group", "Courses"],
    ["email", "first_name", "last_name", "role", "unit", "access_expires_on", "group", "courses"],
  ],
  [
    "S2",
    ["email", "name", "first name", "password", "language", "group ID", "role"],
    ["email", "last_name", "first_name", "dropped", "language", "group", "role"],
  ],
  [
    "SkillStream (S4)",
    ["email", "first_name", "last_name", "role", "department", "group"],
    ["email", "first_name", "last_name", "role", "unit", "group"],
  ],
  [
    "Moodle",
    [
      "username",
      "password",
      "firstname",
      "lastname",
      "email",
      "idnumber",
      "lang",
      "cohort1",
      "cohort2",
      "role1",
    ],
    [
      "later",
      "dropped",
      "first_name",
      "last_name",
      "email",
      "external_id",
      "language",
      "group",
      "group",
      "role",
    ],
  ],
  [
    "Moodle's participants",
    ["First name", "Surname", "Email address", "Role(s)", "Groups", "profile_field_shoe", "course1"],
    ["first_name", "last_name", "email", "role", "group", "ignored", "courses"],
  ],
  [
    "Canvas",
    ["user_id", "login_id", "password", "first_name", "last_name", "email", "status"],
    ["external_id", "later", "dropped", "first_name", "last_name", "email", "ignored"],
  ],
  [
    "TalentLMS",
    [
      "Login",
      "Firstname",
      "Lastname",
      "Email",
      "Password",
      "User type",
      "Branch",
      "Group",
      "Deactivation date",
    ],
    ["later", "first_name", "last_name", "email", "dropped", "role", "unit", "group", "access_expires_on"],
  ],
  [
    "360Learning",
    ["mail", "firstName", "lastName", "lang", "groups", "labels", "toDeactivateAt"],
    ["email", "first_name", "last_name", "language", "group", "labels", "access_expires_on"],
  ],
  ["Discourse", ["email", "groups", "topic_id"], ["email", "group", "courses"]],
  ["Coursera", ["Full Name", "Email", "External ID"], ["name", "email", "external_id"]],
  [
    "Google Workspace",
    ["First Name [Required]", "Last Name [Required]", "Email Address [Required]", "Org Unit Path [Required]"],
    ["first_name", "last_name", "email", "unit"],
  ],
  [
    "German",
    ["E-Mail-Adresse", "Vorname", "Nachname", "Rolle", "Schule", "Gruppe", "Sprache", "Kennwort"],
    ["email", "first_name", "last_name", "role", "unit", "group", "language", "dropped"],
  ],
  ["German, short", ["Name", "Vorname", "Mailadresse"], ["last_name", "first_name", "email"]],
  [
    "French",
    ["Nom", "Prénom", "Adresse e-mail", "Rôle", "École", "Groupe", "Langue", "Mot de passe"],
    ["last_name", "first_name", "email", "role", "unit", "group", "language", "dropped"],
  ],
  [
    "Spanish",
    ["Nombre", "Apellidos", "Correo electrónico", "Rol", "Colegio", "Grupo", "Idioma", "Contraseña"],
    ["first_name", "last_name", "email", "role", "unit", "group", "language", "dropped"],
  ],
  ["a full name", ["NAME", "email"], ["name", "email"]],
  [
    "a full name beside its halves",
    ["Full name", "First", "Last", "email"],
    ["ignored", "first_name", "last_name", "email"],
  ],
  ["a field that there is not", ["custom:shoe size", "email"], ["ignored", "email"]],
])("the headings of %s are understood (F54, F68)", (_, header, targets) => {
  expect(targetsOf(header)).toEqual(targets);
});

test("case, blanks, underscores, hyphens and accents do not count", () => {
  for (const header of ["E-MAIL", " e_mail ", "email*", "E mail (required)", "é-mail:"]) {
    expect(targetsOf([header])).toEqual(["email"]);
  }
});

test("several columns of one name and numbered ones are fine where a person may have several (F69)", () => {
  const { mapping, complete } = matchHeaders(["email", "role", "Role 2", "group_1", "group-2", "cohort"]);
  expect(mapping).toEqual(["email", "role", "role", "group", "group", "group"]);
  expect(complete).toBe(true);
  expect(targetsOf(["course1", "Course 2", "tag1"])).toEqual(["courses", "courses", "labels"]);
  expect(targetsOf(["email", "language2"])).toEqual(["email", "ignored"]);
});

test("the second column for what takes one is asked about", () => {
  const { columns, mapping, complete } = matchHeaders(["email", "Work email", "school", "department"]);
  expect(mapping).toEqual(["email", null, "unit", null]);
  expect(columns[1]).toMatchObject({ target: "ignored", confidence: "near", suggestion: "email" });
  expect(complete).toBe(false);
});

test("a heading that is nearly a known one is asked about and not used", () => {
  const { columns, complete } = matchHeaders(["email", "frist_name", "Langauge"]);
  expect(columns[1]).toMatchObject({ target: "ignored", confidence: "near", suggestion: "first_name" });
  expect(columns[2]).toMatchObject({ target: "ignored", confidence: "near", suggestion: "language" });
  expect(complete).toBe(false);
});

test("unknown headings are ignored and named, and hold nobody up (C-08)", () => {
  const { columns, notices, complete } = matchHeaders(["email", "Shoe size", "password", "username", ""]);
  expect(columns[1]).toEqual({ index: 1, header: "Shoe size", target: "ignored", confidence: "none" });
  expect(notices).toEqual({ ignored: ["Shoe size"], dropped: ["password"], later: ["username"] });
  expect(complete).toBe(true);
});

test("without a column of addresses the mapping is not complete", () => {
  expect(matchHeaders(["name", "role"]).complete).toBe(false);
  expect(matchHeaders(["ann@example.com", "Ann"]).complete).toBe(false);
  expect(matchHeaders([]).complete).toBe(false);
});

test("a heading of usernames is read where people have them, and suffices where an address may be missing (D41, D42)", () => {
  const of = (header: string[], usernames: "none" | "beside" | "alone") => {
    const { mapping, notices, complete } = matchHeaders(header, [], {}, usernames);
    return [mapping, notices.later, complete];
  };
  expect(of(["email", "Login"], "none")).toEqual([["email", null], ["Login"], true]);
  expect(of(["email", "Benutzername"], "beside")).toEqual([["email", "username"], [], true]);
  expect(of(["username"], "beside")).toEqual([["username"], [], false]);
  expect(of(["username"], "alone")).toEqual([["username"], [], true]);
  // Directories keep an address in it.
  expect(of(["email", "userPrincipalName"], "alone")).toEqual([["email", null], [], true]);
});

test("headings like __proto__ mean nothing and do nothing (C-23)", () => {
  const header = ["email", "__proto__", "constructor", "toString", "hasOwnProperty", "valueOf"];
  expect(matchHeaders(header).mapping).toEqual(["email", null, null, null, null, null]);
  expect(({} as Record<string, unknown>).email).toBeUndefined();
});

test("any headings are matched, each column to at most one thing", () => {
  const heading = fc.oneof(
    fc.string({ unit: "binary", maxLength: 40 }),
    fc.constantFrom("email", "Name", "Vorname", "role1", "(((", "[".repeat(500), "custom:"),
  );
  fc.assert(
    fc.property(fc.array(heading, { maxLength: 30 }), (header) => {
      const { columns, mapping } = matchHeaders(header);
      expect(columns.map(({ header }) => header)).toEqual(header);
      const several = ["role", "group", "courses", "labels"];
      const single = mapping.filter((target) => target && !several.includes(target));
      expect(new Set(single).size).toBe(single.length);
    }),
    { numRuns: 100 },
  );
});

test("fields of the workspace's own are known by name and key, before the words of other products (F54)", () => {
  const fields = [
    { key: "cost_centre", name: "Cost centre" },
    { key: "city", name: "Town" },
    { key: "department", name: "Department" },
    { key: "role", name: "Position" },
  ];
  const matched = (...header: string[]) =>
    matchHeaders(header, fields).columns.map(({ target, confidence, suggestion }) =>
      suggestion ? `${confidence} ${suggestion}` : target,
    );
  expect(matched("Cost Centre", "custom:town", "profile_field_city", "Department", "Position")).toEqual([
    "custom:cost_centre",
    "custom:city",
    "near custom:city",
    "custom:department",
    "custom:role",
  ]);
  // The keys of columns stay what they are everywhere, and nobody's password becomes a field.
  expect(matched("role", "custom:role", "custom:password")).toEqual(["role", "custom:role", "dropped"]);
  expect(matched("Cost centr", "custom:phone", "status")).toEqual([
    "near custom:cost_centre",
    "ignored",
    "ignored",
  ]);
});
