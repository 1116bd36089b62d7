import { castSql } from './casts';
import { analysisError, unsupported } from './errors';
import type { Expression } from './expression';
import { quoteText, readDate } from './literals';
import {
  asDecimal,
  BIGINT,
  BOOLEAN,
  commonType,
  DATE,
  DATETIME,
  decimal,
  DOUBLE,
  INT,
  isFloating,
  isInteger,
  isNumeric,
  isTemporal,
  LARGEINT,
  printType,
  sameType,
  SMALLINT,
  TINYINT,
  type SrType,
} from './types';

export type Arithmetic = '+' | '-' | '*' | '/' | '%' | 'DIV';
export type Comparison = '=' | '!=' | '<' | '<=' | '>' | '>=' | '<=>';

const MAX_DIGITS = 38;

function binaryText(left: Expression, operator: string, right: Expression): string {
  return `${bracketed(left)} ${operator} ${bracketed(right)}`;
}

/** StarRocks prints operands that are no plain column or literal in parentheses. */
export function bracketed(operand: Expression): string {
  return operand.simple === true ? operand.text : `(${operand.text})`;
}

/** `left operator right` with StarRocks' result type; a divisor of zero gives NULL. */
export function arithmetic(operator: Arithmetic, left: Expression, right: Expression): Expression {
  const text = binaryText(left, operator, right);
  const [a, b] = [numberOf(left, operator), numberOf(right, operator)];
  if (operator === 'DIV') return { ...integerDivision(a, b), text };
  if (isFloating(a.type) || isFloating(b.type)) return { ...floating(operator, a, b), text };
  if (a.type.kind === 'decimal' || b.type.kind === 'decimal') return { ...exact(operator, a, b), text };
  if (operator === '/') return { ...floating('/', a, b), text };
  return { ...integers(operator, a, b), text };
}

/** The operand as the number that it takes part as: text as double, NULL as the type of nothing. */
function numberOf(operand: Expression, operator: string): Expression {
  if (isNumeric(operand.type)) return operand;
  if (operand.type.kind === 'null') return { ...operand, sql: 'CAST(NULL AS TINYINT)', type: TINYINT };
  if (operand.type.kind === 'varchar')
    return { ...operand, sql: castSql(operand.sql, operand.type, DOUBLE), type: DOUBLE };
  throw unsupported(
    `'${operator}' with ${printType(operand.type)} (${operand.text})`,
    'Cast the operand to a number, or use INTERVAL, datediff() or date_add().',
  );
}

type Result = Omit<Expression, 'text'>;

function floating(operator: Exclude<Arithmetic, 'DIV'>, left: Expression, right: Expression): Result {
  const [a, b] = [castSql(left.sql, left.type, DOUBLE), castSql(right.sql, right.type, DOUBLE)];
  const divisor = operator === '/' || operator === '%' ? `NULLIF(${b}, 0)` : b;
  return { sql: `(${a} ${operator} ${divisor})`, type: DOUBLE };
}

function bigger(type: SrType): SrType {
  switch (type.kind) {
    case 'boolean':
    case 'tinyint':
      return SMALLINT;
    case 'smallint':
      return INT;
    case 'largeint':
      return LARGEINT;
    default:
      return BIGINT;
  }
}

function integers(operator: '+' | '-' | '*' | '%', left: Expression, right: Expression): Result {
  const common = commonType(left.type, right.type) ?? BIGINT;
  const type = operator === '%' ? (common.kind === 'boolean' ? TINYINT : common) : bigger(common);
  return { sql: `(${castSql(left.sql, left.type, type)} ${operator} ${castSql(right.sql, right.type, type)})`, type };
}

function integerDivision(left: Expression, right: Expression): Result {
  const type = left.type.kind === 'largeint' || right.type.kind === 'largeint' ? LARGEINT : BIGINT;
  if (left.type.kind === 'decimal' || right.type.kind === 'decimal') {
    const [a, b] = [asDecimal(left.type), asDecimal(right.type)];
    if (a === undefined || b === undefined)
      throw unsupported(`DIV of ${printType(left.type)} and ${printType(right.type)}`);
    const scale = Math.max(a.scale, b.scale);
    return {
      sql: `CAST(${unscaled({ sql: left.sql, ...a }, scale)} // ${unscaled({ sql: right.sql, ...b }, scale)} AS BIGINT)`,
      type: BIGINT,
    };
  }
  if (isFloating(left.type) || isFloating(right.type))
    throw unsupported(`DIV of ${printType(left.type)} and ${printType(right.type)}`, 'Use floor(a / b).');
  return { sql: `(${castSql(left.sql, left.type, type)} // ${castSql(right.sql, right.type, type)})`, type };
}

