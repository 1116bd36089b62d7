/** Column lineage of one query. */

import type { Position } from '../ast';
import { lineStarts, positionAt, tokenize } from '../lexer';
import { Cursor } from '../parser/cursor';
import { parseTaskText } from '../parser/jobs';
import type { OutlineNode } from '../parser/outline';
import { OutlineBuilder } from '../parser/outline';
import { FromReader } from './from';
import type {
  ColumnsOf,
  Influence,
  InfluenceClause,
  LineageColumn,
  LineageProblem,
  QueryLineage,
  SourceColumn,
} from './model';
import { distinct, keyOf } from './model';
import type { Relation, Scope } from './scope';
import { isNamed, resolveColumn } from './scope';

/**
 * Finds out which columns of which tables every column of a query is made of, through common table expressions,
 * subqueries, joins, set operations, lambdas and window functions. A name whose source is not certain is a problem of
 * the result and never guessed.
 *
 * @param text a query, or an INSERT: its lineage is that of the query in it
 * @throws SqlSyntaxError
 */
export function columnLineage(text: string, columnsOf: ColumnsOf): QueryLineage {
  return lineageOfOutline(outlineOf(text), text, columnsOf);
}

/** The outline of a query or of a statement that changes data. @throws SqlSyntaxError */
export function outlineOf(text: string): OutlineNode {
  const cursor = new Cursor(tokenize(text));
  const outline = new OutlineBuilder();
  cursor.outline = outline;
  parseTaskText(cursor);
  if (!cursor.atStatementEnd) throw cursor.expected('end of input');
  return outline.root;
}

/** The target of an INSERT. */
interface InsertTarget {
  readonly table: readonly string[];
  readonly isByName: boolean;
  /** The listed columns. */
  readonly names?: readonly string[];
}

/** The table that a statement inserts into; `undefined` when it inserts into none. @throws SqlSyntaxError */
export function insertOf(text: string): InsertTarget | undefined {
  const insert = outlineOf(text).children.find(({ kind }) => kind === 'insert');
  const table = insert?.children.find(({ kind }) => kind === 'table')?.parts;
  if (insert === undefined || table === undefined) return undefined;
  const names = insert.names === undefined ? {} : { names: insert.names };
  return { table, isByName: insert.name === 'by name', ...names };
}

function lineageOfOutline(root: OutlineNode, text: string, columnsOf: ColumnsOf): QueryLineage {
  const reader = new QueryReader(text, columnsOf);
  const ctes = reader.ctes(root.children, { relations: [], ctes: new Map() });
  const insert = root.children.find(({ kind }) => kind === 'insert');
  const query = (insert ?? root).children.find(({ kind }) => kind === 'query');
  if (query === undefined) {
    const problem = { reason: 'the statement holds no query', at: { offset: 0, line: 1, column: 1 } };
    return { rows: [], influences: [], problems: [problem] };
  }
  const { columns, rows } = reader.query(query, { relations: [], ctes });
  const result = { rows, influences: reader.influences(), problems: withoutRepetition(reader.problems) };
  return columns === undefined ? result : { columns, ...result };
}

/** Columns of a query; absent when they are not certain. */
export interface QueryResult {
  readonly columns?: readonly LineageColumn[];
  readonly rows: readonly SourceColumn[];
}

export class QueryReader {
  public readonly problems: LineageProblem[] = [];
  private readonly found = new Map<string, Influence>();
  private readonly text: string;
  private readonly from: FromReader;

  constructor(text: string, columnsOf: ColumnsOf) {
    this.text = text;
    this.from = new FromReader(this, columnsOf);
  }

  public influences(): readonly Influence[] {
    return [...this.found.values()];
  }

  public influence(sources: readonly SourceColumn[], clause: InfluenceClause): void {
    for (const source of sources) {
      const key = `${clause}\0${keyOf(source)}`;
      if (!this.found.has(key)) this.found.set(key, { ...source, clause });
    }
  }

  public problem(reason: string, node: OutlineNode): void {
    const at: Position = node.at ?? positionAt(lineStarts(this.text), node.start);
    this.problems.push({ reason, at });
  }

  /** The scope's common table expressions with those that stand among the nodes. */
  public ctes(nodes: readonly OutlineNode[], outer: Scope): ReadonlyMap<string, Relation> {
    const ctes = new Map(outer.ctes);
    for (const node of nodes) {
      if (node.kind !== 'cte' && node.kind !== 'recursive-cte') continue;
      const body = node.children.find(({ kind }) => kind === 'query');
      const name = node.name ?? '';
      if (body === undefined) continue;
      const scope = { ...outer, ctes };
      const result = node.kind === 'recursive-cte' ? this.recursive(node, body, scope) : this.query(body, scope);
      ctes.set(name, this.from.named(result, node));
    }
    return ctes;
  }

