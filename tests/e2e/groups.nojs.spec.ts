import { expect, test } from "./support/test.ts";

test("without scripts: a group is made, opened in the tree and closed, changed and deleted", async ({
  page,
  demo,
  signIn,
}) => {
  const name = `Workshop ${Date.now()}`;
  await signIn(page, "admin");
  await page.goto(`/w/${demo.workspace}/groups`);
  await page.getByRole("link", { name: "New group" }).click();
  await page.getByLabel("Name").fill(name);
  await page.getByRole("button", { name: "Create the group" }).click();
  await expect(page.getByText(`The group “${name}” is there`)).toBeVisible();
  await page.getByRole("link", { name: "Groups below" }).click();
  await page.getByRole("link", { name: "New group below" }).click();
  await page.getByLabel("Name").fill(`${name}, evening`);
  await page.getByLabel("Private").check();
  await page.getByRole("button", { name: "Create the group" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(`${name}, evening`);

  await page.goto(`/w/${demo.workspace}/groups`);
  const below = page.getByRole("link", { name: `${name}, evening` });
  await expect(below).toBeVisible();
  await page.locator("summary", { hasText: `What lies below ${name}` }).press("Enter");
  await expect(below).toBeHidden();
  await page.getByLabel("Search by name").fill("EVENING");
  await page.getByRole("button", { name: "Search" }).click();
  await below.click();
  await page.getByRole("link", { name: "Settings", exact: true }).last().click();
  await page.getByLabel("Lies below").selectOption({ label: "At the top" });
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText(`The group “${name}, evening” is saved`)).toBeVisible();
  await page.getByRole("link", { name: "Settings", exact: true }).last().click();
  await page.getByRole("link", { name: /^Delete the group/ }).click();
  await page.getByRole("button", { name: "Delete the group" }).click();
  await expect(page.getByText(`The group “${name}, evening” is deleted`)).toBeVisible();
});

test("without scripts: a group administrator adds an existing learner and takes them out again", async ({
  page,
  demo,
  signIn,
  request,
}) => {
  const usersOf = async (query: string) => {
    const headers = { Authorization: `Bearer ${demo.apiKey}` };
    const answer = await request.get(`/api/v1/users?limit=100&${query}`, { headers });
    return (
      (await answer.json()) as { data: { id: string; email: string; firstName: string; lastName: string }[] }
    ).data;
  };
  await signIn(page, "group_admin");
  await page.goto(`/w/${demo.workspace}/groups`);
  await page.getByRole("navigation", { name: "The tree of groups" }).getByRole("link").first().click();
  const groupId = new URL(page.url()).pathname.split("/").at(-1);
  const inside = new Set((await usersOf(`groupId=${groupId}`)).map(({ id }) => id));
  const learners = await usersOf("role=learner&status=active");
  const learner = learners.find(({ id, email }) => email && !inside.has(id));
  if (!learner) throw new Error("Every learner of the demo is in the group.");
  const name = `${learner.firstName} ${learner.lastName}`.trim();

  await page.getByRole("link", { name: "Add people" }).click();
  await page.getByLabel("Name or address").fill(learner.email);
  await page.getByRole("button", { name: "Search" }).click();
  await page.getByRole("checkbox", { name }).check();
  await page.getByRole("button", { name: "Add to the group" }).click();
  await expect(page.getByText("1 person is added to the group")).toBeVisible();
  await page.getByRole("button", { name: `Remove ${name} from the group` }).click();
  await expect(page.getByText(`${name} is out of the group`)).toBeVisible();
});
