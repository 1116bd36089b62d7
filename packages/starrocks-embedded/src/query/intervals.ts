/** INTERVAL count unit. */

import { number } from './constants';
import { unsupported } from './errors';
import type { Expression } from './expression';
import type { ExpressionContext } from './expression-context';
import { translateNode } from './expressions';
import { only, open, record, type Node } from './nodes';
import type { IntervalUnit } from './operators';
import { STRING_MARK } from './source';

const UNITS: ReadonlySet<string> = new Set([
  'year',
  'quarter',
  'month',
  'week',
  'day',
  'hour',
  'minute',
  'second',
  'millisecond',
  'microsecond',
]);

export function unitOf(text: string): IntervalUnit {
  const lower = text.toLowerCase();
  if (!UNITS.has(lower)) throw unsupported(`the unit ${text}`, `Use one of ${[...UNITS].join(', ')}.`);
  return lower as IntervalUnit;
}

/** Reads `INTERVAL count unit`. */
export function intervalOf(
  node: Node,
  context: ExpressionContext,
): { readonly count: Expression; readonly unit: IntervalUnit } {
  const { fields } = open(node);
  only(fields, 'INTERVAL', 'this', 'unit');
  const unit = record(fields['unit'], 'the unit of an INTERVAL');
  only(unit, 'INTERVAL', 'type', 'unit', 'use_plural');
  if (unit['type'] !== 'simple') throw unsupported('INTERVAL with two units');
  return { count: intervalCount(fields['this'], context), unit: unitOf(String(unit['unit'])) };
}

/** The parser writes plain counts as strings; ours carry a mark, so these are numbers. */
function intervalCount(node: Node, context: ExpressionContext): Expression {
  const { kind, fields } = open(node);
  const value = String(fields['value']);
  if (kind === 'literal' && fields['literal_type'] === 'string') {
    if (!value.startsWith(STRING_MARK)) return number(value);
    const text = context.strings[Number(value.slice(STRING_MARK.length))] ?? '';
    if (!/^-?\d+$/.test(text)) throw unsupported(`INTERVAL '${text}'`, 'Use a whole number.');
    return number(text);
  }
  return translateNode(node, context);
}
