import { parseDataType } from '@strata/starrocks-sql';
import type { DataType } from '@strata/starrocks-sql';

import { SqlError, analysisError } from '../../errors';
import { translateQuery } from '../../query/translate';
import { UnsupportedQueryError } from '../../query/translate';
import type { ColumnRecord } from '../../storage/model';
import { queryType } from '../../storage/types';
import type { ServerContext } from '../context';
import { scan } from '../../sql/scanner';
import type { ObjectName } from '../targets';
import { findColumn } from './keys';
import { typeLabel } from './type-names';

const AGGREGATES = /\b(count|sum|avg|min|max|group_concat|array_agg|any_value|bitmap_union|hll_union)\s*\(/i;

/** Type of an expression over the columns of a table that need not exist yet; undefined when it cannot be told. */
export function expressionType(
  context: ServerContext,
  target: ObjectName,
  columns: readonly ColumnRecord[],
  text: string,
): DataType | undefined {
  if (AGGREGATES.test(text)) throw analysisError("Generated Column don't support aggregation function");
  const known = columns.map((column) => ({ name: column.name, type: queryType(column.type) }));
  try {
    const query = translateQuery(`SELECT ${text} AS x FROM \`${target.database}\`.\`${target.name}\``, {
      database: target.database,
      user: '',
      connectionId: 0,
      timeZone: context.timeZone,
      nowMs: Date.now(),
      columnsOf: () => known,
      variable: () => undefined,
    });
    const type = query.columns[0]?.type;
    return type === undefined || type === 'null' ? undefined : parseDataType(type);
  } catch (error) {
    if (!(error instanceof UnsupportedQueryError)) return undefined;
    const unknown = /Column '`?([^'`]+)`?' cannot be resolved/.exec(error.message)?.[1];
    if (unknown !== undefined) throw analysisError(`can not get column by column id: ${unknown}`);
    if (error.errorNumber === 5001) return undefined;
    throw new SqlError(error.errorNumber, error.message);
  }
}

/** @throws SqlError when a generated column is not what its expression gives. */
export function checkGenerated(
  context: ServerContext,
  target: ObjectName,
  columns: readonly ColumnRecord[],
  column: ColumnRecord,
): void {
  const text = column.generated;
  if (text === undefined) return;
  const words = scan(text).map((token) => token.text.toLowerCase());
  if (columns.some((other) => other.generated !== undefined && words.includes(other.name.toLowerCase())))
    throw analysisError('Expression can not refers to other generated columns');
  const type = expressionType(context, target, columns, text);
  if (type === undefined) return;
  if (base(type) !== base(column.type))
    throw analysisError(
      `Illegal expression type for Generated Column Column Type: ${base(column.type)}, Expression Type: ${base(type)}`,
    );
}

function base(type: DataType): string {
  return (
    typeLabel(type)
      // The width that a real frontend computes for a decimal expression is its own affair.
      .replace(/^DECIMAL.*$/, 'DECIMAL')
      .replace(/^(VARCHAR|CHAR)\(.*\)$/, 'VARCHAR')
      .replaceAll(/(VARCHAR|CHAR)\(\d+\)/g, 'VARCHAR')
  );
}

/** An expression as a frontend prints it: columns in backticks, texts in single quotes. */
export function quotedExpression(columns: readonly ColumnRecord[], text: string): string {
  let result = '';
  let last = 0;
  for (const token of scan(text)) {
    result += text.slice(last, token.start);
    const column = token.kind === 'word' || token.kind === 'name' ? findColumn(columns, token.text) : undefined;
    if (column !== undefined && text.charAt(token.end) !== '(') result += `\`${column.name}\``;
    else result += token.kind === 'string' ? `'${token.text}'` : text.slice(token.start, token.end);
    last = token.end;
  }
  return result + text.slice(last);
}
