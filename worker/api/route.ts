import type * as z from "zod";
import type { ErrorCode } from "../domain/errors.ts";
import type { UseCases } from "../domain/index.ts";
import type { Permission } from "../domain/permissions.ts";
import type { Shape, ShapeName } from "./shapes.ts";

export type Method = "GET" | "POST" | "PATCH" | "DELETE";

/** The id in a path and what the use case calls it. */
export type PathId = "invitationId" | "membershipId" | "jobId";

/** One route: what the document says about it, the use case it stands for, and how its result is shown. */
export interface Route {
  method: Method;
  /** Below `/api/v1`, with `:id` where an id stands. */
  path: string;
  /** Name of the operation in the document, unique. */
  name: string;
  summary: string;
  description: string | null;
  tag: "Invitations" | "Users" | "Workspace" | "Audit" | "Jobs";
  /** The scope that a key needs. */
  scope: Permission;
  pathId: PathId | null;
  body: z.ZodType | null;
  /** An example of the body, for the reference. */
  example: unknown;
  query: z.ZodObject | null;
  status: 200 | 201 | 202;
  answer: ShapeName;
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
  scope: Permission;
  pathId?: Id;
  body?: Body;
  example?: unknown;
  query?: Query;
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

export function route<
  Answer extends ShapeName,
  Result,
  Id extends PathId = never,
  Body extends z.ZodType | undefined = undefined,
  Query extends z.ZodObject | undefined = undefined,
>(definition: Definition<Id, Body, Query, Answer, Result>): Route {
  return {
    description: null,
    status: 200,
    refusals: [],
    example: null,
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
