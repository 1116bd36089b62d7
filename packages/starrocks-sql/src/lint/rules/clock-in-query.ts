import { TokenKind } from '../../lexer';
import type { LintRule } from '../rule';

const CLOCK: ReadonlySet<string> = new Set([
  ...['now', 'curdate', 'current_date', 'current_time', 'current_timestamp', 'localtime', 'localtimestamp', 'curtime'],
  ...['utc_timestamp', 'unix_timestamp', 'rand', 'random', 'uuid', 'uuid_numeric'],
]);

/** Those that are calls only with parentheses: a column may have such a name. */
const BARE: ReadonlySet<string> = new Set([
  'current_date',
  'current_time',
  'current_timestamp',
  'localtime',
  'localtimestamp',
]);

export const clockInQuery: LintRule = {
  id: 'clock-in-query',
  demand: 'Views and materialized views take today from the data, so that a refresh can be repeated.',
  check({ kind, query, tokens }) {
    if (query === undefined || (kind !== 'view' && kind !== 'materialized-view')) return [];
    const { kinds, starts, ends, source, count } = tokens;
    const complaints: { offset: number; message: string }[] = [];
    for (let token = 0; token < count; token += 1) {
      const start = starts[token] ?? 0;
      const inQuery = start >= query.at.offset && start < query.at.offset + query.text.length;
      if (!inQuery || kinds[token] !== TokenKind.Word) continue;
      const name = source.slice(start, ends[token]).toLowerCase();
      const isCall = source.charAt(starts[token + 1] ?? source.length) === '(';
      // unix_timestamp(x) converts; without an argument it is the clock.
      const isConversion = name === 'unix_timestamp' && source.charAt(starts[token + 2] ?? source.length) !== ')';
      if (!CLOCK.has(name) || isConversion || (!isCall && !BARE.has(name))) continue;
      complaints.push({
        offset: start,
        message: `${name} gives another result at every refresh: take it from the data`,
      });
    }
    return complaints;
  },
};
