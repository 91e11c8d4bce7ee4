import { createServer } from "node:net";

/** A port from the environment, or the default. Throws a sentence on anything else. */
export function portFrom(variable: string, otherwise: number): number {
  const text = process.env[variable];
  if (!text) return otherwise;
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_535) return port;
  throw new Error(`${variable} is a port number between 1 and 65534, not “${text}”.`);
}

/** True when nobody listens on the port, neither on IPv4 nor on IPv6 loopback. */
export async function isFree(port: number): Promise<boolean> {
  // One after the other, because these would be in each other's way.
  for (const host of ["127.0.0.1", "::1", "0.0.0.0"]) {
    if (!(await canListen(port, host))) return false;
  }
  return true;
}

/** The first of three neighbouring ports that are free now: for the product, its mailbox and its test checkout. */
export async function freePorts(): Promise<number> {
  for (let port = 20_000 + (process.pid % 10_000); port < 60_000; port += 3) {
    if ((await isFree(port)) && (await isFree(port + 1)) && (await isFree(port + 2))) return port;
  }
  throw new Error("There are no three free ports on this machine.");
}

function canListen(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    // Where there is no IPv6 nobody listens on it either.
    server.once("error", (error: NodeJS.ErrnoException) => resolve(error.code !== "EADDRINUSE"));
    server.listen(port, host, () => server.close(() => resolve(true)));
  });
}