  /** The first term knows no recursion; the others add sources until nothing changes. */
  private recursive(node: OutlineNode, body: OutlineNode, scope: Scope): QueryResult {
    const name = node.name ?? '';
    const anchor = {
      ...body,
      children: body.children.filter(({ kind }) => kind !== 'set-term' && kind !== 'order-by'),
    };
    const problems = this.problems.length;
    let result = this.query(anchor, scope);
    for (let size = -1; size !== sizeOf(result);) {
      size = sizeOf(result);
      this.problems.length = problems;
      result = this.query(body, { ...scope, ctes: new Map(scope.ctes).set(name, this.from.named(result, node)) });
    }
    return result;
  }

  /** A query with its common table expressions, set operations and ORDER BY. */
  public query(node: OutlineNode, outer: Scope): QueryResult {
    const scope = { ...outer, relations: [], ctes: this.ctes(node.children, outer), outer };
    return this.terms(node, scope);
  }

  /** The terms of a query, or of relations in parentheses that turn out to be one. */
  public terms(node: OutlineNode, scope: Scope): QueryResult {
    const first = this.term(node.children, scope);
    let result: QueryResult = first;
    for (const child of node.children) if (child.kind === 'set-term') result = this.combine(result, child, scope);
    const order = node.children.find(({ kind }) => kind === 'order-by');
    if (order !== undefined) this.order(order, first, result, scope);
    return result;
  }

  private order(order: OutlineNode, first: TermResult, result: QueryResult, scope: Scope): void {
    const aliases = aliasesOf(result.columns ?? []);
    const inside = first.scope ?? { ...scope, relations: [], outer: scope };
    this.influence(this.ordinals(order, result.columns ?? []), 'order-by');
    this.influence(this.sources(order.children, { ...inside, aliases, aliasesFirst: true }), 'order-by');
  }

  /** SELECT, VALUES, or a query in parentheses: the first of the nodes that is one. */
  private term(nodes: readonly OutlineNode[], scope: Scope): TermResult {
    const node = nodes.find(({ kind }) => TERMS.has(kind));
    switch (node?.kind) {
      case 'select':
        return this.select(node, scope);
      case 'values':
        return this.values(
          nodes.filter(({ kind }) => kind === 'values'),
          scope,
        );
      case 'query':
        return this.query(node, scope);
      case 'from':
        return this.from.only(node, scope);
      default:
        return { rows: [] };
    }
  }

  private combine(left: QueryResult, node: OutlineNode, scope: Scope): QueryResult {
    const right = this.term(node.children, scope);
    const isUnion = node.name === 'UNION';
    const rows = isUnion ? distinct([...left.rows, ...right.rows]) : left.rows;
    if (left.columns === undefined || right.columns === undefined) return { rows };
    if (left.columns.length !== right.columns.length) {
      this.problem(
        `the terms of ${node.name ?? ''} have ${left.columns.length} and ${right.columns.length} columns`,
        node,
      );
      return { rows };
    }
    if (!isUnion) {
      this.influence(
        right.columns.flatMap(({ sources }) => sources),
        'set-operation',
      );
      return { columns: left.columns, rows };
    }
    return { columns: left.columns.map((column, index) => united(column, right.columns?.[index])), rows };
  }

  private values(rows: readonly OutlineNode[], scope: Scope): TermResult {
    const columns = (rows[0]?.children ?? []).map((_, index) => ({
      name: `column_${index}`,
      sources: distinct(rows.flatMap((row) => this.sources(row.children.slice(index, index + 1), scope))),
      computed: true,
    }));
    return { columns, rows: [] };
  }

  private select(node: OutlineNode, outer: Scope): TermResult {
    const from = node.children.find(({ kind }) => kind === 'from');
    const scope = from === undefined ? { ...outer, relations: [], outer } : this.from.read(from, outer);
    const columns = this.items(node, scope);
    const aliased = { ...scope, aliases: aliasesOf(columns ?? []) };
    for (const child of node.children) {
      const clause = CLAUSES[child.kind];
      if (clause === undefined) continue;
      if (clause === 'group-by') this.influence(this.ordinals(child, columns ?? []), clause);
      this.influence(this.sources(child.children, clause === 'where' ? scope : aliased), clause);
    }
    const rows = distinct(scope.relations.flatMap((relation) => relation.rows));
    return columns === undefined ? { rows, scope } : { columns, rows, scope };
  }

  private items(node: OutlineNode, scope: Scope): readonly LineageColumn[] | undefined {
    const columns: LineageColumn[] = [];
    let isCertain = true;
    for (const child of node.children) {
      if (child.kind === 'item') columns.push(this.item(child, scope));
      else if (child.kind === 'star') {
        const found = this.star(child, scope);
        if (found === undefined) isCertain = false;
        else columns.push(...found);
      }
    }
    return isCertain ? columns : undefined;
  }

