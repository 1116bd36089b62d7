/** The outline of a query: which names stand in which clause. Made while the query is recognised, for column lineage. */

import type { Position } from '../ast';

/** A clause or part of a query that holds names. */
export type OutlineKind =
  | 'root'
  | 'query'
  | 'cte'
  | 'recursive-cte'
  | 'select'
  /** One entry of the select list; its `name` is the alias. */
  | 'item'
  | 'from'
  | 'relation'
  /** Relations in parentheses. */
  | 'group-of-relations'
  /** `name` holds the words of the join, `names` the columns of USING. */
  | 'join'
  | 'on'
  | 'where'
  | 'group-by'
  | 'having'
  | 'qualify'
  | 'order-by'
  | 'limit'
  /** A further term of UNION, EXCEPT, …; `name` is the operator. */
  | 'set-term'
  | 'values'
  /** One expression of VALUES. */
  | 'value'
  | 'table-function'
  | 'argument'
  /** `name` is PIVOT or UNPIVOT, `names` the columns of FOR; its children are items, and the values of IN with their names. */
  | 'pivot'
  /** `names` are its parameters. */
  | 'lambda'
  /** EXISTS (…) or the star of count(*): depends on which rows there are, not on their values. */
  | 'rows'
  | 'column'
  /** `*` or `t.*`; `names` are the columns of EXCEPT. */
  | 'star'
  | 'table'
  /** `GROUP BY 1`, `ORDER BY 1`; `name` is the number. */
  | 'ordinal'
  /** INSERT into the table that is its first child; `name` is `by name` or `by list`, `names` the listed columns. */
  | 'insert';

export interface OutlineNode {
  readonly kind: OutlineKind;
  readonly children: OutlineNode[];
  name?: string;
  names?: readonly string[];
  /** Parts of the name of a column or table; for a star what stands before it. */
  parts?: readonly string[];
  readonly start: number;
  end: number;
  at?: Position;
}

/** Builds the tree as the parser opens and closes its nodes. */
export class OutlineBuilder {
  public readonly root: OutlineNode = { kind: 'root', children: [], start: 0, end: 0 };
  private readonly stack: OutlineNode[] = [this.root];

  public open(kind: OutlineKind, start: number, name?: string, names?: readonly string[]): void {
    const node: OutlineNode = { kind, children: [], start, end: start };
    if (name !== undefined) node.name = name;
    if (names !== undefined) node.names = names;
    this.top.children.push(node);
    this.stack.push(node);
  }

  public close(end: number): void {
    this.top.end = end;
    this.stack.pop();
  }

  public leaf(kind: OutlineKind, parts: readonly string[], at: Position, end: number): void {
    this.top.children.push({ kind, children: [], parts, start: at.offset, end, at });
  }

  /** Names the open node: alias of a relation or of a select item, with names for its columns. */
  public alias(name: string, names: readonly string[] = []): void {
    this.top.name = name;
    if (names.length > 0) this.top.names = names;
  }

  /** Names of the last node that was closed or added: columns of USING or of `* EXCEPT`. */
  public nameLast(names: readonly string[]): void {
    const last = this.top.children.at(-1);
    if (last !== undefined) last.names = names;
  }

  private get top(): OutlineNode {
    return this.stack.at(-1) ?? this.root;
  }
}
