/** The clock, and what is known of the session. */

import { castSql } from '../casts';
import { constant } from '../constants';
import { unsupported } from '../errors';
import type { ExpressionContext } from '../expression-context';
import { formatSql } from '../functions/date-format';
import { quoteText, wallClock } from '../literals';
import { asDatetime } from '../operators';
import { BIGINT, DATE, DATETIME, NULL, VARCHAR, type SrType } from '../types';
import { special, textOf, values, variableOf, type Special, type SpecialRow } from './special';

/** Start of the statement as SQL; views compute it each time they run. */
function nowSql(context: ExpressionContext, zone: string): string {
  if (context.scope.stored === true)
    return `CAST(date_trunc('second', timezone(${quoteText(zone)}, now())) AS TIMESTAMP)`;
  return `TIMESTAMP ${quoteText(wallClock(context.scope.nowMs, zone))}`;
}

function clock(read: (now: string) => string, type: SrType, zone?: string): Special {
  return (written, context) => {
    values(written, context, 0);
    return { sql: read(nowSql(context, zone ?? context.scope.timeZone)), type, text: `${written.name}()` };
  };
}

const unixTimestamp: Special = (written, context) => {
  const args = values(written, context, 0, 1);
  const [at] = args;
  if (at === undefined) {
    const now =
      context.scope.stored === true
        ? `CAST(epoch(now()) AS BIGINT)`
        : `CAST(${Math.floor(context.scope.nowMs / 1000)} AS BIGINT)`;
    return { sql: now, type: BIGINT, text: 'unix_timestamp()' };
  }
  return {
    sql: `CAST(floor(epoch(timezone(${quoteText(context.scope.timeZone)}, ${asDatetime(at)}))) AS BIGINT)`,
    type: BIGINT,
    text: textOf('unix_timestamp', args),
  };
};

const fromUnixTime: Special = (written, context) => {
  const args = values(written, context, 1, 2);
  const [seconds = { sql: 'NULL', type: NULL, text: 'NULL' }, format] = args;
  if (format !== undefined && typeof format.literal !== 'string')
    throw unsupported('a format of from_unixtime() that is no literal');
  const at = `timezone(${quoteText(context.scope.timeZone)}, to_timestamp(CAST(${castSql(seconds.sql, seconds.type, BIGINT)} AS DOUBLE)))`;
  return {
    sql: formatSql(at, typeof format?.literal === 'string' ? format.literal : '%Y-%m-%d %H:%i:%s'),
    type: VARCHAR,
    text: textOf('from_unixtime', args),
  };
};

function session(read: (context: ExpressionContext) => string | number | null): Special {
  return (written, context) => {
    values(written, context, 0);
    return constant(read(context), `${written.name.toUpperCase()}()`);
  };
}

export const SESSION_ROWS: readonly SpecialRow[] = [
  ...['now', 'current_timestamp', 'localtime', 'localtimestamp'].map((name) =>
    special(
      name,
      `${name}()`,
      'start of the statement, in the time zone of the session',
      clock((now) => now, DATETIME),
    ),
  ),
  special(
    'utc_timestamp',
    'utc_timestamp()',
    'start of the statement',
    clock((now) => now, DATETIME, 'UTC'),
  ),
  ...['curdate', 'current_date'].map((name) =>
    special(
      name,
      `${name}()`,
      'start of the statement, in the time zone of the session',
      clock((now) => `CAST(${now} AS DATE)`, DATE),
    ),
  ),
  special('unix_timestamp', 'unix_timestamp([date])', 'in the time zone of the session', unixTimestamp),
  special('from_unixtime', 'from_unixtime(seconds)', 'in the time zone of the session', fromUnixTime),
  ...['database', 'schema'].map((name) =>
    special(
      name,
      `${name}()`,
      '',
      session((context) => context.scope.database),
    ),
  ),
  ...['user', 'current_user'].map((name) =>
    special(
      name,
      `${name}()`,
      '',
      session((context) => context.scope.user),
    ),
  ),
  special(
    'connection_id',
    'connection_id()',
    '',
    session((context) => context.scope.connectionId),
  ),
  special(
    'last_query_id',
    'last_query_id()',
    '',
    session((context) => variableOf(context, 'last_query_id')),
  ),
  special(
    'version',
    'version()',
    '@@version',
    session((context) => variableOf(context, 'version')),
  ),
  special(
    'current_version',
    'current_version()',
    '@@version_comment: says that this is the embedded server',
    session((context) => variableOf(context, 'version_comment')),
  ),
  special(
    'catalog',
    'catalog()',
    '',
    session(() => 'default_catalog'),
  ),
];
