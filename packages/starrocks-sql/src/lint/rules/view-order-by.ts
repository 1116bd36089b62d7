import { placeInFile } from '../outline';
import type { LintRule } from '../rule';

export const viewOrderBy: LintRule = {
  id: 'view-order-by',
  demand: 'Views and materialized views do not sort: who reads them does.',
  check(subject) {
    if (subject.kind !== 'view' && subject.kind !== 'materialized-view') return [];
    const query = subject.outline?.children.find(({ kind }) => kind === 'query');
    const order = query?.children.find(({ kind }) => kind === 'order-by');
    const isLimited = query?.children.some(({ kind }) => kind === 'limit') ?? false;
    if (order === undefined || isLimited) return [];
    return [
      { offset: placeInFile(subject, order.start), message: 'ORDER BY in a view costs time and promises nothing' },
    ];
  },
};