function exact(operator: '+' | '-' | '*' | '/' | '%', left: Expression, right: Expression): Result {
  const a = asDecimal(left.type);
  const b = asDecimal(right.type);
  if (a === undefined || b === undefined)
    throw unsupported(`'${operator}' of ${printType(left.type)} and ${printType(right.type)}`);
  const [leftSql, rightSql] = [
    castSql(left.sql, left.type, decimal(a.precision, a.scale)),
    castSql(right.sql, right.type, decimal(b.precision, b.scale)),
  ];
  switch (operator) {
    case '+':
    case '-': {
      const scale = Math.max(a.scale, b.scale);
      const precision = Math.min(MAX_DIGITS, Math.max(a.precision - a.scale, b.precision - b.scale) + scale + 1);
      const type = decimal(precision, scale);
      return {
        sql: `CAST(CAST(${leftSql} AS DECIMAL(${precision},${scale})) ${operator} CAST(${rightSql} AS DECIMAL(${precision},${scale})) AS DECIMAL(${precision},${scale}))`,
        type,
      };
    }
    case '*': {
      const scale = a.scale + b.scale;
      if (scale > MAX_DIGITS) throw analysisError(`Return scale(${scale}) exceeds maximum value(${MAX_DIGITS})`);
      const precision = Math.min(MAX_DIGITS, a.precision + b.precision);
      return {
        sql: `CAST(${leftSql} * ${rightSql} AS DECIMAL(${precision},${scale}))`,
        type: decimal(precision, scale),
      };
    }
    case '/':
      return exactQuotient({ sql: leftSql, ...a }, { sql: rightSql, ...b });
    case '%': {
      const scale = Math.max(a.scale, b.scale);
      const precision = Math.min(MAX_DIGITS, Math.max(a.precision - a.scale, b.precision - b.scale) + scale);
      return {
        sql: `CAST(${leftSql} % NULLIF(${rightSql}, 0) AS DECIMAL(${precision},${scale}))`,
        type: decimal(precision, scale),
      };
    }
  }
}

/** An exact number: SQL of a DECIMAL and its digits. */
interface ExactNumber {
  readonly sql: string;
  readonly precision: number;
  readonly scale: number;
}

/** Scale of a decimal quotient, which avg(decimal) has as well. */
function quotientScale(scale: number): number {
  if (scale <= 6) return scale + 6;
  return Math.max(scale, 12);
}

/** Decimal quotient, rounded half away from zero: `round(a * 10^k / b)` on the unscaled numbers, because DuckDB divides decimals as doubles. */
export function exactQuotient(a: ExactNumber, b: ExactNumber): Result {
  const scale = quotientScale(a.scale);
  const numerator = unscaled(a, scale + b.scale);
  const quotient = `CAST(sr_quotient(${numerator}, ${unscaled(b, b.scale)}) AS DECIMAL(38,0))`;
  return {
    sql: `CAST(${quotient} * CAST(1e-${scale} AS DECIMAL(${scale},${scale})) AS DECIMAL(38,${scale}))`,
    type: decimal(MAX_DIGITS, scale),
  };
}

/** The number times 10^power as HUGEINT; exact when power >= its scale. */
function unscaled(number: ExactNumber, power: number): string {
  const factor = `CAST(1${'0'.repeat(number.scale)} AS DECIMAL(${number.scale + 1},0))`;
  const whole = number.scale === 0 ? `CAST(${number.sql} AS HUGEINT)` : `CAST(${number.sql} * ${factor} AS HUGEINT)`;
  const rest = power - number.scale;
  return rest === 0 ? whole : `(${whole} * CAST(1${'0'.repeat(rest)} AS HUGEINT))`;
}

export function negate(operand: Expression): Expression {
  if (typeof operand.literal === 'number') {
    return {
      sql: `(-${operand.sql})`,
      type: operand.type,
      literal: -operand.literal,
      text: `-${operand.text}`,
      simple: true,
    };
  }
  const number = numberOf(operand, '-');
  const type = isInteger(number.type) || number.type.kind === 'boolean' ? bigger(number.type) : number.type;
  return { sql: `(-${castSql(number.sql, number.type, type)})`, type, text: `-${bracketed(operand)}` };
}

/** `left operator right` after StarRocks' implicit conversions, or a refusal where these depend on the values. */
export function comparison(operator: Comparison, left: Expression, right: Expression): Expression {
  const [a, b] = comparable(left, right, operator);
  const sql =
    operator === '<=>' ? `(${a} IS NOT DISTINCT FROM ${b})` : `(${a} ${operator === '!=' ? '<>' : operator} ${b})`;
  return { sql, type: BOOLEAN, text: binaryText(left, operator, right) };
}

/** Kinds whose values DuckDB compares in another way, or not at all. */
const UNORDERED: ReadonlySet<SrType['kind']> = new Set(['json', 'map', 'struct', 'bitmap', 'hll', 'percentile']);

