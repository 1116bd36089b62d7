import type { QueryScope } from './contract';
import type { Expression } from './expression';
import type { OutputColumn } from './names';

/** Shared by all parts of one statement. */
export interface Statement {
  readonly scope: QueryScope;
  readonly strings: readonly string[];
  readonly ctes: ReadonlyMap<string, readonly OutputColumn[]>;
  /** Tables read so far, by `database.table`. */
  readonly tables: Map<string, { readonly database: string; readonly table: string }>;
}

export interface Query {
  readonly sql: string;
  readonly columns: readonly OutputColumn[];
}

/** A column of a SELECT list. */
export interface Output {
  readonly name: string;
  readonly expression: Expression;
  /** True when written with an alias. */
  readonly aliased: boolean;
}

/** A statement with the CTEs of WITH, and the SQL of these. */
export interface WithCtes extends Statement {
  readonly prefix: string;
}
