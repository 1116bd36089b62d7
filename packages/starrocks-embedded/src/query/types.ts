import { unsupported } from './errors';

/** A StarRocks type as the translator computes with it. */
export type SrType =
  | { readonly kind: SimpleKind }
  | { readonly kind: 'decimal'; readonly precision: number; readonly scale: number }
  | { readonly kind: 'array'; readonly element: SrType }
  | { readonly kind: 'map'; readonly key: SrType; readonly value: SrType }
  | { readonly kind: 'struct'; readonly fields: readonly StructField[] };

export interface StructField {
  readonly name: string;
  readonly type: SrType;
}

type SimpleKind =
  | 'null'
  | 'boolean'
  | 'tinyint'
  | 'smallint'
  | 'int'
  | 'bigint'
  | 'largeint'
  | 'float'
  | 'double'
  | 'varchar'
  | 'varbinary'
  | 'date'
  | 'datetime'
  | 'json'
  | 'bitmap'
  | 'hll'
  | 'percentile'
  | 'interval';

export const NULL: SrType = { kind: 'null' };
export const BOOLEAN: SrType = { kind: 'boolean' };
export const TINYINT: SrType = { kind: 'tinyint' };
export const SMALLINT: SrType = { kind: 'smallint' };
export const INT: SrType = { kind: 'int' };
export const BIGINT: SrType = { kind: 'bigint' };
export const LARGEINT: SrType = { kind: 'largeint' };
export const FLOAT: SrType = { kind: 'float' };
export const DOUBLE: SrType = { kind: 'double' };
export const VARCHAR: SrType = { kind: 'varchar' };
export const DATE: SrType = { kind: 'date' };
export const DATETIME: SrType = { kind: 'datetime' };
export const JSON_TYPE: SrType = { kind: 'json' };

const MAX_PRECISION = 38;

export function decimal(precision: number, scale: number): SrType {
  return { kind: 'decimal', precision, scale };
}

export function arrayOf(element: SrType): SrType {
  return { kind: 'array', element };
}

const NAMES: Readonly<Record<string, SrType>> = {
  boolean: BOOLEAN,
  tinyint: TINYINT,
  smallint: SMALLINT,
  int: INT,
  integer: INT,
  bigint: BIGINT,
  largeint: LARGEINT,
  float: FLOAT,
  double: DOUBLE,
  string: VARCHAR,
  varchar: VARCHAR,
  char: VARCHAR,
  date: DATE,
  datetime: DATETIME,
  json: JSON_TYPE,
  varbinary: { kind: 'varbinary' },
  bitmap: { kind: 'bitmap' },
  hll: { kind: 'hll' },
  percentile: { kind: 'percentile' },
};

const DECIMALS: ReadonlySet<string> = new Set([
  'decimal',
  'decimalv2',
  'decimalv3',
  'decimal32',
  'decimal64',
  'decimal128',
  'numeric',
]);

/** Reads a type as StarRocks writes it, such as `decimal(18, 2)` or `array<varchar(64)>`. */
export function parseType(text: string): SrType {
  const known = parsed.get(text);
  if (known !== undefined) return known;
  const type = readType(text);
  if (parsed.size < MAX_PARSED) parsed.set(text, type);
  return type;
}

const MAX_PARSED = 10_000;
const parsed = new Map<string, SrType>();

function readType(text: string): SrType {
  const reader = new TypeReader(text);
  const type = reader.type();
  reader.end();
  return type;
}

class TypeReader {
  private readonly tokens: readonly string[];
  private position = 0;

  constructor(private readonly text: string) {
    this.tokens = text.match(/[A-Za-z_][A-Za-z0-9_]*|`[^`]*`|\d+|[^\s]/g) ?? [];
  }

  public type(): SrType {
    const name = this.next().toLowerCase();
    if (DECIMALS.has(name)) {
      const [precision = 10, scale = 0] = this.numbers();
      if (precision > MAX_PRECISION) throw unsupported(`decimals of more than ${MAX_PRECISION} digits (${this.text})`);
      return decimal(precision, scale);
    }
    if (name === 'array') return this.angled(() => arrayOf(this.type()));
    if (name === 'map') {
      return this.angled(() => {
        const key = this.type();
        this.expect(',');
        return { kind: 'map', key, value: this.type() };
      });
    }
    if (name === 'struct') return this.angled(() => ({ kind: 'struct', fields: this.fields() }));
    const known = NAMES[name];
    if (known === undefined) throw unsupported(`the type ${this.text}`);
    this.numbers();
    return known;
  }

  public end(): void {
    if (this.position < this.tokens.length) throw unsupported(`the type ${this.text}`);
  }

  private fields(): readonly StructField[] {
    const fields: StructField[] = [];
    do {
      const name = this.next().replace(/`/g, '');
      this.accept(':');
      fields.push({ name, type: this.type() });
    } while (this.accept(','));
    return fields;
  }

  private angled(read: () => SrType): SrType {
    this.expect('<');
    const type = read();
    this.expect('>');
    return type;
  }

  private numbers(): readonly number[] {
    const found: number[] = [];
    if (!this.accept('(')) return found;
    do found.push(Number(this.next()));
    while (this.accept(','));
    this.expect(')');
    return found;
  }

  private next(): string {
    const token = this.tokens[this.position];
    if (token === undefined) throw unsupported(`the type ${this.text}`);
    this.position += 1;
    return token;
  }

  private accept(token: string): boolean {
    if (this.tokens[this.position] !== token) return false;
    this.position += 1;
    return true;
  }

  private expect(token: string): void {
    if (!this.accept(token)) throw unsupported(`the type ${this.text}`);
  }
}

