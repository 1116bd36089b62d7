import { castSql } from '../casts';
import { unsupported } from '../errors';
import { exactQuotient } from '../operators';
import { OVER_MARK } from '../over-mark';
import { BIGINT, decimal, DOUBLE, isFloating, isNumeric, LARGEINT, NULL, printType, type SrType } from '../types';
import { aggregate, firstType, make, type FunctionRow, type Meaning } from './row';

/** sum(): BIGINT for integers, DECIMAL(38, scale) for decimals. */
function sumType(type: SrType): SrType {
  if (type.kind === 'decimal') return decimal(38, type.scale);
  if (isFloating(type)) return DOUBLE;
  return type.kind === 'largeint' ? LARGEINT : BIGINT;
}

const sum = make('aggregate', 'sum', ['number'], {}, ({ args, sql }): Meaning => {
  const type = sumType(args[0]?.type ?? NULL);
  const target =
    type.kind === 'decimal'
      ? `DECIMAL(38,${type.scale})`
      : type.kind === 'double'
        ? 'DOUBLE'
        : type.kind === 'largeint'
          ? 'HUGEINT'
          : 'BIGINT';
  return { sql: `CAST(sum(${sql[0] ?? ''})${OVER_MARK} AS ${target})`, type };
});

const average = make('aggregate', 'avg', ['number'], {}, ({ args, sql }): Meaning => {
  const type = args[0]?.type ?? NULL;
  const value = sql[0] ?? '';
  if (type.kind === 'decimal') {
    const total = {
      sql: `CAST(sum(${value})${OVER_MARK} AS DECIMAL(38,${type.scale}))`,
      precision: 38,
      scale: type.scale,
    };
    return exactQuotient(total, { sql: `count(${value})${OVER_MARK}`, precision: 19, scale: 0 });
  }
  return { sql: `avg(${castSql(value, type.kind === 'boolean' ? BIGINT : type, DOUBLE)})${OVER_MARK}`, type: DOUBLE };
});

function comparableOnly(name: 'min' | 'max'): FunctionRow {
  return make('aggregate', name, ['any'], {}, ({ args, sql }): Meaning => {
    const type = firstType(args);
    if (!isNumeric(type) && !['varchar', 'date', 'datetime'].includes(type.kind))
      throw unsupported(`${name}() of ${printType(type)}`);
    return { sql: `${name}(${sql[0] ?? ''})${OVER_MARK}`, type };
  });
}

export const AGGREGATE_ROWS: readonly FunctionRow[] = [
  sum,
  average,
  comparableOnly('min'),
  comparableOnly('max'),
  aggregate('any_value', ['any'], firstType, `any_value($1)${OVER_MARK}`),
];
