/** A DuckDB identifier. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A DuckDB string literal. */
export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** Where the rows of an object are. */
export function duckTable(database: string, name: string): string {
  return `${quoteName(database)}.${quoteName(name)}`;
}
