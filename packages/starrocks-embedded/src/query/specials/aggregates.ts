/** Aggregates with more than a value: DISTINCT over several columns, orderings, separators. */

import { castSql } from '../casts';
import { analysisError, unsupported } from '../errors';
import { translateNode } from '../expressions';
import { ARRAY_UNSAFE } from '../functions/arrays';
import { quoteText } from '../literals';
import { kindOf, open, type Node } from '../nodes';
import { OVER_MARK } from '../over-mark';
import { FUNCTION_PREFIX } from '../source';
import { arrayOf, BIGINT, isInteger, printType, VARCHAR } from '../types';
import { orderItem } from '../windows';
import { plain, special, textOf, values, variableOf, type Special, type SpecialRow } from './special';

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

export const AGGREGATE_ROWS: readonly SpecialRow[] = [
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
];
