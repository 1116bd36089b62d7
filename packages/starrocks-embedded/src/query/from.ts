import { analysisError, ErrorNumber, unsupported } from './errors';
import type { Expression } from './expression';
import { translateNode } from './expressions';
import { quoteName } from './literals';
import { columnExpression, Names, type OutputColumn, type Relation } from './names';
import { list, nameOf, only, open, record, type Fields, type Node } from './nodes';
import { comparison, condition } from './operators';
import { contextOf, cteName, renamed, translateQueryNode } from './select';
import type { Statement } from './statement';
import { printType, parseType } from './types';

interface Source {
  readonly sql: string;
  readonly relation: Relation;
}

/** FROM and the joins behind it; the relations become visible in `names`. */
export function translateFrom(select: Fields, statement: Statement, names: Names): string {
  const from = select['from'];
  if (from === null || from === undefined) return '';
  const fields = record(from, 'FROM');
  only(fields, 'FROM', 'expressions');
  const first = list(fields['expressions']).filter((item) => !isDual(item));
  const sources = first.map((item) => {
    const found = source(item, statement, names);
    names.add(found.relation);
    return found.sql;
  });
  if (sources.length === 0) return '';
  checkCommas(sources.length, list(select['joins']));
  // A comma is a cross join that binds as tightly as any other join, so that later conditions see all tables.
  const start = sources.join(' CROSS JOIN ');
  return `FROM ${list(select['joins']).reduce<string>((left, item) => join(left, item, statement, names), start)}`;
}

/** `a, b RIGHT JOIN c` is a, crossed with the outer join; as a chain from left to right it would be something else. */
function checkCommas(sources: number, joins: readonly Node[]): void {
  const safe = joins.every((item) =>
    ['Inner', 'Left', 'Cross', 'Implicit'].includes(String(record(item, 'JOIN')['kind'])),
  );
  if (sources > 1 && !safe)
    throw unsupported('commas in FROM together with this kind of join', 'Write CROSS JOIN instead of the comma.');
}

function isDual(node: Node): boolean {
  const { kind, fields } = open(node);
  return (
    kind === 'table' &&
    (nameOf(fields['name']) ?? '').toLowerCase() === 'dual' &&
    nameOf(fields['schema']) === undefined
  );
}

function source(node: Node, statement: Statement, names: Names): Source {
  const { kind, fields } = open(node);
  switch (kind) {
    case 'table':
      return table(fields, statement);
    case 'subquery':
      return derived(fields, statement, names);
    case 'lateral':
      return lateral(fields, statement, names);
    case 'unnest':
      return unnest(fields, 'unnest', [], statement, names);
    case 'alias': {
      only(fields, 'an alias', 'this', 'alias', 'column_aliases');
      const inner = open(fields['this']);
      if (inner.kind !== 'unnest') throw unsupported(`${inner.kind.replace(/_/g, ' ')} in FROM`);
      return unnest(
        inner.fields,
        nameOf(fields['alias']) ?? 'unnest',
        list(fields['column_aliases']).map((name) => nameOf(name) ?? ''),
        statement,
        names,
      );
    }
    default:
      throw unsupported(`${kind.replace(/_/g, ' ')} in FROM`);
  }
}

function table(fields: Fields, statement: Statement): Source {
  only(fields, 'FROM', 'name', 'schema', 'catalog', 'alias', 'column_aliases');
  const name = nameOf(fields['name']) ?? '';
  const schema = nameOf(fields['schema']);
  const catalog = nameOf(fields['catalog']);
  if (catalog !== undefined && catalog !== 'default_catalog') throw unsupported(`the catalog ${catalog}`);
  if (list(fields['column_aliases']).length > 0) throw unsupported('column names behind the alias of a table');
  const alias = nameOf(fields['alias']) ?? name;
  const cte = schema === undefined ? statement.ctes.get(name) : undefined;
  if (cte !== undefined)
    return { sql: `${quoteName(cteName(name))} AS ${quoteName(alias)}`, relation: { alias, columns: cte } };
  const database = schema ?? statement.scope.database;
  if (database === '') throw analysisError('No database selected', ErrorNumber.noDatabase);
  const columns = statement.scope.columnsOf(database, name);
  if (columns === undefined) throw analysisError(`Unknown table '${database}.${name}'.`, ErrorNumber.unknownTable);
  statement.tables.set(`${database}.${name}`, { database, table: name });
  const relation: Relation = {
    alias,
    database,
    columns: columns.map((column): OutputColumn => ({ name: column.name, type: parseType(column.type) })),
  };
  return { sql: `${quoteName(database)}.${quoteName(name)} AS ${quoteName(alias)}`, relation };
}

function derived(fields: Fields, statement: Statement, names: Names): Source {
  only(fields, 'a subquery in FROM', 'this', 'alias', 'column_aliases', 'modifiers_inside');
  const alias = nameOf(fields['alias']);
  if (alias === undefined) throw analysisError('Every derived table must have its own alias', 1248);
  const query = translateQueryNode(fields['this'], statement, names.outer);
  const columns = renamed(
    query.columns,
    list(fields['column_aliases']).map((name) => nameOf(name) ?? ''),
    alias,
  );
  return {
    sql: `(${query.sql}) AS ${quoteName(alias)}(${columns.map((column) => quoteName(column.name)).join(', ')})`,
    relation: { alias, columns },
  };
}

