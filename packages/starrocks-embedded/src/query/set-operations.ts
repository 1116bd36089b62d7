import { castSql } from './casts';
import { analysisError, unsupported } from './errors';
import { limits } from './limits';
import type { Names, OutputColumn } from './names';
import { list, nameOf, only, open, record, type Fields, type Node } from './nodes';
import { ordinal } from './ordinal';
import { checkSetOperands } from './precedence';
import { translateQueryNode } from './select';
import type { Output, Query, WithCtes } from './statement';
import { commonType, isNumeric, isTemporal, NULL, printType, sameType, type SrType } from './types';
import { orderItem } from './windows';

/** UNION, EXCEPT and INTERSECT. */
export function setOperation(
  kind: 'union' | 'except' | 'intersect',
  fields: Fields,
  statement: WithCtes,
  outer: Names | undefined,
): Query {
  only(fields, kind.toUpperCase(), 'left', 'right', 'all', 'distinct', 'with', 'order_by', 'limit', 'offset');
  checkSetOperands(kind, fields['left'], fields['right']);
  const all = fields['all'] === true;
  if (all && kind !== 'union') throw unsupported(`${kind.toUpperCase()} ALL`);
  const [left, right] = [
    translateQueryNode(fields['left'], statement, outer),
    translateQueryNode(fields['right'], statement, outer),
  ];
  if (left.columns.length !== right.columns.length) throw analysisError('Operands have unequal number of columns.');
  const columns = left.columns.map((column, index) => ({
    name: column.name,
    type: setType(column.type, right.columns[index]?.type ?? NULL, kind),
  }));
  const sql = `${aligned(left, columns)} ${kind.toUpperCase()}${all ? ' ALL' : ''} ${aligned(right, columns)}`;
  const order = fields['order_by'];
  const rest = limits(fields);
  if ((order === null || order === undefined) && rest === '') return { sql: `${statement.prefix}${sql}`, columns };
  const outputs = columns.map((column, index) => ({
    name: column.name,
    expression: { sql: String(index + 1), type: column.type, text: column.name },
    aliased: true,
  }));
  const items = setOrder(order, outputs);
  return { sql: `${statement.prefix}${sql}${items}${rest === '' ? '' : ` ${rest}`}`, columns };
}

/** ORDER BY behind a set operation names output columns only. */
function setOrder(node: Node, outputs: readonly Output[]): string {
  if (node === null || node === undefined) return '';
  const fields = record(node, 'ORDER BY');
  only(fields, 'ORDER BY', 'expressions');
  const items = list(fields['expressions']).map((item) =>
    orderItem(item, (expression) => {
      const place = ordinal(expression, outputs);
      if (place !== undefined) return String(place);
      const { kind, fields: column } = open(expression);
      const name = kind === 'column' ? (nameOf(column['name']) ?? '').toLowerCase() : undefined;
      const at = outputs.findIndex((candidate) => candidate.name.toLowerCase() === name);
      if (at < 0)
        throw unsupported(
          'ORDER BY of an expression behind a set operation',
          'Order by a column name or its position.',
        );
      return String(at + 1);
    }),
  );
  return ` ORDER BY ${items.join(', ')}`;
}

/** Type of a column that comes from two sides. */
export function setType(left: SrType, right: SrType, kind: string): SrType {
  const type = commonType(left, right);
  const mixed =
    type !== undefined &&
    !sameType(left, right) &&
    left.kind !== 'null' &&
    right.kind !== 'null' &&
    !(isNumeric(left) && isNumeric(right)) &&
    !(isTemporal(left) && isTemporal(right));
  if (type === undefined || mixed)
    throw unsupported(
      `${kind.toUpperCase()} of ${printType(left)} and ${printType(right)}`,
      'CAST the columns to one type.',
    );
  return type;
}

/** The query in parentheses, its columns cast to the types of the whole. */
function aligned(query: Query, columns: readonly OutputColumn[]): string {
  if (query.columns.every((column, index) => sameType(column.type, columns[index]?.type ?? column.type)))
    return `(${query.sql})`;
  const names = columns.map((_, index) => `c${index}`);
  const casts = columns.map((column, index) =>
    castSql(names[index] ?? '', query.columns[index]?.type ?? NULL, column.type),
  );
  return `(SELECT ${casts.join(', ')} FROM (${query.sql}) AS sr_side(${names.join(', ')}))`;
}

/** A query in parentheses, which may be ordered and cut again. */
export function parenthesized(fields: Fields, statement: WithCtes, outer: Names | undefined): Query {
  only(fields, 'a query in parentheses', 'this', 'with', 'order_by', 'limit', 'offset', 'modifiers_inside');
  const inner = translateQueryNode(fields['this'], statement, outer);
  const outputs = inner.columns.map((column, index) => ({
    name: column.name,
    expression: { sql: String(index + 1), type: column.type, text: column.name },
    aliased: true,
  }));
  const order = setOrder(fields['order_by'], outputs);
  const rest = limits(fields);
  if (order === '' && rest === '') return { ...inner, sql: `${statement.prefix}${inner.sql}` };
  return { ...inner, sql: `${statement.prefix}SELECT * FROM (${inner.sql})${order}${rest === '' ? '' : ` ${rest}`}` };
}
