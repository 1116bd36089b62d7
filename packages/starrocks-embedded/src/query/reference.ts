import type { FunctionRow } from './functions/row';
import { FUNCTION_ROWS } from './functions/table';
import { SPECIAL_ROWS } from './specials';

interface Entry {
  readonly usage: string;
  readonly note: string;
  readonly kind: 'scalar' | 'aggregate' | 'window';
}

const TITLES: Readonly<Record<Entry['kind'], string>> = {
  scalar: 'Functions of one row',
  aggregate: 'Aggregate functions',
  window: 'Window functions',
};

/** The page `docs/reference/embedded-functions.md`, made from the table that queries are translated by. */
export function functionReference(): string {
  const entries: readonly Entry[] = [
    ...FUNCTION_ROWS.map((found) => ({ usage: usageOf(found), note: found.note, kind: found.kind })),
    ...SPECIAL_ROWS,
  ];
  const sections = (['scalar', 'aggregate', 'window'] as const).map((kind) =>
    section(
      TITLES[kind],
      entries.filter((entry) => entry.kind === kind),
    ),
  );
  return `${INTRODUCTION}\n${sections.join('\n')}`;
}

const INTRODUCTION = `# Functions of the embedded StarRocks

<!-- Made from packages/starrocks-embedded/src/query by \`npm test\`; write with UPDATE_DOCS=1. -->

The embedded server answers a query only when it answers as StarRocks does. A function, operator, cast or clause that is
not listed is refused with an error, and so is a value that StarRocks may read in a way of its own, such as
\`CAST('1.6' AS INT)\`. Text compares with its case, NULLs sort first in ascending order, and a division by zero is NULL.

Operators: \`+ - * / % DIV MOD & | ^ ~\`, \`= != <> < <= > >= <=>\`, \`AND OR NOT\`, \`IS [NOT] NULL\`,
\`BETWEEN\`, \`IN\`, \`EXISTS\`, \`LIKE\`, \`REGEXP\`, \`RLIKE\`, \`CASE\`, \`CAST\`, \`date ± INTERVAL n unit\`, \`array[n]\`, \`json->'$.path'\`.

Clauses: \`WITH\`, joins (inner, left, right, full, cross, left semi, left anti; \`ON\` and \`USING\`), \`UNNEST\`, subqueries,
\`GROUP BY\` with \`ROLLUP\`, \`CUBE\` and \`GROUPING SETS\`, \`HAVING\`, \`QUALIFY\`, \`WINDOW\`, \`ORDER BY\`, \`LIMIT\`,
\`UNION [ALL]\`, \`EXCEPT\`, \`INTERSECT\`, \`VALUES\`.
`;

function usageOf(found: FunctionRow): string {
  const required = found.parameters.slice(0, found.least);
  const optional =
    found.most === Infinity
      ? ['…']
      : found.parameters.slice(found.least, found.most).map((parameter) => `[${parameter}]`);
  const repeated = found.most === Infinity && found.least > required.length ? [found.parameters.at(-1) ?? ''] : [];
  return `${found.name}(${[...required, ...repeated, ...optional].join(', ')})`;
}

function section(title: string, entries: readonly Entry[]): string {
  const sorted = [...entries].sort((a, b) => (a.usage < b.usage ? -1 : a.usage > b.usage ? 1 : 0));
  const lines = sorted.map(
    (entry) => `| \`${entry.usage.replace(/\|/g, '\\|')}\` | ${entry.note.replace(/\|/g, '\\|')} |`,
  );
  return `\n## ${title}\n\n${entries.length} in all.\n\n| Function | Note |\n| --- | --- |\n${lines.join('\n')}\n`;
}
