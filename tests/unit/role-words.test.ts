import { expect, test } from "vitest";
import { foldName } from "../../worker/domain/imports/name-index.ts";
import { roleOfWord, roleWordsOf } from "../../worker/domain/imports/role-words.ts";
import { presets } from "../../worker/domain/presets.ts";

function roleIn(preset: keyof typeof presets, word: string) {
  const { "csv.role_vocab": vocabulary, "roles.set": here, terms } = presets[preset];
  return roleOfWord(foldName(word), vocabulary, roleWordsOf(terms, here, []));
}

// By hand, from D25 and F56.
test.each([
  ["skills", "instructor", "instructor"],
  ["skills", "Admin", "admin"],
  ["skills", "Lernende", "learner"],
  ["skills", "teacher", null],
  ["skills", "student", null],
  ["skills", "3", null],
  ["academy", "GroupAdmin", "group_admin"],
  ["academy", "pupil", null],
  ["training_provider", "Manager", "unit_manager"],
  ["collaborative", "Administrator", "group_admin"],
  ["collaborative", "Platform administrator", "admin"],
  ["collaborative", "3", "learner"],
  ["collaborative", "student", "learner"],
  ["standard", "teacher", "instructor"],
  ["standard", "Administrateur", "admin"],
  ["standard", "3", null],
] as const)("in %s a file calls a role “%s”: %s", (preset, word, role) => {
  expect(roleIn(preset, word)).toBe(role);
});
