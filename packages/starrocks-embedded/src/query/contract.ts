/** What the translator must know of the session and the catalog to translate one statement. Plain data and pure look-ups: no I/O. */
export interface QueryScope {
  /** Current database, or '' when none is chosen. */
  readonly database: string;
  /** Answer to `user()` and `current_user()`, e.g. `'admin'@'%'`. */
  readonly user: string;
  /** Answer to `connection_id()`. */
  readonly connectionId: number;
  /** Session time zone, e.g. `Asia/Shanghai`. */
  readonly timeZone: string;
  /** Start of the statement, in milliseconds since 1970; every `now()` of one statement answers the same. */
  readonly nowMs: number;
  /**
   * The text will be kept and run later (a view): what depends on the moment, such as `now()`, is then computed at each run.
   *
   * @default false
   */
  readonly stored?: boolean;
  /** Columns of a table, view or materialized view in their order, or undefined when there is no such object. */
  columnsOf(database: string, table: string): readonly QueryColumn[] | undefined;
  /** Whether a function of this name was created: it is known, though it cannot be called here. @default none was */
  isCreatedFunction?(name: string): boolean;
  /** Value of a session, global or user variable (`@@name`, `@name`), or undefined when it does not exist. */
  variable(name: string): string | number | null | undefined;
}

/** A column as queries see it. */
export interface QueryColumn {
  readonly name: string;
  /** StarRocks type as written, lower case, e.g. `decimal(18, 2)`, `varchar(64)`, `array<int>`. */
  readonly type: string;
}

/** A query ready for DuckDB. */
export interface TranslatedQuery {
  /** DuckDB SQL. Objects are named `"<database>"."<table>"`, one DuckDB schema per StarRocks database. */
  readonly sql: string;
  /** Names of the result columns as StarRocks gives them, where they differ from DuckDB's; undefined = take DuckDB's. */
  readonly columnNames?: readonly string[];
  /** Result columns with their StarRocks types: what a view or materialized view of this query has. */
  readonly columns: readonly QueryColumn[];
  /** Tables and views that the query reads, each once, as `database.table`. */
  readonly tables: readonly { readonly database: string; readonly table: string }[];
}
