/** Functions with units and intervals. */

import { analysisError, unsupported } from '../errors';
import type { Expression } from '../expression';
import type { ExpressionContext } from '../expression-context';
import { translateNode } from '../expressions';
import { intervalOf, unitOf } from '../intervals';
import { quoteText } from '../literals';
import { kindOf, nameOf, open, type Node } from '../nodes';
import { addInterval, asDate, asDatetime } from '../operators';
import { BIGINT, DATE, DATETIME, NULL } from '../types';
import { plain, special, textOf, values, type Special, type SpecialRow } from './special';

/** `date_add(date, INTERVAL n unit)`, or `date_add(date, days)`. */
function intervalFunction(sign: 1 | -1): Special {
  return (written, context) => {
    const { args, name } = plain(written);
    const [date, amount] = args;
    if (args.length !== 2)
      throw analysisError(`No matching function with signature: ${name} of ${args.length} arguments.`);
    const at = translateNode(date, context);
    const { count, unit } =
      kindOf(amount) === 'interval'
        ? intervalOf(amount, context)
        : { count: translateNode(amount, context), unit: 'day' as const };
    return {
      ...addInterval(at, count, unit, sign),
      text: `${name}(${at.text}, INTERVAL ${count.text} ${unit.toUpperCase()})`,
    };
  };
}

/** `months_add(date, n)` and the like. */
function unitFunction(unit: string, sign: 1 | -1): Special {
  return (written, context) => {
    const args = values(written, context, 2);
    const [at, count] = args as readonly [Expression, Expression];
    return { ...addInterval(at, count, unitOf(unit), sign), text: textOf(written.name, args) };
  };
}

function unitWord(node: Node, context: ExpressionContext): string {
  const { kind, fields } = open(node);
  if (kind === 'column') return nameOf(fields['name']) ?? '';
  if (kind === 'var') return String(fields['this']);
  const written = translateNode(node, context);
  if (typeof written.literal !== 'string') throw unsupported('a unit that is no constant');
  return written.literal;
}

/** Whole units from `from` to `to`, by StarRocks' rule: the last, incomplete unit does not count, days of month are compared as they are. */
function wholeUnits(unit: string, from: string, to: string): string {
  switch (unit) {
    case 'year':
      return `(sr_months_between(${from}, ${to}) // 12)`;
    case 'quarter':
      return `(sr_months_between(${from}, ${to}) // 3)`;
    case 'month':
      return `sr_months_between(${from}, ${to})`;
    default:
      return `((epoch_us(${to}) - epoch_us(${from})) // ${MICROSECONDS[unit] ?? 1})`;
  }
}

const MICROSECONDS: Readonly<Record<string, number>> = {
  week: 604_800_000_000,
  day: 86_400_000_000,
  hour: 3_600_000_000,
  minute: 60_000_000,
  second: 1_000_000,
  millisecond: 1_000,
  microsecond: 1,
};

const timestampDiff: Special = (written, context) => {
  const [unitNode, ...rest] = plain(written).args;
  const args = rest.map((arg) => translateNode(arg, context));
  const [from, to] = args;
  if (from === undefined || to === undefined || args.length !== 2)
    throw analysisError('timestampdiff() takes a unit and two dates.');
  const unit = unitOf(unitWord(unitNode, context));
  if (unit === 'microsecond') throw unsupported('the unit microsecond in timestampdiff()');
  return {
    sql: wholeUnits(unit, asDatetime(from), asDatetime(to)),
    type: BIGINT,
    text: `timestampdiff(${unit.toUpperCase()}, ${from.text}, ${to.text})`,
  };
};

/** `months_diff(later, earlier)`: the arguments are the other way round. */
function unitDifference(unit: string): Special {
  return (written, context) => {
    const args = values(written, context, 2);
    const [later, earlier] = args as readonly [Expression, Expression];
    return {
      sql: wholeUnits(unit, asDatetime(earlier), asDatetime(later)),
      type: BIGINT,
      text: textOf(written.name, args),
    };
  };
}