/** Both operands as DuckDB SQL of types that DuckDB compares as StarRocks does. */
export function comparable(left: Expression, right: Expression, where: string): readonly [string, string] {
  const [a, b] = [left.type, right.type];
  if (UNORDERED.has(a.kind) || UNORDERED.has(b.kind)) throw incomparable(left, right, where);
  if (a.kind === 'null' || b.kind === 'null' || sameType(a, b)) return [left.sql, right.sql];
  if (isNumeric(a) && isNumeric(b)) {
    const type = commonType(a, b);
    if (type === undefined) throw incomparable(left, right, where);
    return type.kind === 'decimal'
      ? [withoutBoolean(left), withoutBoolean(right)]
      : [castSql(left.sql, a, type), castSql(right.sql, b, type)];
  }
  if (isTemporal(a) && isTemporal(b)) return [castSql(left.sql, a, DATETIME), castSql(right.sql, b, DATETIME)];
  if (isTemporal(a) && b.kind === 'varchar') return temporalAndText(left, right, where);
  if (a.kind === 'varchar' && isTemporal(b)) {
    const [date, text] = temporalAndText(right, left, where);
    return [text, date];
  }
  if (isNumeric(a) && typeof right.literal === 'string') return [left.sql, numericLiteral(left, right, where)];
  if (isNumeric(b) && typeof left.literal === 'string') return [numericLiteral(right, left, where), right.sql];
  throw incomparable(left, right, where);
}

function withoutBoolean(operand: Expression): string {
  return operand.type.kind === 'boolean' ? castSql(operand.sql, operand.type, TINYINT) : operand.sql;
}

function temporalAndText(date: Expression, text: Expression, where: string): readonly [string, string] {
  if (text.literal === undefined)
    return [castSql(date.sql, date.type, DATETIME), castSql(text.sql, text.type, DATETIME)];
  const parts = readDate(String(text.literal));
  if (parts === undefined)
    throw unsupported(
      `'${where}' of a date and the text '${String(text.literal)}', which is no date`,
      'Write dates as YYYY-MM-DD or YYYY-MM-DD HH:MM:SS.',
    );
  const midnight = /^00:00:00(\.0+)?$/.test(parts.time);
  if (date.type.kind === 'date' && midnight) return [date.sql, `DATE ${quoteText(parts.date)}`];
  return [castSql(date.sql, date.type, DATETIME), `TIMESTAMP ${quoteText(`${parts.date} ${parts.time}`)}`];
}

/** A text literal that reads the same as number and as text, e.g. '42'. */
function numericLiteral(number: Expression, text: Expression, where: string): string {
  const value = String(text.literal);
  if (!isInteger(number.type) || !/^(0|-?[1-9]\d{0,17})$/.test(value)) throw incomparable(number, text, where);
  return value;
}

function incomparable(left: Expression, right: Expression, where: string): Error {
  return unsupported(
    `'${where}' of ${printType(left.type)} and ${printType(right.type)} (${left.text}, ${right.text})`,
    'CAST one side to the type of the other.',
  );
}

export type IntervalUnit =
  'year' | 'quarter' | 'month' | 'week' | 'day' | 'hour' | 'minute' | 'second' | 'millisecond' | 'microsecond';

/** `date + count units`: always a DATETIME, months end at the last day of a shorter month. */
export function addInterval(date: Expression, count: Expression, unit: IntervalUnit, sign: 1 | -1): Result {
  const at = asDatetime(date);
  if (count.type.kind !== 'null' && !isInteger(count.type))
    throw unsupported(`an INTERVAL of ${printType(count.type)} (${count.text})`, 'Use a whole number.');
  const amount = castSql(count.sql, count.type, BIGINT);
  const [factor, base] = unit === 'quarter' ? [3, 'months'] : unit === 'week' ? [7, 'days'] : [1, `${unit}s`];
  return {
    sql: `(${at} + to_${base}(CAST(${sign * factor} * ${amount} AS ${base === 'months' || base === 'days' || base === 'years' ? 'INTEGER' : base === 'milliseconds' || base === 'seconds' ? 'DOUBLE' : 'BIGINT'})))`,
    type: DATETIME,
  };
}

/** A date, datetime or text as TIMESTAMP. */
export function asDatetime(value: Expression): string {
  if (typeof value.literal === 'string' && value.type.kind === 'varchar') {
    const parts = readDate(value.literal);
    if (parts !== undefined) return `TIMESTAMP ${quoteText(`${parts.date} ${parts.time}`)}`;
  }
  if (isTemporal(value.type) || value.type.kind === 'varchar' || value.type.kind === 'null')
    return castSql(value.sql, value.type, DATETIME);
  throw unsupported(`${printType(value.type)} as a date (${value.text})`, 'CAST it to DATE or DATETIME.');
}

/** A date, datetime or text as DATE. */
export function asDate(value: Expression): string {
  if (value.type.kind === 'date') return value.sql;
  return castSql(asDatetime(value), DATETIME, DATE);
}

/** A condition: booleans as they are, numbers by being other than zero, texts by the boolean that they say. */
export function condition(operand: Expression): string {
  if (operand.type.kind === 'boolean') return operand.sql;
  if (operand.type.kind === 'null') return 'CAST(NULL AS BOOLEAN)';
  if (isNumeric(operand.type)) return `(${operand.sql} <> 0)`;
  if (operand.type.kind === 'varchar') return castSql(operand.sql, operand.type, BOOLEAN);
  throw unsupported(`${printType(operand.type)} as a condition (${operand.text})`, 'Compare it with something.');
}
