import type { QueryScope } from './contract';
import type { Expression } from './expression';
import type { Names } from './names';
import type { Node } from './nodes';
import type { SrType } from './types';

/** What an expression can see. */
export interface ExpressionContext {
  readonly names: Names;
  readonly scope: QueryScope;
  readonly strings: readonly string[];
  /** Output aliases that may be named, and whether they come before columns (ORDER BY) or after (GROUP BY, HAVING, QUALIFY). */
  readonly aliases?: { readonly byName: ReadonlyMap<string, Expression>; readonly first: boolean };
  /** Named windows of the SELECT. */
  readonly windows?: ReadonlyMap<string, Node>;
  /** Parameters of the lambdas around. */
  readonly locals?: ReadonlyMap<string, SrType>;
  /** Translates a subquery that sees `names`. */
  subquery(node: Node, names: Names): { readonly sql: string; readonly columns: readonly { readonly type: SrType }[] };
}

/** A call with its parts still as nodes. */
export interface Call {
  readonly name: string;
  readonly args: readonly Node[];
  readonly distinct: boolean;
  readonly ignoreNulls: boolean;
  readonly orderBy: readonly Node[];
  readonly separator?: Node;
}
