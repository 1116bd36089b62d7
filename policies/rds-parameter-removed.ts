import { blocksOf, editsOf } from './policy';
import type { Policy } from './policy';

/** @trap 2.4-2 */
export const rdsParameterRemoved: Policy = {
  id: 'rds-parameter-removed',
  severity: 'error',
  rule: 'A parameter of a database is not taken out of the code, because its value stays in the database and nobody watches it any more.',
  fix: 'Write the value that it should have, its default for example.',
  reference: 'alicloud provider: db_instance, parameters',
  only: 'plan',
  check: (stack) =>
    editsOf(stack, 'alicloud_db_instance').flatMap(({ address, before, after }) => {
      const names = (attributes: Readonly<Record<string, unknown>>): readonly string[] =>
        blocksOf({ attributes }, 'parameters').map(({ name }) => String(name));
      const left = new Set(names(after));
      const gone = names(before).filter((name) => !left.has(name));
      return gone.length === 0 ? [] : [{ address, message: `would keep ${gone.join(', ')} as it is` }];
    }),
};