function lateral(fields: Fields, statement: Statement, names: Names): Source {
  only(fields, 'LATERAL', 'this', 'alias', 'column_aliases');
  const inner = open(fields['this']);
  if (inner.kind !== 'unnest') throw unsupported(`LATERAL ${inner.kind.replace(/_/g, ' ')}`);
  return unnest(
    inner.fields,
    nameOf(fields['alias']) ?? 'unnest',
    list(fields['column_aliases']).map((name) => nameOf(name) ?? ''),
    statement,
    names,
  );
}

/** `unnest(array)`: one row for each element; arrays that are NULL or empty give none. */
function unnest(
  fields: Fields,
  alias: string,
  columnNames: readonly string[],
  statement: Statement,
  names: Names,
): Source {
  only(fields, 'unnest()', 'this', 'alias');
  const array = translateNode(fields['this'], contextOf(statement, names, undefined));
  if (array.type.kind !== 'array') throw analysisError(`unnest() of ${printType(array.type)}.`);
  const written = nameOf(fields['alias']) ?? alias;
  const [column = 'unnest', ...more] = columnNames;
  if (more.length > 0) throw analysisError(`unnest() gives one column, but ${columnNames.length} names.`);
  return {
    sql: `LATERAL (SELECT unnest(${array.sql})) AS ${quoteName(written)}(${quoteName(column)})`,
    relation: { alias: written, columns: [{ name: column, type: array.type.element }] },
  };
}

const JOINS: Readonly<
  Record<
    string,
    { readonly sql: string; readonly condition: 'must' | 'may' | 'none'; readonly keeps: 'both' | 'left' | 'right' }
  >
> = {
  Inner: { sql: 'INNER JOIN', condition: 'may', keeps: 'both' },
  Left: { sql: 'LEFT JOIN', condition: 'must', keeps: 'both' },
  Right: { sql: 'RIGHT JOIN', condition: 'must', keeps: 'both' },
  Full: { sql: 'FULL JOIN', condition: 'must', keeps: 'both' },
  Cross: { sql: 'CROSS JOIN', condition: 'none', keeps: 'both' },
  // A comma behind a join.
  Implicit: { sql: 'CROSS JOIN', condition: 'none', keeps: 'both' },
  LeftSemi: { sql: 'SEMI JOIN', condition: 'must', keeps: 'left' },
  LeftAnti: { sql: 'ANTI JOIN', condition: 'must', keeps: 'left' },
};

function join(left: string, node: Node, statement: Statement, names: Names): string {
  const fields = record(node, 'JOIN');
  only(fields, 'JOIN', 'this', 'on', 'using', 'kind', 'nesting_group');
  if (Number(fields['nesting_group'] ?? 0) !== 0)
    throw unsupported('joins inside joins', 'Put the inner join into a subquery.');
  const shape = JOINS[String(fields['kind'])];
  if (shape === undefined) throw unsupported(`${String(fields['kind'])} JOIN`);
  const right = source(fields['this'], statement, names);
  const using = list(fields['using']).map((name) => nameOf(name) ?? '');
  const on = fields['on'];
  const hasOn = on !== null && on !== undefined;
  if (shape.condition === 'must' && !hasOn && using.length === 0)
    throw analysisError(`${shape.sql} needs ON or USING.`);
  if (using.length > 0) return usingJoin(left, right, using, shape, names);
  const visible = shape.keeps === 'both' ? names : withRelations(names, right.relation);
  if (shape.keeps === 'both') names.add(right.relation);
  if (!hasOn) return `${left} CROSS JOIN ${right.sql}`;
  if (shape.condition === 'none') throw analysisError('CROSS JOIN takes no ON.');
  return `${left} ${shape.sql} ${right.sql} ON ${condition(translateNode(on, contextOf(statement, visible, undefined)))}`;
}

/** Names of a condition that also sees the side of which no column is kept. */
function withRelations(names: Names, extra: Relation): Names {
  const visible = new Names(names.outer);
  for (const relation of names.visible()) visible.add(relation);
  visible.add(extra);
  return visible;
}

function usingJoin(
  left: string,
  right: Source,
  using: readonly string[],
  shape: { readonly sql: string; readonly keeps: string },
  names: Names,
): string {
  const conditions: string[] = [];
  for (const name of using) {
    const [mine, theirs] = [
      names.findHere(name),
      right.relation.columns.find((column) => column.name.toLowerCase() === name.toLowerCase()),
    ];
    if (mine === undefined || theirs === undefined)
      throw analysisError(`Column '${name}' cannot be resolved.`, ErrorNumber.unknownColumn);
    const other = columnExpression(right.relation, theirs);
    conditions.push(comparison('=', mine, other).sql);
    names.merge(name, mergedColumn(shape.sql, mine, other, theirs.name));
  }
  if (shape.keeps === 'both') names.add(right.relation);
  return `${left} ${shape.sql} ${right.sql} ON ${conditions.join(' AND ')}`;
}

function mergedColumn(kind: string, mine: Expression, other: Expression, name: string): Expression {
  const sql =
    kind === 'FULL JOIN' ? `coalesce(${mine.sql}, ${other.sql})` : kind === 'RIGHT JOIN' ? other.sql : mine.sql;
  return { sql, type: mine.type, text: name, simple: true };
}
