import { castSql } from '../casts';
import { unsupported } from '../errors';
import type { Expression } from '../expression';
import { arithmetic } from '../operators';
import {
  BIGINT,
  DOUBLE,
  decimal,
  FLOAT,
  INT,
  isFloating,
  isInteger,
  LARGEINT,
  NULL,
  printType,
  SMALLINT,
  type SrType,
} from '../types';
import { aliases, make, row, type FunctionRow, type Meaning } from './row';

/** A function of doubles, NULL where `defined` does not hold. */
function double(name: string, template: string, defined = '', note = ''): FunctionRow {
  const sql = defined === '' ? template : `CASE WHEN ${defined} THEN ${template} END`;
  return row(name, ['double'], DOUBLE, sql, {
    note: note === '' && defined !== '' ? 'NULL outside of its domain' : note,
  });
}

function widerInteger(type: SrType): SrType {
  const wider: Readonly<Partial<Record<SrType['kind'], SrType>>> = {
    boolean: SMALLINT,
    tinyint: SMALLINT,
    smallint: INT,
    int: BIGINT,
    bigint: LARGEINT,
    largeint: LARGEINT,
  };
  return wider[type.kind] ?? BIGINT;
}

const abs = make('scalar', 'abs', ['number'], {}, ({ args, sql }): Meaning => {
  const type = args[0]?.type ?? NULL;
  const wide = type.kind === 'decimal' || isFloating(type) ? type : widerInteger(type);
  return {
    sql: `abs(${castSql(sql[0] ?? '', isInteger(type) || type.kind === 'decimal' || isFloating(type) ? type : INT, wide)})`,
    type: wide,
  };
});

/** To the nearest, half away from zero. Without digits a double becomes BIGINT. */
const round = make(
  'scalar',
  'round',
  ['number', 'literalInteger'],
  { least: 1, note: 'half away from zero; decimals keep at most their own digits' },
  ({ args, sql }): Meaning => {
    const [value, digits] = args;
    const type = value?.type ?? NULL;
    const place = digits?.literal === undefined ? 0 : Number(digits.literal);
    if (type.kind === 'decimal') {
      if (place < 0 || place > type.scale)
        throw unsupported(`round() of ${printType(type)} to ${place} digits`, `Use 0 to ${type.scale} digits.`);
      return { sql: `CAST(round(${sql[0] ?? ''}, ${place}) AS DECIMAL(38,${place}))`, type: decimal(38, place) };
    }
    const number = castSql(sql[0] ?? '', type.kind === 'boolean' ? INT : type.kind === 'null' ? INT : type, DOUBLE);
    if (digits === undefined) return { sql: `CAST(round(${number}) AS BIGINT)`, type: BIGINT };
    return { sql: `round(${number}, ${place})`, type: DOUBLE };
  },
);

const truncate = make(
  'scalar',
  'truncate',
  ['number', 'literalInteger'],
  { note: 'towards zero; decimals keep at most their own digits' },
  ({ args, sql }): Meaning => {
    const type = args[0]?.type ?? NULL;
    const place = Number(args[1]?.literal);
    const power = `1${'0'.repeat(Math.max(place, 0))}`;
    if (type.kind === 'decimal') {
      if (place < 0 || place > type.scale)
        throw unsupported(`truncate() of ${printType(type)} to ${place} digits`, `Use 0 to ${type.scale} digits.`);
      const whole = `CAST(trunc(${sql[0] ?? ''} * CAST(${power} AS DECIMAL(${place + 1},0))) AS DECIMAL(38,0))`;
      const scaled =
        place === 0
          ? whole
          : `CAST(${whole} * CAST(1e-${place} AS DECIMAL(${place},${place})) AS DECIMAL(38,${place}))`;
      return { sql: scaled, type: decimal(38, place) };
    }
    if (place < 0) throw unsupported('truncate() to a negative number of digits');
    const number = castSql(sql[0] ?? '', type.kind === 'boolean' || type.kind === 'null' ? INT : type, DOUBLE);
    return { sql: `(trunc(${number} * ${power}) / ${power})`, type: DOUBLE };
  },
);

