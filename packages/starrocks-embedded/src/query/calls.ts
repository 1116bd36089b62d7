/** Calls of functions: how they are written, and what they mean. */

import { analysisError, unsupported, type UnsupportedQueryError } from './errors';
import type { Expression } from './expression';
import type { Call, ExpressionContext } from './expression-context';
import { translateNode } from './expressions';
import { BUILTIN_NAMES } from './functions/builtin-names';
import { applyRow } from './functions/row';
import { findFunction } from './functions/table';
import { list, only, open, type Fields } from './nodes';
import { withoutOverMarks } from './over-mark';
import { FUNCTION_PREFIX } from './source';
import { specialFunctions } from './specials';
import { printType } from './types';

export function functionCall(fields: Fields): Call {
  only(fields, 'a call', 'name', 'args', 'distinct', 'use_bracket_syntax');
  const name = String(fields['name']);
  if (fields['use_bracket_syntax'] === true) throw unsupported('calls with brackets');
  return {
    name: plainName(name),
    args: list(fields['args']),
    distinct: fields['distinct'] === true,
    ignoreNulls: false,
    orderBy: [],
  };
}

function plainName(name: string): string {
  return (name.startsWith(FUNCTION_PREFIX) ? name.slice(FUNCTION_PREFIX.length) : name).toLowerCase();
}

export function aggregateCall(fields: Fields): Call {
  only(fields, 'an aggregate', 'name', 'args', 'distinct', 'order_by', 'ignore_nulls');
  return {
    name: plainName(String(fields['name'])),
    args: list(fields['args']),
    distinct: fields['distinct'] === true,
    ignoreNulls: fields['ignore_nulls'] === true,
    orderBy: list(fields['order_by']),
  };
}

export function groupConcatCall(fields: Fields): Call {
  only(fields, 'group_concat()', 'this', 'separator', 'order_by', 'distinct');
  const base = {
    name: 'group_concat',
    distinct: fields['distinct'] === true,
    ignoreNulls: false,
    orderBy: list(fields['order_by']),
  };
  const separator = fields['separator'];
  const inner = open(fields['this']);
  // The parser packs several arguments into a CONCAT of its own; a written concat() carries our prefix.
  const args =
    inner.kind === 'function' && inner.fields['name'] === 'CONCAT' ? list(inner.fields['args']) : [fields['this']];
  return separator === null || separator === undefined ? { ...base, args } : { ...base, args, separator };
}

/** Translates a call by its row; default deny for names without one. */
export function call(written: Call, context: ExpressionContext): Expression {
  const found = rawCall(written, context);
  return { ...found, sql: withoutOverMarks(found.sql) };
}

/** As {@link call}, with the marks that say where OVER goes. */
export function rawCall(written: Call, context: ExpressionContext): Expression {
  const special = specialFunctions.get(written.name);
  if (special !== undefined) return special(written, context);
  const args = written.args.map((arg) => translateNode(arg, context));
  const found = findFunction(written.name);
  if (found === undefined) throw missingFunction(written.name, args, context);
  if (found.kind === 'window') throw analysisError(`${written.name}() needs an OVER clause.`);
  if (written.ignoreNulls || written.separator !== undefined || written.orderBy.length > 0)
    throw unsupported(`IGNORE NULLS, ORDER BY or SEPARATOR in ${written.name}()`);
  const meaning = applyRow(found, args, context.scope);
  const text = `${written.name}(${written.distinct ? 'DISTINCT ' : ''}${args.map((arg) => arg.text).join(', ')})`;
  if (!written.distinct) return { ...meaning, text };
  return { ...meaning, sql: distinctAggregate(written.name, meaning.sql), text };
}

/** Refusal of a function without a row: a frontend may have it, or not have it either. */
function missingFunction(name: string, args: readonly Expression[], context: ExpressionContext): UnsupportedQueryError {
  if (BUILTIN_NAMES.has(name) || context.scope.isCreatedFunction?.(name) === true)
    return unsupported(`the function ${name}()`);
  const types = args.map((arg) => printType(arg.type)).join(', ');
  return analysisError(`No matching function with signature: ${name}(${types}).`);
}

const DISTINCT_OF: ReadonlyMap<string, RegExp> = new Map([
  ['sum', /^(CAST\()?(sum\()/],
  ['min', /^()(min\()/],
  ['max', /^()(max\()/],
]);

function distinctAggregate(name: string, sql: string): string {
  const shape = DISTINCT_OF.get(name);
  if (shape === undefined || !shape.test(sql)) throw unsupported(`DISTINCT in ${name}()`);
  return sql.replace(shape, (_, before: string | undefined, start: string) => `${before ?? ''}${start}DISTINCT `);
}

/** Meaning of a function of the table, for operators that are written functions. */
export function namedCall(name: string, args: readonly Expression[], context: ExpressionContext): Expression {
  const found = findFunction(name);
  if (found === undefined) throw unsupported(`the function ${name}()`);
  return { ...applyRow(found, args, context.scope), text: `${name}(${args.map((arg) => arg.text).join(', ')})` };
}
