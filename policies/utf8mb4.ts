import { resourcesOf } from './policy';
import type { Policy } from './policy';

/** @trap 2.4-8 */
export const utf8mb4: Policy = {
  id: 'utf8mb4',
  severity: 'error',
  rule: 'Databases are utf8mb4 from the first day: the default loses four-byte characters, and changing it later drops the database.',
  fix: "Set `characterSet: 'utf8mb4'`.",
  reference: 'alicloud provider: db_database, character_set',
  check: (stack) =>
    resourcesOf(stack, 'alicloud_db_database')
      .filter(({ attributes }) => attributes['character_set'] !== 'utf8mb4')
      .map(({ address, attributes }) => ({
        address,
        message: `has the character set ${JSON.stringify(attributes['character_set'] ?? 'utf8')}`,
      })),
};