function operator(name: string, sign: '+' | '-' | '*' | '/' | '%'): FunctionRow {
  return make('scalar', name, ['number', 'number'], {}, ({ args }): Meaning => {
    const [left, right] = args as readonly [Expression, Expression];
    return arithmetic(sign, left, right);
  });
}

function bits(name: string, sign: string): FunctionRow {
  return make('scalar', name, ['integer', 'integer'], { note: 'integers; result BIGINT' }, ({ sql, args }): Meaning => {
    if (args.some((arg) => arg.type.kind === 'largeint')) throw unsupported(`${name}() of LARGEINT`);
    const [left = '', right = ''] = sql;
    return { sql: sign === 'xor' ? `xor(${left}, ${right})` : `(${left} ${sign} ${right})`, type: BIGINT };
  });
}

const log = make(
  'scalar',
  'log',
  ['double', 'double'],
  { least: 1, note: 'log(x) or log(base, x); NULL outside of its domain' },
  ({ sql }): Meaning => {
    const [first = '', second] = sql;
    if (second === undefined) return { sql: `CASE WHEN ${first} > 0 THEN ln(${first}) END`, type: DOUBLE };
    return {
      sql: `CASE WHEN ${first} > 0 AND ${first} <> 1 AND ${second} > 0 THEN ln(${second}) / ln(${first}) END`,
      type: DOUBLE,
    };
  },
);

export const NUMBER_ROWS: readonly FunctionRow[] = [
  abs,
  ...aliases(row('ceil', ['double'], BIGINT, 'CAST(ceil($1) AS BIGINT)'), 'ceiling', 'dceil'),
  ...aliases(row('floor', ['double'], BIGINT, 'CAST(floor($1) AS BIGINT)'), 'dfloor'),
  ...aliases(round, 'dround'),
  truncate,
  ...['add', 'subtract', 'multiply', 'divide'].map((name, index) =>
    operator(name, (['+', '-', '*', '/'] as const)[index] ?? '+'),
  ),
  operator('mod', '%'),
  row('fmod', ['double', 'double'], DOUBLE, '($1 % NULLIF($2, 0))', { note: 'NULL when the divisor is 0' }),
  row('sign', ['double'], FLOAT, 'CAST(sign($1) AS FLOAT)'),
  ...aliases(
    row(
      'pow',
      ['double', 'double'],
      DOUBLE,
      'CASE WHEN NOT isnan(pow($1, $2)) AND NOT isinf(pow($1, $2)) THEN pow($1, $2) END',
      { note: 'NULL when the result is no number' },
    ),
    'power',
    'dpow',
    'fpow',
  ),
  ...aliases(double('sqrt', 'sqrt($1)', '$1 >= 0'), 'dsqrt'),
  double('square', '($1 * $1)'),
  ...aliases(double('exp', 'exp($1)', 'NOT isinf(exp($1))'), 'dexp'),
  ...aliases(double('ln', 'ln($1)', '$1 > 0'), 'dlog1'),
  log,
  double('log2', 'log2($1)', '$1 > 0'),
  ...aliases(double('log10', 'log10($1)', '$1 > 0'), 'dlog10'),
  double('sin', 'sin($1)'),
  double('cos', 'cos($1)'),
  double('tan', 'tan($1)'),
  double('cot', '(1 / tan($1))', '$1 <> 0'),
  double('asin', 'asin($1)', '$1 BETWEEN -1 AND 1'),
  double('acos', 'acos($1)', '$1 BETWEEN -1 AND 1'),
  double('atan', 'atan($1)'),
  row('atan2', ['double', 'double'], DOUBLE, 'atan2($1, $2)'),
  double('degrees', 'degrees($1)'),
  double('radians', 'radians($1)'),
  row('pi', [], DOUBLE, 'pi()'),
  row('e', [], DOUBLE, 'exp(1.0)'),
  ...aliases(row('rand', [], DOUBLE, 'random()', { note: 'any number from 0 to 1; without a seed' }), 'random'),
  bits('bitand', '&'),
  bits('bitor', '|'),
  bits('bitxor', 'xor'),
  row('bitnot', ['integer'], BIGINT, '(~$1)', { note: 'result BIGINT' }),
  row('positive', ['double'], DOUBLE, '$1'),
  row('negative', ['double'], DOUBLE, '(-$1)'),
];
