/** FROM: the relations of a query and their columns. */

import type { OutlineNode } from '../parser/outline';
import type { ColumnsOf, LineageColumn, SourceColumn } from './model';
import { distinct } from './model';
import { pivoted } from './pivot';
import type { QueryReader, QueryResult } from './query';
import type { Relation, Scope } from './scope';
import { resolveColumn } from './scope';
import { both, joined, starOf } from './star';

/** Relations read so far, while those to the right of them are read. */
interface Progress {
  readonly visible: Relation[];
  readonly merged: Set<string>;
  /** What `*` gives so far; undefined when its columns or their order are not certain. */
  star: readonly LineageColumn[] | undefined;
}

export class FromReader {
  private readonly reader: QueryReader;
  private readonly columnsOf: ColumnsOf;

  constructor(reader: QueryReader, columnsOf: ColumnsOf) {
    this.reader = reader;
    this.columnsOf = columnsOf;
  }

  /** The scope inside of a SELECT. */
  public read(from: OutlineNode, outer: Scope): Scope {
    const progress: Progress = { visible: [], merged: new Set(), star: [] };
    for (const child of from.children) {
      if (child.kind === 'relation') {
        const found = this.relations(child, progress, outer);
        progress.visible.push(...found);
        progress.star = both(progress.star, starOf(found));
      } else if (child.kind === 'join') this.join(child, progress, outer);
    }
    return scopeWith(progress, progress.visible, outer);
  }

  /** The query that stands alone in parentheses as a relation: `((SELECT 1) UNION (SELECT 2))`. */
  public only(from: OutlineNode, scope: Scope): QueryResult {
    const [relation] = this.read(from, scope).relations;
    if (relation === undefined) return { rows: [] };
    return relation.columns === undefined
      ? { rows: relation.rows }
      : { columns: relation.columns, rows: relation.rows };
  }

  /** The result of a query under a name, with the names of its columns if they are given. */
  public named({ columns, rows }: QueryResult, node: OutlineNode): Relation {
    const qualifiers = node.name === undefined ? [] : [node.name];
    if (columns === undefined) return { qualifiers, rows, reason: 'whose columns are not certain' };
    const { names } = node;
    if (names === undefined) return { qualifiers, rows, columns };
    if (names.length !== columns.length) {
      this.reader.problem(`${node.name ?? ''} names ${names.length} columns, its query has ${columns.length}`, node);
      return { qualifiers, rows, reason: 'whose columns do not fit their names' };
    }
    return { qualifiers, rows, columns: columns.map((column, index) => ({ ...column, name: names[index] ?? '' })) };
  }

  private join(node: OutlineNode, progress: Progress, outer: Scope): void {
    const words = node.name ?? '';
    const isHalf = words.includes('SEMI') || words.includes('ANTI');
    const left = [...progress.visible];
    const right = node.children.flatMap((child) =>
      child.kind === 'relation' ? this.relations(child, progress, outer) : [],
    );
    const inside = scopeWith(progress, [...left, ...right], outer);
    for (const child of node.children) {
      if (child.kind === 'on') this.reader.influence(this.reader.sources(child.children, inside), 'join');
    }
    for (const name of node.names ?? []) this.using(name, left, right, node, outer);
    if (isHalf && words.includes('RIGHT')) {
      progress.visible.splice(0, progress.visible.length, ...right);
      progress.star = starOf(right);
    } else if (!isHalf) {
      progress.star = joined(progress.star, starOf(right), words, node.names ?? []);
      progress.visible.push(...right);
      for (const name of node.names ?? []) progress.merged.add(name.toLowerCase());
    }
  }

  private using(
    name: string,
    left: readonly Relation[],
    right: readonly Relation[],
    node: OutlineNode,
    outer: Scope,
  ): void {
    for (const relations of [left, right]) {
      const resolved = resolveColumn([name], { relations, ctes: outer.ctes, merged: new Set([name.toLowerCase()]) });
      if (resolved.kind === 'found') this.reader.influence(resolved.sources, 'join');
      else this.reader.problem(resolved.reason, node);
    }
  }

