import { castSql } from './casts';
import { analysisError, unsupported } from './errors';
import type { Expression } from './expression';
import { constant, intervalOf, translateNode, unitOf, type Call, type ExpressionContext } from './expressions';
import { quoteText, wallClock } from './literals';
import { kindOf, nameOf, open, type Node } from './nodes';
import { addInterval, asDate, asDatetime, condition } from './operators';
import { formatSql } from './functions/date-format';
import { OVER_MARK } from './over-mark';
import { FUNCTION_PREFIX } from './source';
import { unify } from './unify';
import { ARRAY_UNSAFE } from './functions/arrays';
import { arrayOf, BIGINT, DATE, DATETIME, isInteger, NULL, printType, VARCHAR, type SrType } from './types';
import { orderItem } from './windows';

type Special = (written: Call, context: ExpressionContext) => Expression;

/** Functions whose arguments are more than values: units, intervals, conditions, orderings, or things of the session. */
export interface SpecialRow {
  readonly name: string;
  /** How it is called, for the table in the docs. */
  readonly usage: string;
  readonly note: string;
  readonly kind: 'scalar' | 'aggregate';
  readonly translate: Special;
}

function special(
  name: string,
  usage: string,
  note: string,
  translate: Special,
  kind: SpecialRow['kind'] = 'scalar',
): SpecialRow {
  return { name, usage, note, kind, translate };
}

function plain(written: Call): Call {
  if (written.distinct || written.ignoreNulls || written.orderBy.length > 0 || written.separator !== undefined) {
    throw unsupported(`DISTINCT, IGNORE NULLS, ORDER BY or SEPARATOR in ${written.name}()`);
  }
  return written;
}

function values(written: Call, context: ExpressionContext, least: number, most = least): readonly Expression[] {
  const { args, name } = plain(written);
  if (args.length < least || args.length > most)
    throw analysisError(`No matching function with signature: ${name} of ${args.length} arguments.`);
  return args.map((arg) => translateNode(arg, context));
}

function textOf(name: string, args: readonly Expression[]): string {
  return `${name}(${args.map((arg) => arg.text).join(', ')})`;
}

const conditional: Special = (written, context) => {
  const args = values(written, context, 3);
  const [test, yes, no] = args as readonly [Expression, Expression, Expression];
  const type = unify([yes, no], 'if()');
  return {
    sql: `(CASE WHEN ${condition(test)} THEN ${castSql(yes.sql, yes.type, type)} ELSE ${castSql(no.sql, no.type, type)} END)`,
    type,
    text: textOf('if', args),
  };
};

const coalesce: Special = (written, context) => {
  const args = values(
    written,
    context,
    written.name === 'coalesce' ? 1 : 2,
    written.name === 'coalesce' ? Infinity : 2,
  );
  const type = unify(args, `${written.name}()`);
  return {
    sql: `coalesce(${args.map((arg) => castSql(arg.sql, arg.type, type)).join(', ')})`,
    type,
    text: textOf(written.name, args),
  };
};

/** Where values are compared, text and other types do not mix: StarRocks picks the type by a rule that we have not. */
function sameFamily(args: readonly Expression[], where: string): void {
  const families = new Set(
    args.filter((arg) => arg.type.kind !== 'null').map((arg) => (arg.type.kind === 'varchar' ? 'text' : 'other')),
  );
  if (families.size > 1) throw unsupported(`${where} of text and something else`, 'CAST the values to one type.');
}

const nullIf: Special = (written, context) => {
  const args = values(written, context, 2);
  const [left, right] = args as readonly [Expression, Expression];
  const type = unify(args, 'nullif()');
  sameFamily(args, 'nullif()');
  return {
    sql: `nullif(${castSql(left.sql, left.type, type)}, ${castSql(right.sql, right.type, type)})`,
    type,
    text: textOf('nullif', args),
  };
};

