/** Which changes of a column StarRocks makes in place, and at what cost, in shared-data mode. */

import { has } from './capabilities/check';
import type { Column, TableDefinition } from './definition';
import { typeChange } from './rules-type';

type ColumnVerdict =
  /** `safe`: fast schema evolution, metadata only. `rewrites-data`: every tablet is written anew. */
  | { readonly kind: 'allowed'; readonly risk: 'safe' | 'rewrites-data' }
  | { readonly kind: 'refused'; readonly rule: string };

/** Judges all that differs in one column together. */
export function modifyColumn(
  name: string,
  declared: TableDefinition,
  live: TableDefinition,
  engineVersion = '',
): ColumnVerdict {
  const column = findColumn(declared, name);
  const other = findColumn(live, name);
  if (column === undefined || other === undefined) return refused('the column is not in both');
  return fixedParts(column, other) ?? boundColumn(column, other, live, engineVersion) ?? change(column, other, live);
}

export function findColumn(table: TableDefinition, name: string): Column | undefined {
  return table.columns.find((column) => column.name.toLowerCase() === name.toLowerCase());
}

function fixedParts(column: Column, live: Column): ColumnVerdict | undefined {
  if (column.default !== live.default) return refused('StarRocks cannot change the default of a column');
  if (!column.nullable && live.nullable) {
    return refused('a column that may be NULL cannot become NOT NULL, because rows may hold NULL');
  }
  if (column.autoIncrement !== live.autoIncrement) {
    return refused('AUTO_INCREMENT is given to a column only when its table is created');
  }
  if ((column.generated === undefined) !== (live.generated === undefined)) {
    return refused('a column is generated, or not, from its creation on');
  }
  if (column.aggregation !== live.aggregation) {
    return refused('how a column is aggregated is fixed at the creation of its table');
  }
  return undefined;
}

function boundColumn(
  column: Column,
  former: Column,
  live: TableDefinition,
  engineVersion: string,
): ColumnVerdict | undefined {
  const { name } = column;
  const longer = isLongerText(former.type, column.type) && isKnown(LONGER_KEY, engineVersion);
  if (live.key?.model === 'PRIMARY' && !longer) {
    if (isKey(live, name)) return refused('a column of the primary key is not changed in place');
    if (live.orderBy?.some((part) => part.toLowerCase() === name.toLowerCase()) === true) {
      return refused('a column of the sort key of a primary-key table is not changed in place');
    }
  }
  return boundByLayout(name, live) ?? boundByExpression(name, live);
}

const LONGER_KEY = 'alter.primary-key.longer-text';

/** Only for a version that is known: the common answer is the careful one. */
function isKnown(id: string, engineVersion: string): boolean {
  return /\d+\.\d+/.test(engineVersion) && has(id, engineVersion);
}

function isLongerText(from: string, to: string): boolean {
  const isText = from.startsWith('varchar(') && to.startsWith('varchar(');
  return isText && from !== to && typeChange(from, to) !== undefined;
}

/** Why a column cannot be changed or dropped whatever becomes of it; undefined when it can. */
export function boundByLayout(name: string, live: TableDefinition): ColumnVerdict | undefined {
  if (live.partition?.by.some((part) => mentions(part, name)) === true) {
    return refused('a column of the partitioning is not changed in place');
  }
  if (live.distribution?.columns.some((column) => column.toLowerCase() === name.toLowerCase()) === true) {
    return refused('a column of the distribution is not changed in place');
  }
  return undefined;
}

export function boundByExpression(name: string, live: TableDefinition): ColumnVerdict | undefined {
  const user = live.columns.find(({ generated }) => generated !== undefined && mentions(generated, name));
  if (user === undefined || user.name.toLowerCase() === name.toLowerCase()) return undefined;
  return refused(`a column that the generated column \`${user.name}\` reads is not changed in place`);
}

function mentions(expression: string, name: string): boolean {
  const words: readonly string[] = expression.toLowerCase().match(/[\p{L}\p{N}_$]+/gu) ?? [];
  return words.includes(name.toLowerCase());
}

export function isKey(table: TableDefinition, name: string): boolean {
  return table.key?.columns.some((key) => key.toLowerCase() === name.toLowerCase()) ?? false;
}

function change(column: Column, live: Column, table: TableDefinition): ColumnVerdict {
  const type = column.type === '' || column.type === live.type ? 'fast' : typeChange(live.type, column.type);
  if (type === undefined) return refused(`StarRocks does not change ${live.type} to ${column.type}`);
  const rewrites = type === 'rewrite' || column.generated !== live.generated || isKey(table, column.name);
  return { kind: 'allowed', risk: rewrites ? 'rewrites-data' : 'safe' };
}

function refused(rule: string): ColumnVerdict {
  return { kind: 'refused', rule };
}
