/** The binding with the SQL of each call written down, a batch as one. */
export function listening(database: D1Database) {
  const calls: string[][] = [];
  const texts = new WeakMap<object, string>();
  const wrap = <Binding extends D1Database | D1DatabaseSession>(binding: Binding): Binding =>
    new Proxy(binding, {
      get(target, property) {
        if (property === "prepare") {
          return (sql: string) => {
            const statement = target.prepare(sql);
            const bind = statement.bind.bind(statement);
            statement.bind = (...values: unknown[]) => {
              const bound = bind(...values);
              texts.set(bound, sql);
              return bound;
            };
            texts.set(statement, sql);
            return statement;
          };
        }
        if (property === "batch") {
          return (statements: D1PreparedStatement[]) => {
            calls.push(statements.map((statement) => texts.get(statement) ?? ""));
            return target.batch(statements);
          };
        }
        const value = Reflect.get(target, property) as unknown;
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
  return { database: wrap(database), calls };
}
