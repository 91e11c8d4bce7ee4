type Around = <Value>(run: () => Promise<Value>) => Promise<Value>;

/** A D1 binding whose calls, those of its sessions too, go through `around`: a batch is one. */
export function aroundCalls<Binding extends D1Database | D1DatabaseSession>(
  binding: Binding,
  around: Around,
): Binding {
  const originals = new WeakMap<object, D1PreparedStatement>();
  const wrapStatement = (statement: D1PreparedStatement): D1PreparedStatement => {
    const proxy = new Proxy(statement, {
      get(target, property) {
        if (property === "bind") return (...values: unknown[]) => wrapStatement(target.bind(...values));
        if (["all", "run", "first", "raw"].includes(String(property))) {
          const method = Reflect.get(target, property) as (...values: unknown[]) => Promise<unknown>;
          return (...values: unknown[]) => around(() => method.apply(target, values));
        }
        return Reflect.get(target, property);
      },
    });
    originals.set(proxy, statement);
    return proxy;
  };
  return new Proxy(binding, {
    get(target, property) {
      if (property === "prepare") return (sql: string) => wrapStatement(target.prepare(sql));
      if (property === "batch") {
        return (statements: D1PreparedStatement[]) =>
          around(() => target.batch(statements.map((statement) => originals.get(statement) ?? statement)));
      }
      if (property === "withSession") {
        return (constraint?: D1SessionConstraint) =>
          aroundCalls((target as D1Database).withSession(constraint), around);
      }
      const value = Reflect.get(target, property) as unknown;
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}
