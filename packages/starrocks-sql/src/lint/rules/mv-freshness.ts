import type { LintRule } from '../rule';

export const mvFreshness: LintRule = {
  id: 'mv-freshness',
  demand: 'A materialized view says how old its rows may be.',
  check({ statement, annotations }) {
    if (statement.kind !== 'create-materialized-view' || annotations.freshness !== undefined) return [];
    // A synchronous one follows its table by itself.
    if (statement.refresh === undefined && statement.distribution === undefined) return [];
    if (statement.refresh?.mode === 'manual') return [];
    return [{ offset: statement.at.offset, message: 'no freshness: add a line such as --@ freshness: 15m at the top' }];
  },
};
