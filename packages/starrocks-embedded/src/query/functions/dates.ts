import { unsupported } from '../errors';
import { quoteText } from '../literals';
import { DATE, DATETIME, INT, NULL, SMALLINT, TINYINT, VARCHAR } from '../types';
import { formatSql, parsePattern } from './date-format';
import { aliases, make, row, type FunctionRow, type Meaning } from './row';

const TRUNC_DATE: ReadonlySet<string> = new Set(['day', 'week', 'month', 'quarter', 'year']);
const TRUNC_TIME: ReadonlySet<string> = new Set([...TRUNC_DATE, 'hour', 'minute', 'second', 'millisecond']);

const dateTrunc = make(
  'scalar',
  'date_trunc',
  ['literal', 'temporal'],
  { note: 'DATE stays DATE; weeks begin on Monday' },
  ({ args, sql }): Meaning => {
    const unit = String(args[0]?.literal).toLowerCase();
    const isDate = args[1]?.type.kind === 'date';
    if (!(isDate ? TRUNC_DATE : TRUNC_TIME).has(unit))
      throw unsupported(`the unit '${unit}' in date_trunc() of ${isDate ? 'a DATE' : 'a DATETIME'}`);
    return {
      sql: `CAST(date_trunc(${quoteText(unit)}, ${sql[1] ?? ''}) AS ${isDate ? 'DATE' : 'TIMESTAMP'})`,
      type: isDate ? DATE : DATETIME,
    };
  },
);

const lastDay = make(
  'scalar',
  'last_day',
  ['date', 'literal'],
  { least: 1, note: 'of the month, or of the quarter or year' },
  ({ args, sql }): Meaning => {
    const unit = args[1] === undefined ? 'month' : String(args[1].literal).toLowerCase();
    const value = sql[0] ?? '';
    if (unit === 'month') return { sql: `last_day(${value})`, type: DATE };
    if (unit === 'quarter')
      return { sql: `last_day(CAST(date_trunc('quarter', ${value}) + INTERVAL 2 MONTH AS DATE))`, type: DATE };
    if (unit === 'year')
      return { sql: `last_day(CAST(date_trunc('year', ${value}) + INTERVAL 11 MONTH AS DATE))`, type: DATE };
    throw unsupported(`the unit '${unit}' in last_day()`);
  },
);

const dateFormat = make(
  'scalar',
  'date_format',
  ['datetime', 'literal'],
  { note: 'the format is a literal' },
  ({ args, sql }): Meaning => {
    return { sql: formatSql(sql[0] ?? '', String(args[1]?.literal)), type: VARCHAR };
  },
);

function fromText(name: string, toDate: boolean): FunctionRow {
  return make(
    'scalar',
    name,
    ['text', 'literal'],
    { note: 'NULL without digits; refuses what does not fit the format' },
    ({ args, sql }): Meaning => {
      const parsed = `sr_parse_date(${sql[0] ?? ''}, ${quoteText(parsePattern(String(args[1]?.literal)))})`;
      return toDate ? { sql: `CAST(${parsed} AS DATE)`, type: DATE } : { sql: parsed, type: DATETIME };
    },
  );
}

/** Modes of week() that DuckDB can tell as well. */
const WEEK_MODES: Readonly<Record<string, string>> = {
  '0': "CAST(strftime($, '%U') AS INTEGER)",
  '3': 'CAST(weekofyear($) AS INTEGER)',
  '5': "CAST(strftime($, '%W') AS INTEGER)",
};

const week = make(
  'scalar',
  'week',
  ['datetime', 'literalInteger'],
  { least: 1, note: 'modes 0, 3 and 5' },
  ({ args, sql }): Meaning => {
    const mode = args[1] === undefined ? '0' : String(args[1].literal);
    const template = WEEK_MODES[mode];
    if (template === undefined) throw unsupported(`mode ${mode} of week()`);
    return { sql: template.replace('$', () => sql[0] ?? ''), type: INT };
  },
);

const convertZone = make(
  'scalar',
  'convert_tz',
  ['datetime', 'literal', 'literal'],
  { note: 'zones by name, as literals' },
  ({ args, sql }): Meaning => {
    for (const zone of args.slice(1)) {
      if (!/^[A-Za-z]+(\/[A-Za-z_]+)*$/.test(String(zone.literal)))
        throw unsupported(`the time zone '${String(zone.literal)}'`, 'Name it, as Asia/Shanghai.');
    }
    return { sql: `timezone(${sql[2] ?? ''}, timezone(${sql[1] ?? ''}, ${sql[0] ?? ''}))`, type: DATETIME };
  },
);

const timestamp = make('scalar', 'timestamp', ['datetime'], {}, ({ args, sql }): Meaning => ({
  sql: sql[0] ?? '',
  type: args[0]?.type.kind === 'null' ? NULL : DATETIME,
}));

export const DATE_ROWS: readonly FunctionRow[] = [
  row('year', ['datetime'], SMALLINT, 'CAST(year($1) AS SMALLINT)'),
  row('quarter', ['datetime'], INT, 'CAST(quarter($1) AS INTEGER)'),
  row('month', ['datetime'], TINYINT, 'CAST(month($1) AS TINYINT)'),
  ...aliases(row('day', ['datetime'], TINYINT, 'CAST(day($1) AS TINYINT)'), 'dayofmonth'),
  row('hour', ['datetime'], TINYINT, 'CAST(hour($1) AS TINYINT)'),
  row('minute', ['datetime'], TINYINT, 'CAST(minute($1) AS TINYINT)'),
  row('second', ['datetime'], TINYINT, 'CAST(second($1) AS TINYINT)'),
  row('dayofweek', ['datetime'], INT, 'CAST(dayofweek($1) + 1 AS INTEGER)', { note: '1 is Sunday' }),
  row('dayofweek_iso', ['datetime'], INT, 'CAST(isodow($1) AS INTEGER)', { note: '1 is Monday' }),
  row('weekday', ['datetime'], INT, 'CAST(isodow($1) - 1 AS INTEGER)', { note: '0 is Monday' }),
  row('dayofyear', ['datetime'], INT, 'CAST(dayofyear($1) AS INTEGER)'),
  ...aliases(row('weekofyear', ['datetime'], INT, 'CAST(weekofyear($1) AS INTEGER)', { note: 'ISO 8601' }), 'week_iso'),
  week,
  row('dayname', ['datetime'], VARCHAR, 'dayname($1)'),
  row('monthname', ['datetime'], VARCHAR, 'monthname($1)'),
  row('datediff', ['date', 'date'], INT, "CAST(date_diff('day', $2, $1) AS INTEGER)", {
    note: 'days from the second to the first, times of day left out',
  }),
  row('to_days', ['date'], INT, "CAST(date_diff('day', DATE '0001-01-01', $1) + 366 AS INTEGER)"),
  row('from_days', ['integer'], DATE, "CAST(DATE '0001-01-01' + CAST($1 - 366 AS INTEGER) AS DATE)"),
  dateTrunc,
  lastDay,
  dateFormat,
  fromText('str_to_date', false),
  fromText('str2date', true),
  convertZone,
  timestamp,
];
