/** Which changes of a column StarRocks makes in place, and at what cost, in shared-data mode. */

import type { Column, TableDefinition } from './definition';

export type ColumnVerdict =
  /** `safe`: fast schema evolution, metadata only. `rewrites-data`: every tablet is written anew. */
  | { readonly kind: 'allowed'; readonly risk: 'safe' | 'rewrites-data' }
  | { readonly kind: 'refused'; readonly rule: string; readonly remedy: string };

const INTEGERS = ['tinyint', 'smallint', 'int', 'bigint', 'largeint'];
/** Shortest VARCHAR that JSON may become. */
const JSON_LENGTH = 1024;
const REBUILD = 'declare the column as the table has it, or add a column of another name and move the data';

/** Judges all that differs in one column together. */
export function modifyColumn(name: string, declared: TableDefinition, live: TableDefinition): ColumnVerdict {
  const column = find(declared, name);
  const other = find(live, name);
  if (column === undefined || other === undefined) return refused('the column is not in both', REBUILD);
  return fixedParts(column, other) ?? boundColumn(column, declared) ?? typeVerdict(other.type, column.type);
}

function find(table: TableDefinition, name: string): Column | undefined {
  return table.columns.find((column) => column.name.toLowerCase() === name.toLowerCase());
}

function fixedParts(column: Column, live: Column): ColumnVerdict | undefined {
  if (column.default !== live.default) {
    return refused('StarRocks cannot change the default of a column', REBUILD);
  }
  if (!column.nullable && live.nullable) {
    return refused('a column that may be NULL cannot become NOT NULL, because rows may hold NULL', REBUILD);
  }
  if (column.autoIncrement !== live.autoIncrement) {
    return refused('AUTO_INCREMENT is given to a column only when its table is created', REBUILD);
  }
  if (column.generated !== live.generated) {
    return refused('the expression of a generated column is fixed', REBUILD);
  }
  if (column.aggregation !== live.aggregation) {
    return refused('how a column is aggregated is fixed at the creation of its table', REBUILD);
  }
  return undefined;
}

function boundColumn(column: Column, table: TableDefinition): ColumnVerdict | undefined {
  const name = column.name.toLowerCase();
  if (table.key?.columns.some((key) => key.toLowerCase() === name) === true) {
    return refused('a column of the key is not changed in place', REBUILD);
  }
  if (table.orderBy?.some((part) => part === name) === true) {
    return refused('a column of the sort key is not changed in place', REBUILD);
  }
  return undefined;
}

function typeVerdict(from: string, to: string): ColumnVerdict {
  if (from === to) return { kind: 'allowed', risk: 'safe' };
  const risk = typeRisk(parse(from), parse(to));
  if (risk !== undefined) return { kind: 'allowed', risk };
  return refused(`StarRocks does not change ${from} to ${to}`, REBUILD);
}

interface ParsedType {
  readonly name: string;
  readonly numbers: readonly number[];
}

function parse(type: string): ParsedType {
  const match = /^([a-z0-9]+)(?:\(([\d,]+)\))?$/.exec(type);
  return { name: match?.[1] ?? type, numbers: (match?.[2] ?? '').split(',').filter(Boolean).map(Number) };
}

function typeRisk(from: ParsedType, to: ParsedType): 'safe' | 'rewrites-data' | undefined {
  const [fromInteger, toInteger] = [INTEGERS.indexOf(from.name), INTEGERS.indexOf(to.name)];
  if (fromInteger >= 0 && toInteger >= 0) return toInteger > fromInteger ? 'safe' : undefined;
  if (to.name === 'varchar' || to.name === 'char') return toStringRisk(from, to);
  if (from.name === 'varchar') {
    const targets = [...INTEGERS, 'float', 'double', 'date', 'decimal', 'json'];
    return targets.includes(to.name) ? 'rewrites-data' : undefined;
  }
  if (fromInteger >= 0 && to.name === 'double') return from.name === 'largeint' ? undefined : 'safe';
  if (from.name === 'float' && to.name === 'double') return 'safe';
  if (from.name === 'date' && to.name === 'datetime') return 'safe';
  if (from.name === 'datetime' && to.name === 'date') return 'rewrites-data';
  if (from.name === 'int' && to.name === 'date') return 'rewrites-data';
  if (from.name === 'decimal' && to.name === 'decimal') return widensDecimal(from, to) ? 'rewrites-data' : undefined;
  return undefined;
}

function toStringRisk(from: ParsedType, to: ParsedType): 'safe' | 'rewrites-data' | undefined {
  const length = to.numbers[0] ?? 1;
  if (from.name === 'varchar' || from.name === 'char') {
    const narrower = length < (from.numbers[0] ?? 1) || (from.name === 'varchar' && to.name === 'char');
    return narrower ? undefined : 'safe';
  }
  if (to.name === 'char') return undefined;
  if (from.name === 'json') return length >= JSON_LENGTH ? 'safe' : undefined;
  return [...INTEGERS, 'float', 'double', 'decimal'].includes(from.name) ? 'rewrites-data' : undefined;
}

function widensDecimal(from: ParsedType, to: ParsedType): boolean {
  const [precision = 0, scale = 0] = from.numbers;
  const [newPrecision = 0, newScale = 0] = to.numbers;
  return scale <= newScale && precision - scale <= newPrecision - newScale;
}

function refused(rule: string, remedy: string): ColumnVerdict {
  return { kind: 'refused', rule, remedy };
}
