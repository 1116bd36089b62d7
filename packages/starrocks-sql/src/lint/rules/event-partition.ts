import type { LintRule } from '../rule';

/** Words of names of tables that grow every day. */
const GROWING = /(^|_)(action|event|fact|history|log|record|touch|transaction)s?(_|$)/;

export const eventPartition: LintRule = {
  id: 'event-partition',
  demand: 'Tables of events and facts, and those that a stream fills, are partitioned.',
  check({ name, statement, annotations }) {
    if (statement.kind !== 'create-table' || statement.partition !== undefined) return [];
    const isStream = /^kafka\b/.test(annotations.source ?? '');
    if (!isStream && !GROWING.test(name)) return [];
    const message = `'${name}' grows with time, but has no PARTITION BY: e.g. PARTITION BY date_trunc('month', day)`;
    return [{ offset: statement.at.offset, message }];
  },
};
