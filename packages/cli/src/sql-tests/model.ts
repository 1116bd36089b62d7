/** Tests of SQL as data: given rows of tables, expected rows of a view or materialized view. */

/** What a cell of a test file may hold. */
export type Cell = string | number | boolean | null;
export type Row = Readonly<Record<string, Cell>>;

export interface SqlTest {
  /** `cdm/tests/loan_month_end.yaml`. */
  readonly file: string;
  readonly name: string;
  /** `layer.name` of the view or materialized view. */
  readonly object: string;
  /**
   * Rows by `layer.name`: of a table, or of a view or materialized view, which then is not computed. Tables that are not
   * named are empty.
   */
  readonly given: ReadonlyMap<string, readonly Row[]>;
  /** Condition for the rows that are compared. */
  readonly where?: string;
  readonly expect: readonly Row[];
}

/** A row that is expected and not there, there and not expected, or there with other values. */
export type Difference =
  | { readonly kind: 'missing'; readonly expected: Row }
  | { readonly kind: 'unexpected'; readonly got: Row }
  | { readonly kind: 'changed'; readonly expected: Row; readonly got: Row; readonly columns: readonly string[] };

export interface SqlTestResult {
  readonly file: string;
  readonly name: string;
  readonly object: string;
  readonly passed: boolean;
  readonly differences: readonly Difference[];
  /** Why it could not be run. */
  readonly error?: string;
  readonly milliseconds: number;
}