/** StarRocks' spelling, lower case. */
export function printType(type: SrType): string {
  switch (type.kind) {
    case 'decimal':
      return `decimal(${type.precision}, ${type.scale})`;
    case 'array':
      return `array<${printType(type.element)}>`;
    case 'map':
      return `map<${printType(type.key)},${printType(type.value)}>`;
    case 'struct':
      return `struct<${type.fields.map((field) => `${field.name} ${printType(field.type)}`).join(', ')}>`;
    case 'varchar':
      return 'varchar(65533)';
    case 'null':
      return 'boolean';
    default:
      return type.kind;
  }
}

const DUCKDB: Readonly<Partial<Record<SrType['kind'], string>>> = {
  null: 'BOOLEAN',
  boolean: 'BOOLEAN',
  tinyint: 'TINYINT',
  smallint: 'SMALLINT',
  int: 'INTEGER',
  bigint: 'BIGINT',
  largeint: 'HUGEINT',
  float: 'FLOAT',
  double: 'DOUBLE',
  varchar: 'VARCHAR',
  varbinary: 'BLOB',
  date: 'DATE',
  datetime: 'TIMESTAMP',
  json: 'JSON',
};

/** DuckDB type that holds a value of the StarRocks type. */
export function duckType(type: SrType): string {
  switch (type.kind) {
    case 'decimal':
      return `DECIMAL(${type.precision},${type.scale})`;
    case 'array':
      return `${duckType(type.element)}[]`;
    case 'map':
      return `MAP(${duckType(type.key)}, ${duckType(type.value)})`;
    case 'struct':
      return `STRUCT(${type.fields.map((field) => `"${field.name.replace(/"/g, '""')}" ${duckType(field.type)}`).join(', ')})`;
    default: {
      const name = DUCKDB[type.kind];
      if (name === undefined) throw unsupported(`values of type ${type.kind}`);
      return name;
    }
  }
}

const INTEGER_ORDER: readonly SrType['kind'][] = ['boolean', 'tinyint', 'smallint', 'int', 'bigint', 'largeint'];
const INTEGER_DIGITS: Readonly<Partial<Record<SrType['kind'], number>>> = {
  boolean: 1,
  tinyint: 3,
  smallint: 5,
  int: 10,
  bigint: 19,
  largeint: 38,
};

export function isInteger(type: SrType): boolean {
  return INTEGER_ORDER.includes(type.kind) && type.kind !== 'boolean';
}

export function isFloating(type: SrType): boolean {
  return type.kind === 'float' || type.kind === 'double';
}

/** Numbers, with booleans: StarRocks computes with these as 1 and 0. */
export function isNumeric(type: SrType): boolean {
  return INTEGER_ORDER.includes(type.kind) || isFloating(type) || type.kind === 'decimal';
}

export function isTemporal(type: SrType): boolean {
  return type.kind === 'date' || type.kind === 'datetime';
}

/** The decimal that an integer type takes part as, e.g. int as decimal(10, 0). */
export function asDecimal(type: SrType): { readonly precision: number; readonly scale: number } | undefined {
  if (type.kind === 'decimal') return type;
  const digits = INTEGER_DIGITS[type.kind];
  return digits === undefined ? undefined : { precision: digits, scale: 0 };
}

export function sameType(a: SrType, b: SrType): boolean {
  return printType(a) === printType(b) && a.kind === b.kind;
}

/** Type that values of both types are brought to in CASE, COALESCE, UNION, or undefined when the embedded server has no rule. */
export function commonType(a: SrType, b: SrType): SrType | undefined {
  if (a.kind === 'null') return b;
  if (b.kind === 'null') return a;
  if (sameType(a, b)) return a;
  if (isNumeric(a) && isNumeric(b)) return commonNumber(a, b);
  if (isTemporal(a) && isTemporal(b)) return DATETIME;
  if (isTextual(a, b)) return VARCHAR;
  if (a.kind === 'array' && b.kind === 'array') {
    const element = commonType(a.element, b.element);
    return element === undefined ? undefined : arrayOf(element);
  }
  return undefined;
}

function isTextual(a: SrType, b: SrType): boolean {
  const other = a.kind === 'varchar' ? b : b.kind === 'varchar' ? a : undefined;
  return other !== undefined && (isNumeric(other) || isTemporal(other));
}

function commonNumber(a: SrType, b: SrType): SrType | undefined {
  if (isFloating(a) || isFloating(b)) return DOUBLE;
  if (a.kind === 'decimal' || b.kind === 'decimal') {
    const left = asDecimal(a);
    const right = asDecimal(b);
    if (left === undefined || right === undefined) return undefined;
    const scale = Math.max(left.scale, right.scale);
    const precision = Math.max(left.precision - left.scale, right.precision - right.scale) + scale;
    return decimal(Math.min(precision, MAX_PRECISION), scale);
  }
  return INTEGER_ORDER.indexOf(a.kind) >= INTEGER_ORDER.indexOf(b.kind) ? a : b;
}
