import type { AppLoadContext } from "@remix-run/cloudflare";
import { redirect } from "@remix-run/cloudflare";
import type { PageError } from "../worker/web";
import type { ToldFlash } from "./components/people/flash";

/** Where the level of a customer is; the query names it only to whoever administers several. */
export function customerPath(customers: readonly { id: string }[], id: string, rest = ""): string {
  return `/customer${rest}${customers.length > 1 ? `?customer=${id}` : ""}`;
}

/** The level that the switcher of a workspace leads to: of its own customer, or of another that the person administers. */
export function levelAbove(
  customers: readonly { id: string; name: string }[],
  customerId: string,
): { to: string; name: string } | undefined {
  const customer = customers.find(({ id }) => id === customerId) ?? customers[0];
  return customer && { to: customerPath(customers, customer.id), name: customer.name };
}

/** Who asks, at the level of a customer: a signed-out person says which workspace, a stranger finds nothing. */
export function insideCustomer(context: AppLoadContext, request: Request) {
  const { person } = context;
  if (!person) throw redirect("/");
  const wanted = new URL(request.url).searchParams.get("customer");
  const customer = wanted ? person.customers.find(({ id }) => id === wanted) : person.customers[0];
  if (!customer) throw new Response(null, { status: 404 });
  return { person, customer, path: (rest = "") => customerPath(person.customers, customer.id, rest) };
}

/** What the frame of these pages shows, as loader data. */
export function customerFrame(
  context: AppLoadContext,
  { person, customer, path }: ReturnType<typeof insideCustomer>,
  flash: ToldFlash | null,
) {
  const first = person.workspaces[0]?.slug;
  return {
    terms: context.terms("en"),
    customer,
    home: path(),
    viewer: { name: `${person.firstName} ${person.lastName}`.trim(), signIn: person.email },
    workspaces: [
      ...person.customers
        .filter(({ id }) => id !== customer.id)
        .map(({ id, name }) => ({ to: customerPath(person.customers, id), name, current: false })),
      ...person.workspaces.map(({ slug, name }) => ({ to: `/w/${slug}`, name, current: false })),
    ],
    // A person signs in and out by way of a workspace.
    account: first && `/w/${first}/account`,
    signOut: first && `/w/${first}/sign-out`,
    flash,
  };
}

export type CustomerFrameData = ReturnType<typeof customerFrame>;

/** What refuses the person as a whole; everything else is told in the form. */
export function refusePage(error: PageError): void {
  if (error.code === "NOT_FOUND" || error.status === 401 || error.status === 403) {
    throw new Response(null, { status: error.status });
  }
}
