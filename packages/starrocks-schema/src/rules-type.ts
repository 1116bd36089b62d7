/** What can become of a type: in place as a real frontend in shared-data mode does it, or by a cast. */

const INTEGERS = ['tinyint', 'smallint', 'int', 'bigint', 'largeint'];
/** Digits that each integer type may need, the sign not counted. */
const DIGITS: Readonly<Record<string, number>> = {
  boolean: 1,
  tinyint: 3,
  smallint: 5,
  int: 10,
  bigint: 19,
  largeint: 39,
};
/** Shortest VARCHAR that JSON may become. */
const JSON_LENGTH = 1024;
/** Characters of a point in time with microseconds. */
const DATETIME_LENGTH = 26;

/** `fast`: metadata only. `rewrite`: every tablet is written anew. */
type TypeChange = 'fast' | 'rewrite';

interface ParsedType {
  readonly name: string;
  readonly numbers: readonly number[];
}

function parse(type: string): ParsedType {
  const match = /^([a-z0-9]+)(?:\(([\d,]+)\))?$/.exec(type);
  return { name: match?.[1] ?? type, numbers: (match?.[2] ?? '').split(',').filter(Boolean).map(Number) };
}

/** How MODIFY COLUMN makes one type another; undefined when it refuses. */
export function typeChange(fromText: string, toText: string): TypeChange | undefined {
  const [from, to] = [parse(fromText), parse(toText)];
  const [fromInteger, toInteger] = [INTEGERS.indexOf(from.name), INTEGERS.indexOf(to.name)];
  if (fromInteger >= 0 && toInteger >= 0) return toInteger > fromInteger ? 'fast' : undefined;
  if (to.name === 'varchar' || to.name === 'char') return toStringChange(from, to);
  if (from.name === 'varchar') {
    const targets = [...INTEGERS, 'float', 'double', 'date', 'decimal', 'json'];
    return targets.includes(to.name) ? 'rewrite' : undefined;
  }
  if (fromInteger >= 0 && to.name === 'double') return from.name === 'largeint' ? undefined : 'fast';
  if (from.name === 'float' && to.name === 'double') return 'fast';
  if (from.name === 'date' && to.name === 'datetime') return 'fast';
  if (from.name === 'datetime' && to.name === 'date') return 'rewrite';
  if (from.name === 'int' && to.name === 'date') return 'rewrite';
  if (from.name === 'decimal' && to.name === 'decimal') return widensDecimal(from, to) ? 'rewrite' : undefined;
  return undefined;
}

function toStringChange(from: ParsedType, to: ParsedType): TypeChange | undefined {
  const length = to.numbers[0] ?? 1;
  if (from.name === 'varchar' || from.name === 'char') {
    const narrower = length < (from.numbers[0] ?? 1) || (from.name === 'varchar' && to.name === 'char');
    return narrower ? undefined : 'fast';
  }
  if (to.name === 'char') return undefined;
  if (from.name === 'json') return length >= JSON_LENGTH ? 'fast' : undefined;
  if (from.name === 'decimal') return length >= textLength(from) ? 'rewrite' : undefined;
  return [...INTEGERS, 'float', 'double'].includes(from.name) ? 'rewrite' : undefined;
}

function widensDecimal(from: ParsedType, to: ParsedType): boolean {
  const [precision = 0, scale = 0] = from.numbers;
  const [newPrecision = 0, newScale = 0] = to.numbers;
  return scale <= newScale && precision - scale <= newPrecision - newScale;
}

/** Longest text of a value: digits, sign, point. */
function textLength({ name, numbers }: ParsedType): number {
  if (name === 'decimal') return (numbers[0] ?? 0) + 2;
  if (name === 'date') return 10;
  if (name === 'datetime') return DATETIME_LENGTH;
  return (DIGITS[name] ?? Number.POSITIVE_INFINITY) + 1;
}

/** Whether every value of one type has a value of the other from which it could be told. */
export function keepsValues(fromText: string, toText: string): boolean {
  if (fromText === toText) return true;
  const element = /^array<(.*)>$/;
  const [fromElement, toElement] = [element.exec(fromText)?.[1], element.exec(toText)?.[1]];
  if (fromElement !== undefined && toElement !== undefined) return keepsValues(fromElement, toElement);
  const [from, to] = [parse(fromText), parse(toText)];
  if (to.name === 'varchar' || to.name === 'char') return fitsText(from, to);
  const digits = DIGITS[from.name];
  if (digits !== undefined && DIGITS[to.name] !== undefined) return digits <= (DIGITS[to.name] ?? 0);
  if (to.name === 'decimal') return fitsDecimal(from, to);
  if (to.name === 'double') return from.name === 'float' || (digits !== undefined && digits <= 10);
  return from.name === 'date' && to.name === 'datetime';
}

function fitsText(from: ParsedType, to: ParsedType): boolean {
  const length = to.numbers[0] ?? 1;
  if (from.name === 'varchar' || from.name === 'char') {
    return length >= (from.numbers[0] ?? 1) && !(from.name === 'varchar' && to.name === 'char');
  }
  return length >= textLength(from);
}

function fitsDecimal(from: ParsedType, to: ParsedType): boolean {
  if (from.name === 'decimal') return widensDecimal(from, to);
  const [precision = 0, scale = 0] = to.numbers;
  const digits = DIGITS[from.name];
  return digits !== undefined && digits <= precision - scale;
}
