import { editsOf } from './policy';
import type { Policy } from './policy';

const LEVELS = ['pl0', 'pl1', 'pl2', 'pl3'];

/** @trap 2.2-4 */
export const warehouseDisksGrow: Policy = {
  id: 'warehouse-disks-grow',
  severity: 'error',
  rule: 'Disks of a warehouse only grow and are never made slower than pl1, because the cloud refuses it in the middle of the deploy.',
  fix: 'Keep the size and level; a smaller cache is a new warehouse.',
  reference: 'EMR Serverless StarRocks: Scale a compute group',
  only: 'plan',
  check: (stack) =>
    editsOf(stack, 'alicloud_star_rocks_node_group').flatMap(({ address, before, after }) => {
      const sizes = [Number(before['storage_size']), Number(after['storage_size'])] as const;
      const levels = [LEVELS.indexOf(text(before)), LEVELS.indexOf(text(after))] as const;
      return [
        ...(sizes[1] < sizes[0] ? [{ address, message: `shrinks its disks from ${sizes[0]} to ${sizes[1]} GB` }] : []),
        ...(levels[1] === 0 && levels[0] > 0 ? [{ address, message: 'moves its disks down to pl0' }] : []),
      ];
    }),
};

function text(values: Readonly<Record<string, unknown>>): string {
  const level = values['storage_performance_level'];
  return typeof level === 'string' ? level.toLowerCase() : '';
}