/** greatest() and least() are NULL when an argument is; DuckDB's skip NULLs. */
const extreme: Special = (written, context) => {
  const args = values(written, context, 1, Infinity);
  const type = unify(args, `${written.name}()`);
  sameFamily(args, `${written.name}()`);
  const sql = args.map((arg) => castSql(arg.sql, arg.type, type));
  const nulls = sql.map((arg) => `${arg} IS NULL`).join(' OR ');
  return {
    sql: `(CASE WHEN ${nulls} THEN NULL ELSE ${written.name}(${sql.join(', ')}) END)`,
    type,
    text: textOf(written.name, args),
  };
};

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

/** Calls that together count distinct whole numbers, e.g. `bitmap_count(bitmap_union(to_bitmap(a)))`; bitmaps alone have no row. */
const distinctBitmap: Special = (written, context) => {
  let inner = plain(written).args[0];
  for (const layer of BITMAP_LAYERS[written.name] ?? []) inner = unwrap(inner, layer, written.name);
  const value = translateNode(inner, context);
  if (!isInteger(value.type))
    throw unsupported(`${written.name}() of ${printType(value.type)}`, 'Use count(DISTINCT …).');
  return {
    sql: `count(DISTINCT sr_bitmap_value(${value.sql}))`,
    type: BIGINT,
    text: `${written.name}(…${value.text}…)`,
  };
};

const BITMAP_LAYERS: Readonly<Record<string, readonly (readonly string[])[]>> = {
  bitmap_union_count: [['to_bitmap']],
  bitmap_union_int: [],
  bitmap_count: [['bitmap_union'], ['to_bitmap']],
};

function unwrap(node: Node, names: readonly string[], where: string): Node {
  const { kind, fields } = open(node);
  const args: unknown = fields['args'];
  const name = String(fields['name']).replace(FUNCTION_PREFIX, '');
  if (kind !== 'function' || !names.includes(name) || !Array.isArray(args) || args.length !== 1)
    throw unsupported(`${where}() of something other than ${names.join(' or ')}(…)`, 'Use count(DISTINCT …).');
  return args[0] as Node;
}

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

const count: Special = (written, context) => {
  const { args, distinct } = written;
  const [first] = args;
  if (first === undefined || (args.length === 1 && kindOf(first) === 'star')) {
    if (distinct) throw unsupported('COUNT(DISTINCT *)');
    return { sql: `count(*)${OVER_MARK}`, type: BIGINT, text: 'count(*)' };
  }
  const counted = args.map((arg) => translateNode(arg, context));
  const text = `count(${distinct ? 'DISTINCT ' : ''}${counted.map((arg) => arg.text).join(', ')})`;
  const [only] = counted;
  if (only !== undefined && counted.length === 1) {
    return { sql: `count(${distinct ? 'DISTINCT ' : ''}${only.sql})${OVER_MARK}`, type: BIGINT, text };
  }
  if (!distinct) throw analysisError('COUNT must have DISTINCT for multiple arguments.');
  // A row with a NULL among the counted columns does not count.
  const filled = counted.map((arg) => `${arg.sql} IS NOT NULL`).join(' AND ');
  return {
    sql: `count(DISTINCT CASE WHEN ${filled} THEN row(${counted.map((arg) => arg.sql).join(', ')}) END)${OVER_MARK}`,
    type: BIGINT,
    text,
  };
};

const groupConcat: Special = (written, context) => {
  const args = written.args.map((arg) => translateNode(arg, context));
  const ordered = written.orderBy.map((item) => orderItem(item, (node) => translateNode(node, context).sql));
  const separator = written.separator === undefined ? undefined : translateNode(written.separator, context);
  if (separator !== undefined && typeof separator.literal !== 'string')
    throw unsupported('a separator of group_concat() that is no text');
  if (separator === undefined && args.length > 1) {
    throw unsupported(
      'group_concat() of several arguments without SEPARATOR',
      "Its meaning depends on sql_mode: write group_concat(x SEPARATOR ', ').",
    );
  }
  const texts = args.map((arg) => castSql(arg.sql, arg.type, VARCHAR));
  const [only = 'NULL'] = texts;
  const value = texts.length === 1 ? only : `(${texts.join(' || ')})`;
  const order = ordered.length === 0 ? '' : ` ORDER BY ${ordered.join(', ')}`;
  const between = quoteText(typeof separator?.literal === 'string' ? separator.literal : ', ');
  return {
    sql: `sr_limited(string_agg(${written.distinct ? 'DISTINCT ' : ''}${value}, ${between}${order}), ${Number(variableOf(context, 'group_concat_max_len') ?? 1024)})`,
    type: VARCHAR,
    text: `group_concat(${args.map((arg) => arg.text).join(', ')})`,
  };
};