  private relations(node: OutlineNode, progress: Progress, outer: Scope): readonly Relation[] {
    const body = node.children.find(({ kind }) => kind !== 'pivot');
    const pivot = node.children.find(({ kind }) => kind === 'pivot');
    const found = body === undefined ? [] : this.body(node, body, progress, outer);
    return pivot === undefined ? found : [pivoted(this.reader, node, pivot, found, outer)];
  }

  private body(node: OutlineNode, body: OutlineNode, progress: Progress, outer: Scope): readonly Relation[] {
    switch (body.kind) {
      case 'table':
        return [this.table(node, body.parts ?? [], outer)];
      case 'query':
        return [this.named(this.reader.query(body, outer), node)];
      case 'group-of-relations':
        return this.group(node, body, outer);
      case 'table-function':
        return [this.tableFunction(node, body, scopeWith(progress, progress.visible, outer))];
      default:
        return [];
    }
  }

  /** `(a JOIN b)` adds both; `((SELECT …) UNION …)` is a query. */
  private group(node: OutlineNode, body: OutlineNode, outer: Scope): readonly Relation[] {
    const [from] = body.children;
    if (from === undefined) return [];
    if (body.children.length > 1) return [this.named(this.reader.terms(body, outer), node)];
    if (node.name === undefined) {
      const { relations, merged } = this.read(from, outer);
      return merged === undefined ? relations : relations.map((relation) => ({ ...relation, isMerged: true }));
    }
    return [this.named(this.only(from, outer), node)];
  }

  private table(node: OutlineNode, parts: readonly string[], outer: Scope): Relation {
    const [first = ''] = parts;
    const cte = parts.length === 1 ? outer.ctes.get(first) : undefined;
    const alias = node.name === undefined ? [...parts].reverse() : [node.name];
    if (cte !== undefined) {
      const { columns, rows } = cte;
      const result = columns === undefined ? { rows } : { rows, columns };
      const names = node.names === undefined ? {} : { names: node.names };
      return { ...this.named(result, { ...node, name: node.name ?? first, ...names }), qualifiers: alias };
    }
    const table = parts.join('.');
    const rows: readonly SourceColumn[] = [{ table, column: '*' }];
    const columns = this.columnsOf(parts);
    if (columns === undefined) {
      const reason = 'which is not declared';
      return node.names === undefined
        ? { qualifiers: alias, table, rows, reason }
        : { qualifiers: alias, rows, reason };
    }
    const own = columns.map((column): LineageColumn => ({
      name: column,
      sources: [{ table, column }],
      computed: false,
    }));
    return { ...this.named({ columns: own, rows }, node), qualifiers: alias };
  }

  /** unnest(a, b) AS t(x, y): one column for each argument, or all columns from all arguments. */
  private tableFunction(node: OutlineNode, body: OutlineNode, scope: Scope): Relation {
    const name = body.name ?? '';
    const qualifiers = [node.name ?? name];
    const written = body.children.filter(({ kind }) => kind === 'argument');
    const sources = written.map((argument) => this.reader.sources(argument.children, scope));
    const rows = distinct(sources.flat());
    const names = node.names ?? OWN_NAMES[name.toLowerCase()];
    if (names === undefined) return { qualifiers, rows, reason: `whose columns ${name}() makes` };
    const isPositional = name.toLowerCase() === 'unnest' && names.length === sources.length;
    const columns = names.map((column, index) => ({
      name: column,
      sources: isPositional ? (sources[index] ?? []) : rows,
      computed: true,
    }));
    return { qualifiers, rows, columns };
  }
}

/** Columns of table functions that are used without names for them. */
const OWN_NAMES: Readonly<Record<string, readonly string[]>> = {
  unnest: ['unnest'],
  generate_series: ['generate_series'],
  json_each: ['key', 'value'],
};

function scopeWith({ merged, star }: Progress, relations: readonly Relation[], outer: Scope): Scope {
  const scope = { relations, ctes: outer.ctes, outer };
  return merged.size === 0 ? scope : { ...scope, merged, star };
}
