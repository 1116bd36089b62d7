import { castSql } from './casts';
import { analysisError, unsupported } from './errors';
import type { Expression } from './expression';
import type { ExpressionContext } from './expression-context';
import { translateNode } from './expressions';
import { translateFrom } from './from';
import { filters } from './having';
import { limits } from './limits';
import { quoteName } from './literals';
import { columnExpression, Names, type OutputColumn } from './names';
import { list, nameOf, only, open, record, type Fields, type Node } from './nodes';
import { condition } from './operators';
import { ordinal } from './ordinal';
import { parenthesized, setOperation, setType } from './set-operations';
import { FUNCTION_PREFIX } from './source';
import type { Output, Query, Statement, WithCtes } from './statement';
import { duckType, NULL, type SrType } from './types';
import { orderItem } from './windows';

/** Translates SELECT, UNION and the like, VALUES, or one of them in parentheses. `outer`: the names that a correlated subquery sees. */
export function translateQueryNode(node: Node, statement: Statement, outer: Names | undefined): Query {
  const { kind, fields } = open(node);
  switch (kind) {
    case 'select':
      return select(fields, withCtes(fields['with'], statement, outer), outer);
    case 'union':
    case 'except':
    case 'intersect':
      return setOperation(kind, fields, withCtes(fields['with'], statement, outer), outer);
    case 'subquery':
      return parenthesized(fields, withCtes(fields['with'], statement, outer), outer);
    case 'values':
      return values(fields, statement, outer);
    default:
      throw unsupported(`a query that is ${kind.replace(/_/g, ' ')}`);
  }
}

function withCtes(node: Node, statement: Statement, outer: Names | undefined): WithCtes {
  if (node === null || node === undefined) return { ...statement, prefix: '' };
  const fields = record(node, 'WITH');
  only(fields, 'WITH', 'ctes');
  const ctes = new Map(statement.ctes);
  const parts = list(fields['ctes']).map((item) => {
    const cte = record(item, 'a CTE');
    only(cte, 'a CTE', 'alias', 'this', 'columns');
    const written = nameOf(cte['alias']) ?? '';
    const name = written.startsWith(FUNCTION_PREFIX) ? written.slice(FUNCTION_PREFIX.length) : written;
    const query = translateQueryNode(cte['this'], { ...statement, ctes: new Map(ctes) }, outer);
    const columns = renamed(
      query.columns,
      list(cte['columns']).map((column) => nameOf(column) ?? ''),
      name,
    );
    ctes.set(name, columns);
    return `${quoteName(cteName(name))}(${columns.map((column) => quoteName(column.name)).join(', ')}) AS (${query.sql})`;
  });
  return { ...statement, ctes, prefix: `WITH ${parts.join(', ')} ` };
}

/** CTEs get a prefix so that DuckDB cannot take one for a table or the other way round. */
export function cteName(name: string): string {
  return `cte_${name}`;
}

export function renamed(
  columns: readonly OutputColumn[],
  names: readonly string[],
  owner: string,
): readonly OutputColumn[] {
  if (names.length === 0) return columns;
  if (names.length !== columns.length)
    throw analysisError(`${owner} has ${columns.length} columns, but ${names.length} names.`);
  return columns.map((column, index) => ({ ...column, name: names[index] ?? column.name }));
}

function select(fields: Fields, statement: WithCtes, outer: Names | undefined): Query {
  only(
    fields,
    'SELECT',
    ...[
      'expressions',
      'from',
      'joins',
      'where_clause',
      'group_by',
      'having',
      'qualify',
      'order_by',
      'limit',
      'offset',
      'distinct',
      'with',
      'windows',
      'hint',
      'lateral_views',
    ],
  );
  if (list(fields['lateral_views']).length > 0) throw unsupported('LATERAL VIEW');
  const names = new Names(outer);
  const from = translateFrom(fields, statement, names);
  const base = contextOf(statement, names, fields['windows']);
  const outputs = list(fields['expressions']).flatMap((item) => output(item, base));
  const byAlias = new Map(
    outputs.filter((item) => item.aliased).map((item) => [item.name.toLowerCase(), item.expression]),
  );
  const after: ExpressionContext = { ...base, aliases: { byName: byAlias, first: false } };
  const group = groupBy(fields['group_by'], outputs, after);
  const { where, having } = filters(
    clause('WHERE', fields['where_clause'], base),
    group,
    clause('HAVING', fields['having'], after),
    [fields['expressions'], fields['having']],
  );
  const parts = [
    `SELECT ${fields['distinct'] === true ? 'DISTINCT ' : ''}${outputs.map((item) => `${outputSql(item.expression)} AS ${quoteName(item.name)}`).join(', ')}`,
    from,
    where,
    group,
    having,
    clause('QUALIFY', fields['qualify'], after),
    orderBy(fields['order_by'], outputs, { ...base, aliases: { byName: byAlias, first: true } }),
    limits(fields),
  ];
  const columns = outputs.map((item) => ({ name: item.name, type: item.expression.type }));
  return { sql: `${statement.prefix}${parts.filter((part) => part !== '').join(' ')}`, columns };
}

export function contextOf(statement: Statement, names: Names, windows: Node): ExpressionContext {
  const named = list(windows).map((item): readonly [string, Node] => {
    const window = record(item, 'WINDOW');
    only(window, 'WINDOW', 'name', 'spec');
    return [(nameOf(window['name']) ?? '').toLowerCase(), window['spec']];
  });
  return {
    names,
    scope: statement.scope,
    strings: statement.strings,
    windows: new Map(named),
    subquery: (node, visible) => translateQueryNode(node, statement, visible),
  };
}

