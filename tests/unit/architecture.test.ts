import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { expect, test } from "vitest";

const root = resolve(import.meta.dirname, "../..");

/**
 * The floor plan: who may import whom, written by hand. `types` may be imported with `import type` only.
 * A room is the longest prefix that fits a file.
 */
const rooms: Record<string, { values: string[]; types: string[]; packages: RegExp }> = {
  db: { values: ["db"], types: [], packages: /^drizzle-orm/ },
  emails: { values: ["emails"], types: [], packages: /^(react|react-dom\/server|@react-email\/\w+)(\/.*)?$/ },
  "worker/domain": {
    values: ["worker/domain", "db"],
    types: [],
    packages: /^(zod|papaparse|fastest-levenshtein)$/,
  },
  "worker/adapters": {
    values: ["worker/adapters", "emails"],
    types: ["worker/domain"],
    packages: /^(jose|oauth4webapi|postmark|stripe|node:(buffer|crypto|zlib))$/,
  },
  "worker/uploads": { values: ["worker/uploads", "worker/domain"], types: [], packages: /^$/ },
  "worker/api": {
    values: ["worker/api", "worker/uploads", "worker/domain"],
    types: ["worker/env.ts", "worker/context.ts"],
    packages: /^(hono|hono\/.*|zod|zod-openapi)$/,
  },
  "worker/webhooks": {
    values: ["worker/webhooks", "worker/uploads", "worker/domain"],
    types: ["worker/context.ts"],
    packages: /^zod$/,
  },
  "worker/web.ts": {
    values: ["worker/domain", "worker/uploads", "worker/edge", "worker/session.ts", "build"],
    types: ["worker/env.ts"],
    packages: /^@remix-run\/cloudflare$/,
  },
  // What strangers share of answers, and what is noted of their looks.
  "worker/edge": {
    values: ["worker/edge", "worker/domain", "worker/session.ts"],
    types: [],
    packages: /^isbot$/,
  },
  "worker/queue.ts": { values: ["worker/domain"], types: ["worker/env.ts"], packages: /^$/ },
  "worker/cron.ts": { values: ["worker/domain"], types: [], packages: /^$/ },
  "worker/logo.ts": { values: ["worker/domain"], types: [], packages: /^$/ },
  "worker/health.ts": { values: ["worker/domain"], types: ["worker/env.ts"], packages: /^$/ },
  "worker/perimeter.ts": { values: ["worker/domain"], types: [], packages: /^$/ },
  "worker/session.ts": { values: [], types: [], packages: /^$/ },
  "worker/env.ts": { values: [], types: ["worker/domain"], packages: /^zod$/ },
  "worker/context.ts": { values: ["worker", "db"], types: [], packages: /^$/ },
  "worker/index.ts": { values: ["worker", "db"], types: [], packages: /^$/ },
  app: {
    values: ["app"],
    types: ["worker"],
    packages:
      /^(react|react-dom\/(client|server)|@remix-run\/(react|cloudflare|route-config)|isbot|clsx|lucide-react\/icons\/[\w-]+|@fontsource-variable\/inter\/.*|uqr|read-excel-file\/universal)$/,
  },
};

function filesIn(folder: string): string[] {
  return readdirSync(join(root, folder)).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(join(root, path)).isDirectory()) return filesIn(path);
    return /\.tsx?$/.test(name) && !name.endsWith(".d.ts") ? [path] : [];
  });
}

function roomOf(path: string): string | undefined {
  return Object.keys(rooms)
    .filter((room) => path === room || path.startsWith(`${room}/`))
    .sort((a, b) => b.length - a.length)[0];
}

interface Import {
  target: string;
  typeOnly: boolean;
}

function importsOf(path: string): Import[] {
  const source = readFileSync(join(root, path), "utf8");
  const statements = source.matchAll(
    /^(?:import|export)\s+(type\s+)?(?:[\w*{][^;"']*?from\s+)?["']([^"']+)["']/gm,
  );
  const dynamic = source.matchAll(/\bimport\(\s*["']([^"']+)["']\s*\)/g);
  return [
    ...[...statements].map(([, type, target]) => ({ target: target ?? "", typeOnly: Boolean(type) })),
    ...[...dynamic].map(([, target]) => ({ target: target ?? "", typeOnly: false })),
  ].map(({ target, typeOnly }) => ({
    typeOnly,
    target: target.startsWith(".")
      ? relative(root, resolve(root, dirname(path), target))
      : `package:${target}`,
  }));
}

const files = ["app", "worker", "db", "emails"].flatMap(filesIn);

test("every file stands in a room of the floor plan", () => {
  expect(files.length).toBeGreaterThan(100);
  expect(files.filter((path) => !roomOf(path))).toEqual([]);
});

test("no import crosses a wall", () => {
  const crossings: string[] = [];
  for (const path of files) {
    const room = rooms[roomOf(path) ?? ""];
    if (!room) continue;
    for (const { target, typeOnly } of importsOf(path)) {
      const name = target.replace(/^package:/, "").replace(/\?(url|raw)$/, "");
      const within = (allowed: string[]) =>
        allowed.some((folder) => target === folder || target.startsWith(`${folder}/`));
      const fine = target.startsWith("package:")
        ? room.packages.test(name)
        : within(room.values) || (typeOnly && within(room.types));
      if (!fine) crossings.push(`${path} -> ${name}${typeOnly ? " (type)" : ""}`);
    }
  }
  expect(crossings).toEqual([]);
});

test("there is no clock, randomness or environment inside the domain, the database and the mails", () => {
  const forbidden =
    /Date\.now\(\)|new Date\(\)|crypto\.random|crypto\.getRandomValues|Math\.random|process\.env|\$defaultFn|CURRENT_TIMESTAMP/;
  const offenders = files
    .filter((path) => /^(worker\/domain|db|emails)\//.test(path))
    .filter((path) => forbidden.test(readFileSync(join(root, path), "utf8")));
  expect(offenders).toEqual([]);
});

test("a use-case file is a verb and a noun and exports exactly that", () => {
  const board = readFileSync(join(root, "worker/domain/index.ts"), "utf8");
  const listed = [...board.matchAll(/import \{([^}]+)\} from "\.\/([\w-]+\/[\w-]+)\.ts"/g)];
  expect(listed.length).toBeGreaterThan(30);
  const camel = (file: string) => file.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  const misnamed = listed
    .map(([, names, file]) => ({
      names: (names ?? "").split(",").map((name) => name.trim()),
      file: file ?? "",
    }))
    // One room holds two doors to the same act: with an account and without.
    .filter(({ file }) => file !== "joining/join-workspace")
    .filter(({ names, file }) => names.length !== 1 || names[0] !== camel(file.split("/")[1] ?? ""));
  expect(misnamed).toEqual([]);
});

test("no use case is made but by the four constructors", () => {
  const offenders = [
    ...readFileSync(join(root, "worker/domain/index.ts"), "utf8").matchAll(
      /from "\.\/([\w-]+\/[\w-]+\.ts)"/g,
    ),
  ]
    .map(([, file]) => `worker/domain/${file}`)
    .filter(
      (path) => !/(public|member|customer|system)UseCase\(/.test(readFileSync(join(root, path), "utf8")),
    );
  expect(offenders).toEqual([]);
});

test("no file is a drawer for what found no room", () => {
  expect(
    files.filter((path) => /(^|[/-])(utils?|helpers?|services?|managers?|common)(\.|\/|-)/.test(path)),
  ).toEqual(["worker/adapters/common-passwords-data.ts", "worker/adapters/common-passwords.ts"]);
});
