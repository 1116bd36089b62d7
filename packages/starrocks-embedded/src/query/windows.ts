import { analysisError, unsupported } from './errors';
import type { Expression } from './expression';
import { rawCall } from './calls';
import type { Call, ExpressionContext } from './expression-context';
import { translateNode } from './expressions';
import { applyRow } from './functions/row';
import { findFunction } from './functions/table';
import { isRecord, list, nameOf, only, open, record, type Fields, type Node } from './nodes';
import { OVER_MARK } from './over-mark';
import { FUNCTION_PREFIX } from './source';

/** `function(…) OVER (…)`. */
export function translateWindow(fields: Fields, context: ExpressionContext): Expression {
  only(fields, 'a window function', 'this', 'over');
  const written = windowCall(fields['this']);
  const over = resolveWindow(record(fields['over'], 'OVER'), context);
  const found = findFunction(written.name);
  const aggregate = written.name === 'count' || found?.kind === 'aggregate';
  if (!aggregate && found?.kind !== 'window') throw unsupported(`${written.name}() with OVER`);
  if (written.distinct) throw unsupported(`DISTINCT in ${written.name}() with OVER`);
  const inner = aggregate ? rawCall({ ...written, ignoreNulls: false }, context) : windowFunction(written, context);
  if (written.ignoreNulls && !IGNORES_NULLS.has(written.name)) throw unsupported(`IGNORE NULLS in ${written.name}()`);
  const clause = `OVER (${overSql(over, context)})`;
  return { sql: attach(inner.sql, written, clause), type: inner.type, text: `${inner.text} OVER (...)` };
}

const IGNORES_NULLS: ReadonlySet<string> = new Set(['lag', 'lead', 'first_value', 'last_value']);
const NEEDS_ORDER: ReadonlySet<string> = new Set([
  'rank',
  'dense_rank',
  'row_number',
  'lag',
  'lead',
  'ntile',
  'percent_rank',
  'cume_dist',
]);

function windowFunction(written: Call, context: ExpressionContext): Expression {
  const found = findFunction(written.name);
  if (found === undefined) throw unsupported(`the function ${written.name}()`);
  const args = written.args.map((arg) => translateNode(arg, context));
  return {
    ...applyRow(found, args, context.scope),
    text: `${written.name}(${args.map((arg) => arg.text).join(', ')})`,
  };
}

function windowCall(node: Node): Call {
  const { kind, fields } = open(node);
  if (kind !== 'function' && kind !== 'aggregate_function') throw unsupported(`${kind.replace(/_/g, ' ')} with OVER`);
  only(fields, 'a window function', 'name', 'args', 'distinct', 'ignore_nulls');
  const name = String(fields['name']);
  return {
    name: (name.startsWith(FUNCTION_PREFIX) ? name.slice(FUNCTION_PREFIX.length) : name).toLowerCase(),
    args: list(fields['args']),
    distinct: fields['distinct'] === true,
    ignoreNulls: fields['ignore_nulls'] === true,
    orderBy: [],
  };
}

/** `OVER w` as the definition of w. */
function resolveWindow(over: Fields, context: ExpressionContext): Fields {
  const name = nameOf(over['window_name']);
  if (name === undefined) return over;
  only(over, 'OVER', 'window_name');
  const definition = context.windows?.get(name.toLowerCase());
  if (definition === undefined) throw analysisError(`Window '${name}' is not defined.`);
  return record(definition, 'WINDOW');
}

function overSql(over: Fields, context: ExpressionContext): string {
  only(over, 'OVER', 'partition_by', 'order_by', 'frame');
  const parts: string[] = [];
  const partition = list(over['partition_by']).map((item) => translateNode(item, context).sql);
  if (partition.length > 0) parts.push(`PARTITION BY ${partition.join(', ')}`);
  const order = list(over['order_by']);
  if (order.length > 0)
    parts.push(
      `ORDER BY ${order.map((item) => orderItem(item, (expression) => translateNode(expression, context).sql)).join(', ')}`,
    );
  if (isRecord(over['frame'])) parts.push(frameSql(over['frame'], context));
  return parts.join(' ');
}

/** One item of ORDER BY: NULLs are the least values unless NULLS FIRST or LAST says otherwise. */
export function orderItem(node: Node, translate: (expression: Node) => string): string {
  const fields = record(node, 'ORDER BY');
  only(fields, 'ORDER BY', 'this', 'desc', 'nulls_first', 'explicit_asc');
  const descending = fields['desc'] === true;
  const written = fields['nulls_first'];
  const first = typeof written === 'boolean' ? written : !descending;
  return `${translate(fields['this'])} ${descending ? 'DESC' : 'ASC'} NULLS ${first ? 'FIRST' : 'LAST'}`;
}

function frameSql(frame: Fields, context: ExpressionContext): string {
  only(frame, 'a window frame', 'kind', 'start', 'end');
  const kind = String(frame['kind']).toUpperCase();
  const end = frame['end'] === null || frame['end'] === undefined ? 'CURRENT ROW' : bound(frame['end'], kind, context);
  if (kind !== 'ROWS' && kind !== 'RANGE') throw unsupported(`${kind} in a window frame`);
  return `${kind} BETWEEN ${bound(frame['start'], kind, context)} AND ${end}`;
}

function bound(node: Node, kind: string, context: ExpressionContext): string {
  if (node === 'CurrentRow') return 'CURRENT ROW';
  if (node === 'UnboundedPreceding') return 'UNBOUNDED PRECEDING';
  if (node === 'UnboundedFollowing') return 'UNBOUNDED FOLLOWING';
  const { kind: side, fields } =
    isRecord(node) && Object.keys(node).length === 1 ? open(node) : { kind: '', fields: {} };
  if ((side === 'Preceding' || side === 'Following') && kind === 'ROWS') {
    const count = translateNode(fields, context);
    if (typeof count.literal !== 'number')
      throw analysisError('The bound of a window frame must be a constant positive number.');
    return `${count.sql} ${side.toUpperCase()}`;
  }
  throw unsupported('this bound of a window frame', 'StarRocks takes UNBOUNDED and CURRENT ROW with RANGE.');
}

/** Puts the OVER clause behind the function inside casts that the meaning adds around it. */
function attach(sql: string, written: Call, clause: string): string {
  if (NEEDS_ORDER.has(written.name) && !clause.includes('ORDER BY'))
    throw analysisError(`${written.name} requires an ORDER BY clause.`);
  const marked = sql.split(OVER_MARK);
  if (marked.length < 2) throw unsupported(`${written.name}() with OVER`);
  if (!written.ignoreNulls) return marked.join(` ${clause}`);
  const [before = '', after = ''] = marked;
  return `${before.replace(/\)$/, ' IGNORE NULLS)')} ${clause}${after}`;
}
