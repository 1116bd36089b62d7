/** Ranges of partitions: how they are kept as text, and how their bounds compare. */

import type { DataType } from '@strata/starrocks-sql';

import { isSimple } from '../table/type-checks';

export interface Range {
  readonly lower: readonly string[];
  /** MAXVALUE is kept as a word. */
  readonly upper: readonly string[];
}

export function rangeText({ lower, upper }: Range): string {
  const row = (values: readonly string[]): string =>
    values.map((value) => (value === 'MAXVALUE' ? value : `"${value}"`)).join(', ');
  return `[(${row(lower)}), (${row(upper)}))`;
}

export function readRange(values: string): Range | undefined {
  const match = /^\[\((.*)\), \((.*)\)\)$/.exec(values);
  if (match === null) return undefined;
  const row = (text = ''): readonly string[] => text.split(', ').map((value) => value.replace(/^"(.*)"$/, '$1'));
  return { lower: row(match[1]), upper: row(match[2]) };
}

export function compareRows(a: readonly string[], b: readonly string[], types: readonly DataType[]): number {
  for (const [index, value] of a.entries()) {
    const other = b[index] ?? '';
    if (value === other) continue;
    if (value === 'MAXVALUE') return 1;
    if (other === 'MAXVALUE') return -1;
    const type = types[index];
    if (type !== undefined && isSimple(type, 'DATE', 'DATETIME')) return value < other ? -1 : 1;
    return BigInt(value) < BigInt(other) ? -1 : 1;
  }
  return 0;
}

const LEAST: Readonly<Record<string, string>> = {
  TINYINT: '-128',
  SMALLINT: '-32768',
  INT: '-2147483648',
  BIGINT: '-9223372036854775808',
  LARGEINT: '-170141183460469231731687303715884105728',
  DATE: '0000-01-01',
  DATETIME: '0000-01-01 00:00:00',
};

/** Least value of a type, which is where the first range starts. */
export function leastValue(type: DataType): string {
  return type.kind === 'simple' ? (LEAST[type.name] ?? '') : '';
}
