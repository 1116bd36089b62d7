/** What `*` gives of joined relations, in its order. */

import type { LineageColumn } from './model';
import { distinct } from './model';
import type { Relation } from './scope';

type Star = readonly LineageColumn[] | undefined;

/** All columns of relations; undefined when some are not known. */
export function starOf(relations: readonly Relation[]): Star {
  return relations.reduce<Star>((star, { columns, isMerged }) => both(star, isMerged ? undefined : columns), []);
}

export function both(left: Star, right: Star): Star {
  return left === undefined || right === undefined ? undefined : [...left, ...right];
}

/**
 * Columns of a join. Those of USING are there once and first, then the rest of the left side, then that of the right
 * one (StarRocks since 4.0; before that they came twice, which no view can have). What releases order differently is
 * not certain: RIGHT JOIN, and several columns that the left side has in another order than USING.
 */
export function joined(left: Star, right: Star, words: string, using: readonly string[]): Star {
  if (using.length === 0) return both(left, right);
  if (left === undefined || right === undefined || words.includes('RIGHT')) return undefined;
  const names = using.map((name) => name.toLowerCase());
  const places = names.map((name) => left.findIndex((column) => column.name.toLowerCase() === name));
  if (places.some((place, index) => place < 0 || place < (places[index - 1] ?? 0))) return undefined;
  const merged = names.flatMap((name) => mergedColumn(name, left, right));
  const rest = (columns: readonly LineageColumn[]): readonly LineageColumn[] =>
    columns.filter((column) => !names.includes(column.name.toLowerCase()));
  return [...merged, ...rest(left), ...rest(right)];
}

function mergedColumn(
  name: string,
  left: readonly LineageColumn[],
  right: readonly LineageColumn[],
): readonly LineageColumn[] {
  const [first, second] = [left, right].map((side) => side.find((column) => column.name.toLowerCase() === name));
  if (first === undefined || second === undefined) return [];
  const sources = distinct([...first.sources, ...second.sources]);
  return [{ name: first.name, sources, computed: first.computed || second.computed }];
}