const arrayAggregate: Special = (written, context) => {
  const args = written.args.map((arg) => translateNode(arg, context));
  const [value] = args;
  if (value === undefined || args.length !== 1) throw analysisError('array_agg() takes one argument.');
  if (ARRAY_UNSAFE.has(value.type.kind)) throw unsupported(`array_agg() of ${printType(value.type)}`);
  const ordered = written.orderBy.map((item) => orderItem(item, (node) => translateNode(node, context).sql));
  const order = ordered.length === 0 ? '' : ` ORDER BY ${ordered.join(', ')}`;
  return {
    sql: `list(${written.distinct ? 'DISTINCT ' : ''}${value.sql}${order})`,
    type: arrayOf(value.type),
    text: textOf('array_agg', args),
  };
};

const grouping: Special = (written, context) => {
  const args = values(written, context, 1, Infinity);
  return {
    sql: `CAST(grouping(${args.map((arg) => arg.sql).join(', ')}) AS BIGINT)`,
    type: BIGINT,
    text: textOf(written.name, args),
  };
};

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

function variableOf(context: ExpressionContext, name: string): string | number | null {
  return context.scope.variable(`@@${name}`) ?? context.scope.variable(name) ?? null;
}

const dateOf: Special = (written, context) => {
  const args = values(written, context, 1);
  const [value = { sql: 'NULL', type: NULL, text: 'NULL' }] = args;
  return { sql: asDate(value), type: DATE, text: textOf(written.name, args) };
};

const UNITS = ['year', 'quarter', 'month', 'week', 'day', 'hour', 'minute', 'second'] as const;

export const SPECIAL_ROWS: readonly SpecialRow[] = [
  special('if', 'if(condition, a, b)', 'NULL counts as false', conditional),
  ...['coalesce', 'ifnull'].map((name) =>
    special(name, `${name}(a, b)`, 'types are brought to a common one', coalesce),
  ),
  special('nullif', 'nullif(a, b)', '', nullIf),
  ...['greatest', 'least'].map((name) => special(name, `${name}(a, …)`, 'NULL when an argument is NULL', extreme)),
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
  special(
    'count',
    'count(*) or count([DISTINCT] a, …)',
    'rows with a NULL among several columns do not count',
    count,
    'aggregate',
  ),
  special(
    'bitmap_union_count',
    'bitmap_union_count(to_bitmap(a))',
    'counts distinct whole numbers',
    distinctBitmap,
    'aggregate',
  ),
  special('bitmap_union_int', 'bitmap_union_int(a)', 'counts distinct whole numbers', distinctBitmap, 'aggregate'),
  special(
    'bitmap_count',
    'bitmap_count(bitmap_union(to_bitmap(a)))',
    'counts distinct whole numbers; no other bitmap',
    distinctBitmap,
    'aggregate',
  ),
  special(
    'group_concat',
    "group_concat([DISTINCT] a [ORDER BY …] [SEPARATOR ', '])",
    "separator ', ' unless given; refuses results longer than group_concat_max_len",
    groupConcat,
    'aggregate',
  ),
  special('array_agg', 'array_agg([DISTINCT] a [ORDER BY …])', 'keeps NULLs', arrayAggregate, 'aggregate'),
  ...['grouping', 'grouping_id'].map((name) => special(name, `${name}(a, …)`, '', grouping, 'aggregate')),
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

export const specialFunctions: ReadonlyMap<string, Special> = new Map(
  SPECIAL_ROWS.map((row) => [row.name, row.translate]),
);
