/** Literals, variables and other values that are known when a query is translated. */

import { analysisError, unsupported, UnsupportedQueryError } from './errors';
import type { Expression } from './expression';
import type { ExpressionContext } from './expression-context';
import { quoteText, readDate } from './literals';
import { only, type Fields } from './nodes';
import { STRING_MARK } from './source';
import { BIGINT, DATE, decimal, DOUBLE, INT, LARGEINT, NULL, SMALLINT, TINYINT, VARCHAR, type SrType } from './types';

export function literal(fields: Fields, context: ExpressionContext): Expression {
  only(fields, 'a literal', 'literal_type', 'value');
  const value = String(fields['value']);
  const type = String(fields['literal_type']);
  if (type === 'number') return number(value);
  const text = literalText(value, context);
  if (type === 'string')
    return { sql: quoteText(text), type: VARCHAR, text: quoteText(text), literal: text, simple: true };
  if (type === 'date') {
    const parts = readDate(text);
    if (parts === undefined) throw analysisError(`Invalid date literal ${text}.`);
    return { sql: `DATE ${quoteText(parts.date)}`, type: DATE, text: quoteText(parts.date), simple: true };
  }
  throw unsupported(`literals of type ${type}`);
}

function literalText(value: string, context: ExpressionContext): string {
  const index = value.startsWith(STRING_MARK) ? Number(value.slice(STRING_MARK.length)) : NaN;
  const text = context.strings[index];
  if (text === undefined) throw unsupported(`the literal '${value}'`);
  return text;
}

export function number(value: string): Expression {
  const rest = { sql: value, text: value, literal: Number(value), simple: true };
  if (/[eE]/.test(value)) return { ...rest, sql: `CAST(${value} AS DOUBLE)`, type: DOUBLE };
  if (value.includes('.')) {
    const [whole = '', fraction = ''] = value.split('.');
    const digits = whole.replace(/^0+/, '').length + fraction.length;
    if (digits > 38) return { ...rest, sql: `CAST(${value} AS DOUBLE)`, type: DOUBLE };
    const type = decimal(Math.max(digits, 1), fraction.length);
    return { ...rest, sql: `CAST(${value} AS DECIMAL(${Math.max(digits, 1)},${fraction.length}))`, type };
  }
  return { ...rest, type: integerType(BigInt(value)) };
}

function integerType(value: bigint): SrType {
  const size = value < 0n ? -value - 1n : value;
  if (size <= 127n) return TINYINT;
  if (size <= 32767n) return SMALLINT;
  if (size <= 2147483647n) return INT;
  if (size <= 9223372036854775807n) return BIGINT;
  if (size < 1n << 127n) return LARGEINT;
  throw analysisError(`Number out of range[${value}].`);
}

export function variable(fields: Fields, context: ExpressionContext): Expression {
  only(fields, 'a variable', 'name', 'style');
  if (fields['style'] !== 'DoubleAt') throw unsupported('this kind of variable');
  const written = String(fields['name']);
  const name = written.replace(/^(session|global|local)\./i, '');
  const value = context.scope.variable(`@@${name}`) ?? context.scope.variable(name);
  if (value === undefined) throw new UnsupportedQueryError(`Unknown system variable '${name}'`, 1193);
  return constant(value, `@@${written}`);
}

export function userVariable(name: string, context: ExpressionContext): Expression {
  return constant(context.scope.variable(`@${name}`) ?? null, `@${name}`);
}

/** A value that is known when the query is translated. */
export function constant(value: string | number | null, text: string): Expression {
  if (value === null) return { sql: 'NULL', type: NULL, text, simple: true };
  if (typeof value === 'string') return { sql: quoteText(value), type: VARCHAR, text, simple: true };
  return Number.isInteger(value)
    ? { sql: `CAST(${value} AS BIGINT)`, type: BIGINT, text, simple: true }
    : { sql: `CAST(${value} AS DOUBLE)`, type: DOUBLE, text, simple: true };
}
