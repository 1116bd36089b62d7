/** Columns of tables in their order, as `NAME type`. */
export type TableColumns = Readonly<Record<string, readonly string[]>>;
