import { Hono } from "hono";
import * as z from "zod";

const fields = z.object({ email: z.email(), firstName: z.string(), roles: z.array(z.string()) });

/** The least that could be called an API: parse a body, insert a row, answer. */
export function barePost(database: D1Database): (request: Request) => Promise<Response> {
  const app = new Hono();
  app.post("/invitations", async (context) => {
    const { email, firstName } = fields.parse(await context.req.json());
    await database
      .prepare("insert into bare_posts (id, email, name) values (?1, ?2, ?3)")
      .bind(crypto.randomUUID(), email, firstName)
      .run();
    return context.json({ email }, 201);
  });
  return async (request) => app.fetch(request);
}