function output(node: Node, context: ExpressionContext): readonly Output[] {
  const { kind, fields } = open(node);
  if (kind === 'star') return star(fields, context);
  if (kind === 'alias') {
    only(fields, 'an alias', 'this', 'alias');
    return [{ name: nameOf(fields['alias']) ?? '', expression: translateNode(fields['this'], context), aliased: true }];
  }
  const expression = translateNode(node, context);
  const name = kind === 'column' || kind === 'dot' ? columnNameOf(kind, fields) : expression.text;
  return [{ name, expression, aliased: false }];
}

/** Literals are wider in DuckDB than in StarRocks; what comes out has StarRocks' type. */
function outputSql(expression: Expression): string {
  const { sql, type } = expression;
  if (type.kind === 'tinyint' || type.kind === 'smallint') return `CAST(${sql} AS ${duckType(type)})`;
  return type.kind === 'null' ? `CAST(${sql} AS BOOLEAN)` : sql;
}

function columnNameOf(kind: string, fields: Fields): string {
  return nameOf(kind === 'column' ? fields['name'] : fields['field']) ?? '';
}

function star(fields: Fields, context: ExpressionContext): readonly Output[] {
  only(fields, '*', 'table', 'except');
  const alias = nameOf(fields['table']);
  const except = new Set(list(fields['except']).map((item) => (nameOf(item) ?? '').toLowerCase()));
  const relations = context.names.visible(alias);
  if (relations.length === 0) throw analysisError('No tables used for *.');
  const merged = alias === undefined ? context.names.mergedColumns() : [];
  const mergedNames = new Set(merged.map((item) => item.text.toLowerCase()));
  const plain = relations.flatMap((relation) =>
    relation.columns
      .filter((column) => !mergedNames.has(column.name.toLowerCase()))
      .map((column) => ({ name: column.name, expression: columnExpression(relation, column), aliased: false })),
  );
  const all = [...merged.map((item) => ({ name: item.text, expression: item, aliased: false })), ...plain];
  return all.filter((item) => !except.has(item.name.toLowerCase()));
}

function clause(word: string, node: Node, context: ExpressionContext): string {
  if (node === null || node === undefined) return '';
  const fields = record(node, word);
  only(fields, word, 'this');
  return `${word} ${condition(translateNode(fields['this'], context))}`;
}

function groupItem(node: Node, outputs: readonly Output[], context: ExpressionContext): string {
  const place = ordinal(node, outputs);
  if (place !== undefined) return outputs[place - 1]?.expression.sql ?? String(place);
  return translateNode(node, context).sql;
}

function groupBy(node: Node, outputs: readonly Output[], context: ExpressionContext): string {
  if (node === null || node === undefined) return '';
  const fields = record(node, 'GROUP BY');
  only(fields, 'GROUP BY', 'expressions');
  const item = (part: Node): string => groupItem(part, outputs, context);
  return `GROUP BY ${list(fields['expressions'])
    .map((part) => grouping(part, item))
    .join(', ')}`;
}

/** A grouping expression, or GROUPING SETS, ROLLUP, CUBE of such. */
function grouping(node: Node, item: (part: Node) => string): string {
  const { kind, fields } = open(node);
  const name = kind === 'function' ? String(fields['name']).toUpperCase() : '';
  if (kind === 'rollup' || kind === 'cube')
    throw unsupported(`WITH ${kind.toUpperCase()}`, `Write GROUP BY ${kind.toUpperCase()}(…).`);
  if (!['GROUPING SETS', 'ROLLUP', 'CUBE'].includes(name)) return item(node);
  only(fields, name, 'name', 'args');
  const parts = list(fields['args']).map((part) => {
    const inner = open(part);
    if (inner.kind === 'tuple') return `(${list(inner.fields['expressions']).map(item).join(', ')})`;
    return inner.kind === 'paren' ? `(${item(inner.fields['this'])})` : item(part);
  });
  return `${name} (${parts.join(', ')})`;
}

function orderBy(node: Node, outputs: readonly Output[], context: ExpressionContext): string {
  if (node === null || node === undefined) return '';
  const fields = record(node, 'ORDER BY');
  only(fields, 'ORDER BY', 'expressions');
  const items = list(fields['expressions']).map((item) =>
    orderItem(item, (expression) => {
      const place = ordinal(expression, outputs);
      if (place !== undefined) return String(place);
      const { sql } = translateNode(expression, context);
      const at = outputs.findIndex((candidate) => candidate.expression.sql === sql);
      return at < 0 ? sql : String(at + 1);
    }),
  );
  return `ORDER BY ${items.join(', ')}`;
}

function values(fields: Fields, statement: Statement, outer: Names | undefined): Query {
  only(fields, 'VALUES', 'expressions');
  const context = contextOf(statement, new Names(outer), undefined);
  const rows = list(fields['expressions']).map((item) => {
    const tuple = record(item, 'a row of VALUES');
    only(tuple, 'a row of VALUES', 'expressions');
    return list(tuple['expressions']).map((value) => translateNode(value, context));
  });
  const [first] = rows;
  if (first === undefined || rows.some((item) => item.length !== first.length))
    throw analysisError('Values have unequal number of columns.');
  const columns = first.map((_, index) => ({
    name: `column_${index}`,
    type: rows.reduce<SrType>((type, item) => setType(type, item[index]?.type ?? NULL, 'VALUES'), NULL),
  }));
  const sql = rows.map(
    (item) =>
      `(${item.map((value, index) => castSql(value.sql, value.type, columns[index]?.type ?? value.type)).join(', ')})`,
  );
  return {
    sql: `SELECT * FROM (VALUES ${sql.join(', ')}) AS sr_values(${columns.map((column) => quoteName(column.name)).join(', ')})`,
    columns,
  };
}