/** `date_diff('unit', later, earlier)`. */
const dateDiff: Special = (written, context) => {
  const args = values(written, context, 3);
  const [unit, later, earlier] = args as readonly [Expression, Expression, Expression];
  if (typeof unit.literal !== 'string') throw unsupported('a unit of date_diff() that is no literal');
  const word = unitOf(unit.literal);
  if (word === 'microsecond') throw unsupported('the unit microsecond in date_diff()');
  return {
    sql: wholeUnits(word, asDatetime(earlier), asDatetime(later)),
    type: BIGINT,
    text: textOf('date_diff', args),
  };
};

/** `time_slice(date, INTERVAL n unit)`: slices are counted from 0001-01-01. */
const timeSlice: Special = (written, context) => {
  const { args, name } = plain(written);
  const [date, interval] = args;
  if (args.length !== 2 || kindOf(interval) !== 'interval')
    throw unsupported(`${name}() other than ${name}(date, INTERVAL n unit)`);
  const at = translateNode(date, context);
  const { count, unit } = intervalOf(interval, context);
  if (typeof count.literal !== 'number' || count.literal < 1)
    throw unsupported(`${name}() with a width that is no positive number`);
  const start = `time_bucket(INTERVAL ${quoteText(`${count.literal} ${unit}`)}, ${asDatetime(at)}, TIMESTAMP '0001-01-01 00:00:00')`;
  const text = `${name}(${at.text}, INTERVAL ${count.text} ${unit.toUpperCase()})`;
  return name === 'date_slice'
    ? { sql: `CAST(${start} AS DATE)`, type: DATE, text }
    : { sql: start, type: DATETIME, text };
};

const timestampAdd: Special = (written, context) => {
  const [unitNode, countNode, dateNode] = plain(written).args;
  if (written.args.length !== 3) throw analysisError('timestampadd() takes a unit, a number and a date.');
  const unit = unitOf(unitWord(unitNode, context));
  const [count, date] = [translateNode(countNode, context), translateNode(dateNode, context)];
  return {
    ...addInterval(date, count, unit, 1),
    text: `timestampadd(${unit.toUpperCase()}, ${count.text}, ${date.text})`,
  };
};

const dateOf: Special = (written, context) => {
  const args = values(written, context, 1);
  const [value = { sql: 'NULL', type: NULL, text: 'NULL' }] = args;
  return { sql: asDate(value), type: DATE, text: textOf(written.name, args) };
};

const UNITS = ['year', 'quarter', 'month', 'week', 'day', 'hour', 'minute', 'second'] as const;

export const DATE_ROWS: readonly SpecialRow[] = [
  ...['date_add', 'adddate'].map((name) =>
    special(name, `${name}(date, INTERVAL n unit)`, 'DATETIME; days without INTERVAL', intervalFunction(1)),
  ),
  ...['date_sub', 'subdate'].map((name) =>
    special(name, `${name}(date, INTERVAL n unit)`, 'DATETIME; days without INTERVAL', intervalFunction(-1)),
  ),
  ...UNITS.flatMap((unit) => [
    special(`${unit}s_add`, `${unit}s_add(date, n)`, 'DATETIME', unitFunction(unit, 1)),
    special(`${unit}s_sub`, `${unit}s_sub(date, n)`, 'DATETIME', unitFunction(unit, -1)),
  ]),
  special('add_months', 'add_months(date, n)', 'DATETIME', unitFunction('month', 1)),
  special('timestampadd', 'timestampadd(unit, n, date)', '', timestampAdd),
  special('date_diff', "date_diff('unit', later, earlier)", 'whole units only', dateDiff),
  ...['time_slice', 'date_slice'].map((name) =>
    special(name, `${name}(date, INTERVAL n unit)`, 'start of the slice', timeSlice),
  ),
  special('timestampdiff', 'timestampdiff(unit, from, to)', 'whole units only', timestampDiff),
  ...['year', 'month', 'week', 'day', 'hour', 'minute', 'second'].map((unit) =>
    special(`${unit}s_diff`, `${unit}s_diff(later, earlier)`, 'whole units only', unitDifference(unit)),
  ),
  special('date', 'date(value)', '', dateOf),
  special('to_date', 'to_date(value)', '', dateOf),
];
