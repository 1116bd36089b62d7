/** Where the rows of an ODS table come from, as its `--@ source:` annotation says. */
export type IngestSource =
  /** `mysql loans.repayment`: a table that is captured by its binlog. */
  | { readonly kind: 'mysql'; readonly database: string; readonly table: string }
  /** `kafka app_event`: a topic of JSON messages. */
  | { readonly kind: 'kafka'; readonly topic: string };

/** Reads the value of a `--@ source:` annotation; a string is what is wrong with it. */
export function parseSource(value: string): IngestSource | string {
  const [kind = '', name = '', ...rest] = value.trim().split(/\s+/);
  if (rest.length > 0)
    return `must be a kind and one name, got "${value}". Write \`mysql database.table\` or \`kafka topic\`.`;
  switch (kind) {
    case 'mysql':
      return parseMysql(name);
    case 'kafka':
      return /^[A-Za-z0-9._-]+$/.test(name)
        ? { kind: 'kafka', topic: name }
        : `must name a topic, got "${name}". Write \`kafka topic\`.`;
    default:
      return `must begin with mysql or kafka, got "${kind}". Write \`mysql database.table\` or \`kafka topic\`.`;
  }
}

function parseMysql(name: string): IngestSource | string {
  const [database = '', table = '', ...rest] = name.split('.');
  const isName = (part: string): boolean => /^[A-Za-z0-9_$]+$/.test(part);
  if (rest.length > 0 || !isName(database) || !isName(table)) {
    return `must name a database and a table, got "${name}". Write \`mysql database.table\`.`;
  }
  return { kind: 'mysql', database, table };
}
