import type { LintRule } from '../rule';

export const odsSource: LintRule = {
  id: 'ods-source',
  demand: 'Tables of the first layer say where their rows come from.',
  check({ layer, statement, annotations }, { layers }) {
    if (statement.kind !== 'create-table' || layer === undefined || layer !== layers[0]) return [];
    if (annotations.source !== undefined) return [];
    return [
      { offset: statement.at.offset, message: 'no source: add a line such as --@ source: mysql loans.repayment' },
    ];
  },
};
