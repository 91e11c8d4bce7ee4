import { expect, joins, test } from "../support/journey.ts";

test.use({ document: "S3" });

test("in the browser: the platform group, several addresses, a language, a last day, roles, Invite; each is mailed and joins", async ({
  page,
  at,
}) => {
  const [ana, ben] = [at.address("ana"), at.address("ben")];
  await at.open("Groups");
  await page.getByRole("link", { name: "Harbour S3" }).last().click();
  await page.getByRole("link", { name: "Invite users" }).first().click();
  await page.getByRole("textbox", { name: "Email addresses" }).fill(`${ana}, ${ben}`);
  await page.getByRole("checkbox", { name: "Learner" }).check();
  await page.getByLabel(/^Last day of access/).fill("2031-12-31");
  await page.getByLabel("Language of the mail").selectOption("fr");
  await page.getByRole("button", { name: "Invite", exact: true }).click();
  await at.mails(ben, 1);
  const newcomer = await at.opensMail(ana, "invitation", "Accepter l’invitation");
  await newcomer.getByLabel("Prénom").fill("Ana");
  await newcomer.getByLabel(/^Nom/).fill("Ruiz");
  await newcomer.getByLabel("Mot de passe", { exact: true }).fill("seven green bicycles");
  await newcomer.getByRole("button", { name: /^Rejoindre/ }).click();
  await expect(newcomer).toHaveURL(/\/learn(#.*)?$/);
  await at.open("Groups");
  await page.getByRole("link", { name: "Harbour S3" }).last().click();
  await page.getByRole("link", { name: "Ana Ruiz" }).click();
  for (const told of ["Français", /31 Dec(ember)? 2031/]) {
    await expect(page.getByRole("main").getByText(told).first()).toBeVisible();
  }
});

test("in the browser: a group, Create a user, names, address, groups, roles, a password that is typed; they connect at once", async ({
  page,
  at,
}) => {
  const email = at.address("nora");
  await at.makeGroup("Bees");
  await page.getByRole("link", { name: "Invite users" }).first().click();
  await page.getByRole("link", { name: "Create a user" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Create a user" })).toBeVisible();
  await page.getByLabel("First name").fill("Nora");
  await page.getByLabel("Last name").fill("Haddad");
  await page.getByLabel("Email address").fill(email);
  await expect(page.getByRole("button", { name: "Remove Bees" })).toBeVisible();
  await page.getByRole("checkbox", { name: "Learner" }).check();
  await page.getByRole("radio", { name: /^Type a password/ }).check();
  await page.getByLabel("Password for the first time").fill("nine purple kites");
  await page.getByRole("button", { name: "Create a user" }).click();
  await expect(page.getByText("Nora Haddad is a member now")).toBeVisible();
  await at.signsInFirst(email, "nine purple kites");
  await at.open("Groups");
  await page.getByRole("link", { name: "Bees" }).click();
  await expect(at.row("Nora Haddad")).toContainText("Learner");
});

test("in the browser: Invitations, one sent again, one canceled; who joins leaves them for the users", async ({
  page,
  at,
}) => {
  const [cleo, dan] = [at.address("cleo"), at.address("dan")];
  await at.open("Invitations");
  await page.getByRole("link", { name: "Invite users" }).click();
  const form = page.getByRole("dialog", { name: "Invite users" });
  await form.getByRole("textbox", { name: "Email addresses" }).fill(`${cleo}; ${dan}`);
  await form.getByRole("checkbox", { name: "Learner" }).check();
  await form.getByRole("button", { name: "Invite", exact: true }).click();
  for (const email of [cleo, dan]) await at.mails(email, 1);
  await at.open("Invitations");
  await at.fromMenu(cleo, "Resend invitation");
  await expect(page.getByText(`A new mail to ${cleo} is on its way`)).toBeVisible();
  await at.fromMenu(dan, "Cancel invitation");
  await page.getByRole("button", { name: "Delete user" }).click();
  await expect(page.getByText(`The invitation to ${dan} is withdrawn`)).toBeVisible();
  const [canceled = ""] = await at.linksTo(dan);
  expect(await at.leadsIn(canceled)).toBe(false);
  const newcomer = await at.opensMail(cleo, "invitation", "Accept invitation");
  await joins(newcomer, { first: "Cleo", last: "Gray" });
  await expect(newcomer.getByRole("heading", { level: 1, name: "Hello, Cleo" })).toBeVisible();
  await at.open("Invitations");
  for (const email of [cleo, dan]) await expect(at.row(email)).toHaveCount(0);
  await at.open("Users");
  await expect(at.row("Cleo Gray")).toContainText("User");
});

test("in the browser: a program session, Invite to this program session, an address and one group", async ({
  page,
  at,
}) => {
  const email = at.address("eli");
  await at.makeGroup("Wasps");
  await at.makeCourse("Safety", "program");
  await page.getByRole("link", { name: /^Program sessions/ }).click();
  await page.getByRole("link", { name: "New program session" }).first().click();
  await page.getByLabel("Title").fill("First aid");
  await page.getByLabel("Begins").fill("2031-12-01T09:00");
  await page.getByLabel("Ends").fill("2031-12-01T10:00");
  await page.getByRole("button", { name: "Create the program session" }).click();
  await page.getByRole("link", { name: "Invite to this program session" }).click();
  await page.getByLabel("Email addresses").fill(`Eli Moor <${email}>`);
  await page.getByRole("combobox", { name: /^Group/ }).selectOption("Wasps");
  await page.getByRole("button", { name: "Invite", exact: true }).click();
  await expect(at.row("Eli Moor")).toContainText("not joined yet");
  await expect.poll(() => at.kindsOf(email)).toEqual(["invitation", "session_invitation"]);
});
