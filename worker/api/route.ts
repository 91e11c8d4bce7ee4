import type * as z from "zod";
import type { ErrorCode } from "../domain/errors.ts";
import type { UseCases } from "../domain/index.ts";
import type { Permission } from "../domain/permissions.ts";
import type { FileAnswer } from "./file-answer.ts";
import type { Shape, ShapeName } from "./shapes.ts";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** The id in a path and what the use case calls it. */
export type PathId =
  | "invitationId"
  | "membershipId"
  | "jobId"
  | "importId"
  | "unitId"
  | "groupId"
  | "courseId"
  | "sessionId"
  | "enrolmentId"
  | "certificateId"
  | "orderId"
  | "linkId"
  | "registrationId"
  | "fieldId"
  | "roleId";

/** One route: what the document says about it, the use case it stands for, and how its result is shown. */
export interface Route {
  method: Method;
  /** Below `/api/v1`, with `:id` where an id stands; what else varies in it has the use case's name for it. */
  path: string;
  /** Name of the operation in the document, unique. */
  name: string;
  summary: string;
  description: string | null;
  tag:
    | "Invitations"
    | "Imports"
    | "Users"
    | "Units"
    | "Groups"
    | "Courses"
    | "Sessions"
    | "Enrolments"
    | "Orders"
    | "Fields and labels"
    | "Roles"
    | "Catalog"
    | "Registrations"
    | "Workspace"
    | "Audit"
    | "Jobs";
  /** The scope that a key needs; null: anybody may ask, and needs no key. */
  scope: Permission | null;
  pathId: PathId | null;
  body: z.ZodType | null;
  /** An example of the body, for the reference. */
  example: unknown;
  query: z.ZodObject | null;
  /** Takes a file, as it is or in a form, and streams it; `query` is what may stand beside it, in either. */
  takesFile: boolean;
  status: 200 | 201 | 202;
  /** Null: `present` makes a `FileAnswer`. */
  answer: ShapeName | null;
  refusals: readonly ErrorCode[];
  /** Leaves a trace, also as a GET: then HEAD, which only looks, is refused. */
  writes: boolean;
  run(act: UseCases, input: unknown): Promise<unknown>;
  present(result: unknown): unknown;
  /** Where what was made can be read, below `/api/v1`. */
  location: ((answer: unknown) => string) | null;
}

interface Definition<Id extends PathId, Body, Query, Answer extends ShapeName, Result> {
  method: Method;
  path: string;
  name: string;
  summary: string;
  description?: string;
  tag: Route["tag"];
  scope: Permission | null;
  pathId?: Id;
  body?: Body;
  example?: unknown;
  query?: Query;
  takesFile?: boolean;
  status?: Route["status"];
  answer: Answer;
  refusals?: readonly ErrorCode[];
  writes?: boolean;
  run(act: UseCases, input: Input<Body> & Input<Query> & Record<Id, string>): Promise<Result>;
  present(result: Result): Shape<Answer>;
  location?(answer: Shape<Answer>): string;
}

// What came over the wire is only claimed to be this: the use case's own schema decides.
type Input<Fields> = Fields extends z.ZodType ? z.input<Fields> : unknown;

/** What a definition need not say. */
const unsaid = {
  description: null,
  body: null,
  example: null,
  query: null,
  takesFile: false,
  status: 200,
  refusals: [],
  location: null,
} as const;

export function route<
  Answer extends ShapeName,
  Result,
  Id extends PathId = never,
  Body extends z.ZodType | undefined = undefined,
  Query extends z.ZodObject | undefined = undefined,
>(definition: Definition<Id, Body, Query, Answer, Result>): Route {
  return {
    ...unsaid,
    writes: definition.method !== "GET",
    ...definition,
    pathId: definition.pathId ?? null,
    body: definition.body ?? null,
    query: definition.query ?? null,
    run: definition.run as Route["run"],
    present: definition.present as Route["present"],
    location: (definition.location as Route["location"] | undefined) ?? null,
  };
}

interface Download<Id extends PathId, Result>
  extends Pick<Route, "path" | "name" | "summary" | "tag" | "scope">,
    Partial<Pick<Route, "description" | "refusals" | "writes">> {
  pathId?: Id;
  run(act: UseCases, input: Record<Id, string>): Promise<Result>;
  present(result: Result): FileAnswer;
}

/** A route that answers with a CSV file. */
export function download<Result, Id extends PathId = never>(definition: Download<Id, Result>): Route {
  return {
    ...unsaid,
    method: "GET",
    answer: null,
    writes: false,
    ...definition,
    pathId: definition.pathId ?? null,
    run: definition.run as Route["run"],
    present: definition.present as Route["present"],
  };
}

/** What else stands in paths and is called otherwise inside: a user is a membership. */
const fieldOf: Readonly<Record<string, string>> = { userId: "membershipId" };

/** What varies in the path, and what the use case calls it. */
export function pathFields({
  path,
  pathId,
}: Pick<Route, "path" | "pathId">): [param: string, field: string][] {
  return [...path.matchAll(/:(\w+)/g)].map(([, param = ""]) => [
    param,
    param === "id" && pathId ? pathId : (fieldOf[param] ?? param),
  ]);
}
