/** Columns of a declaration that take something from those that are live. Pure. */

import type { ColumnDefinition } from '@strata/starrocks-sql';

type Columns = readonly ColumnDefinition[];

/** Undefined for a path that names nothing of a column. */
export function overlaidColumns(declared: Columns, live: Columns, path: string): Columns | undefined {
  if (path === 'column order') return inOrderOf(declared, live);
  const rest = path.slice('columns.'.length);
  const [mine, theirs] = [find(declared, rest), find(live, rest)];
  if (mine !== undefined && theirs === undefined && !hasAttribute(live, rest)) {
    return declared.filter((column) => column !== mine);
  }
  if (mine === undefined && theirs !== undefined) return inserted(declared, live, theirs);
  return withAttribute(declared, live, rest);
}

function find(columns: Columns, name: string): ColumnDefinition | undefined {
  return columns.find((column) => column.name.toLowerCase() === name.toLowerCase());
}

/** Whether a text is a column and what of it, e.g. `amount.type`; names may have points, too. */
function hasAttribute(columns: Columns, rest: string): boolean {
  return split(columns, rest) !== undefined;
}

function split(columns: Columns, rest: string): { readonly name: string; readonly attribute: string } | undefined {
  const end = rest.lastIndexOf('.');
  if (end < 0 || find(columns, rest.slice(0, end)) === undefined) return undefined;
  return { name: rest.slice(0, end), attribute: rest.slice(end + 1) };
}

/** Behind its nearest neighbour before it that is in both. */
function inserted(declared: Columns, live: Columns, column: ColumnDefinition): Columns {
  const before = live.slice(0, live.indexOf(column)).reverse();
  const neighbour = before.find(({ name }) => find(declared, name) !== undefined);
  const at = neighbour === undefined ? 0 : declared.findIndex(({ name }) => same(name, neighbour.name)) + 1;
  return [...declared.slice(0, at), column, ...declared.slice(at)];
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/** Those that are in both change places among each other; the others stay behind what they stood behind. */
function inOrderOf(declared: Columns, live: Columns): Columns {
  const common = live.flatMap(({ name }) => find(declared, name) ?? []);
  let next = 0;
  return declared.map((column) => (find(live, column.name) === undefined ? column : (common[next++] ?? column)));
}

function withAttribute(declared: Columns, live: Columns, rest: string): Columns | undefined {
  const place = split(declared, rest);
  const theirs = place && find(live, place.name);
  const change = place && theirs && attributeOf(theirs, place.attribute);
  if (place === undefined || change === undefined) return undefined;
  return declared.map((column) => (same(column.name, place.name) ? { ...column, ...change } : column));
}

function attributeOf(live: ColumnDefinition, attribute: string): Partial<ColumnDefinition> | undefined {
  switch (attribute) {
    case 'type':
      return { type: live.type };
    case 'nullable':
      return { nullable: live.nullable };
    case 'aggregation':
      return { aggregation: live.aggregation };
    case 'default':
      return { default: live.default };
    case 'auto_increment':
      return { autoIncrement: live.autoIncrement };
    case 'generated':
      return { generated: live.generated };
    case 'comment':
      return { comment: live.comment };
    default:
      return undefined;
  }
}
