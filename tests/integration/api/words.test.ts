import { expect, test } from "vitest";
import { openProgram } from "./program.ts";

const terms = {
  en: {
    workspace: { one: "platform", many: "platforms" },
    unit: { one: "campus", many: "campuses" },
    group: { one: "crew", many: "crews" },
  },
};

test("programs set the words of a workspace as one policy, and read what is wrong by its path", async () => {
  const { call } = await openProgram();
  const set = await call("PATCH", "/workspace", { body: { policies: { terms } } });
  expect(set.body.policies.terms).toEqual(terms);
  const wrong = await call("PATCH", "/workspace", {
    body: { policies: { terms: { en: { unit: { one: "x".repeat(500), many: "" }, ship: "s" } } } },
  });
  expect(wrong.status).toBe(422);
  expect(wrong.body.errors.map(({ path }: { path: string }) => path).sort()).toEqual([
    "policies.terms.en.ship",
    "policies.terms.en.unit.many",
    "policies.terms.en.unit.one",
  ]);
  const back = await call("PATCH", "/workspace", { body: { policies: { terms: null } } });
  expect(back.body.policies.terms).toEqual({});
});

test("programs read the usual English words, whatever the workspace calls things", async () => {
  const { call } = await openProgram({ overrides: { terms } });
  await call("POST", "/units", { body: { name: "North" } });
  const refused = await call("POST", "/invitations", {
    body: { email: "a@example.com", roles: ["learner"], groupIds: ["grp_00000000000000000000000000"] },
  });
  expect(refused.body.errors[0].message).toBe("There is no such group.");
  const batch = await call("POST", "/invitations/batch", {
    body: {
      invitations: [
        { email: "b@example.com", roles: ["learner"], groupIds: ["grp_00000000000000000000000000"] },
        { email: "c@example.com", roles: ["learner"] },
      ],
    },
  });
  expect(batch.text).toContain("There is no such group.");
  const template = await call("GET", "/imports/template.csv");
  expect(template.text.split("\r\n")[0]).toContain('"unit"');
  const staged = await call("POST", "/imports", {
    raw: "email,campus,crew\nd@example.com,Nowhere,\n",
    headers: { "Content-Type": "text/csv" },
  });
  const rows = await call("GET", `/imports/${staged.body.id}/rows`);
  expect(rows.text).toContain('unit \\"Nowhere\\" is not the name of a unit here.');
  for (const { text } of [refused, batch, template, staged, rows]) expect(text).not.toMatch(/[‹›]/);
});
