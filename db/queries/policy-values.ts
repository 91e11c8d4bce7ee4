import { type SQL, sql } from "drizzle-orm";

/**
 * In SQL what a policy of workspace `w` is: its own value, or what its preset says. `byPreset` is a JSON object of
 * the value of each preset.
 */
export function policyValue(key: string, byPreset: string): SQL {
  const own = sql.raw(`'$."${key}"'`);
  return sql`case when json_type(w.policy_overrides, ${own}) is null
    then ${byPreset} ->> ('$.' || iif(json_type(${byPreset}, '$.' || w.preset) is null, 'standard', w.preset))
    else w.policy_overrides ->> ${own} end`;
}