  private item(node: OutlineNode, scope: Scope): LineageColumn {
    const [only] = node.children;
    const isColumn = node.children.length === 1 && only?.kind === 'column' && only.end === node.end;
    const plain = isColumn && only.start === node.start ? only : undefined;
    const name = node.name ?? plain?.parts?.at(-1) ?? this.text.slice(node.start, node.end);
    if (plain === undefined) return { name, sources: this.sources(node.children, scope), computed: true };
    const resolved = resolveColumn(plain.parts ?? [], scope);
    if (resolved.kind === 'found') return { name, sources: distinct(resolved.sources), computed: resolved.computed };
    this.problem(resolved.reason, plain);
    return { name, sources: [], computed: true };
  }

  private star(node: OutlineNode, scope: Scope): readonly LineageColumn[] | undefined {
    const prefix = node.parts ?? [];
    const relations = scope.relations.filter((relation) => isNamed(relation, prefix));
    const written = [...prefix, '*'].join('.');
    const unknown = relations.find(({ columns }) => columns === undefined);
    if (relations.length === 0) this.problem(`${written}: no such relation in FROM`, node);
    else if (unknown !== undefined) {
      this.problem(`${written} takes the columns of ${unknown.table ?? 'a relation'}, ${unknown.reason ?? ''}`, node);
    } else {
      const isMerged =
        prefix.length === 0 && (scope.merged !== undefined || relations.some((relation) => relation.isMerged));
      const all = isMerged ? scope.star : relations.flatMap(({ columns = [] }) => columns);
      const except = new Set(node.names?.map((name) => name.toLowerCase()));
      if (all !== undefined) return all.filter(({ name }) => !except.has(name.toLowerCase()));
      this.problem('* after JOIN … USING: name the columns, their order is not certain', node);
    }
    return undefined;
  }

  /** Columns of the result that GROUP BY 1 or ORDER BY 1 mean. */
  private ordinals(node: OutlineNode, columns: readonly LineageColumn[]): readonly SourceColumn[] {
    return node.children.flatMap(({ kind, name }) =>
      kind === 'ordinal' ? (columns[Number(name) - 1]?.sources ?? []) : [],
    );
  }

  /** All columns that expressions use. */
  public sources(nodes: readonly OutlineNode[], scope: Scope): readonly SourceColumn[] {
    return distinct(nodes.flatMap((node) => this.sourcesOf(node, scope)));
  }

  private sourcesOf(node: OutlineNode, scope: Scope): readonly SourceColumn[] {
    switch (node.kind) {
      case 'column': {
        const resolved = resolveColumn(node.parts ?? [], scope);
        if (resolved.kind === 'found') return resolved.sources;
        this.problem(resolved.reason, node);
        return [];
      }
      case 'lambda': {
        const inside = { relations: [], ctes: scope.ctes, parameters: new Set(node.names), outer: scope };
        return this.sources(node.children, inside);
      }
      case 'query':
        return (this.query(node, scope).columns ?? []).flatMap(({ sources }) => sources);
      case 'rows':
        return node.children.length === 0 ? rowsOf(scope) : this.rowsOfQueries(node, scope);
      default:
        return this.sources(node.children, scope);
    }
  }

  /** EXISTS (query): the rows of the query, whatever it selects. */
  private rowsOfQueries(node: OutlineNode, scope: Scope): readonly SourceColumn[] {
    return node.children.flatMap((child) =>
      child.kind === 'query' ? this.query(child, scope).rows : this.sourcesOf(child, scope),
    );
  }
}

/** A term whose ORDER BY may name columns of its FROM. */
interface TermResult extends QueryResult {
  readonly scope?: Scope;
}

const TERMS: ReadonlySet<string> = new Set(['select', 'values', 'query', 'from']);

const CLAUSES: Readonly<Partial<Record<OutlineNode['kind'], InfluenceClause>>> = {
  where: 'where',
  'group-by': 'group-by',
  having: 'having',
  qualify: 'qualify',
};

/** A clause may be read more than once, e.g. that of a recursive query. */
function withoutRepetition(problems: readonly LineageProblem[]): readonly LineageProblem[] {
  return [...new Map(problems.map((problem) => [`${problem.at.offset} ${problem.reason}`, problem])).values()];
}

function aliasesOf(columns: readonly LineageColumn[]): ReadonlyMap<string, LineageColumn> {
  return new Map(columns.map((column) => [column.name.toLowerCase(), column]));
}

/** Rows of the nearest query with a FROM: a lambda has none of its own. */
function rowsOf(scope: Scope): readonly SourceColumn[] {
  if (scope.parameters !== undefined && scope.outer !== undefined) return rowsOf(scope.outer);
  return scope.relations.flatMap(({ rows }) => rows);
}

function united(left: LineageColumn, right: LineageColumn | undefined): LineageColumn {
  if (right === undefined) return left;
  return {
    name: left.name,
    sources: distinct([...left.sources, ...right.sources]),
    computed: left.computed || right.computed,
  };
}

function sizeOf({ columns, rows }: QueryResult): number {
  return (columns ?? []).reduce((sum, { sources }) => sum + sources.length, rows.length);
}
