import { resourcesOf } from './policy';
import type { Policy } from './policy';

export const utf8mb4: Policy = {
  id: 'utf8mb4',
  rule: 'Databases are utf8mb4 from the first day: the default loses four-byte characters, and changing it later drops the database.',
  check: (stack) =>
    resourcesOf(stack, 'alicloud_db_database')
      .filter(({ attributes }) => attributes['character_set'] !== 'utf8mb4')
      .map(({ address, attributes }) => ({
        address,
        message: `has the character set ${JSON.stringify(attributes['character_set'] ?? 'utf8')}. Set \`characterSet: 'utf8mb4'\`.`,
      })),
};
