import type { LintRule } from '../rule';

export const odsDatacache: LintRule = {
  id: 'ods-datacache',
  demand: 'Tables of the first layer say whether they are cached, and for how long if they are partitioned.',
  check({ layer, statement }, { layers }) {
    if (statement.kind !== 'create-table' || layer === undefined || layer !== layers[0]) return [];
    const keys = new Set(statement.properties.map(({ key }) => key));
    const isOff = statement.properties.some(({ key, value }) => key === 'datacache.enable' && value === 'false');
    const offset = statement.at.offset;
    if (!keys.has('datacache.enable'))
      return [{ offset, message: 'no property "datacache.enable": say "true" or "false"' }];
    if (isOff || statement.partition === undefined || keys.has('datacache.partition_duration')) return [];
    return [
      {
        offset,
        message: 'no property "datacache.partition_duration": say how long rows stay on fast disks, e.g. "3 MONTH"',
      },
    ];
  },
};
