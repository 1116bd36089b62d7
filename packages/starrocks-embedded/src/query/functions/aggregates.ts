import { castSql } from '../casts';
import { unsupported } from '../errors';
import { exactQuotient } from '../operators';
import { OVER_MARK } from '../over-mark';
import {
  BIGINT,
  BOOLEAN,
  decimal,
  DOUBLE,
  isFloating,
  isNumeric,
  LARGEINT,
  NULL,
  printType,
  type SrType,
} from '../types';
import { aggregate, aliases, firstType, make, type FunctionRow, type Meaning, type Parameter } from './row';

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

/** An aggregate of doubles. StarRocks' document of it names DOUBLE as the type of the result. */
function doubles(name: string, template: string, note = ''): FunctionRow {
  return aggregate(
    name,
    ['double', 'double'].slice(0, template.includes('$2') ? 2 : 1) as Parameter[],
    DOUBLE,
    `${template}${OVER_MARK}`,
    { note },
  );
}

/** Counts exactly: an estimate without an error is within the bounds of every estimate. */
const EXACT = 'counts exactly';

function distinctCount(name: string, parameter: Parameter): FunctionRow {
  return aggregate(name, [parameter], BIGINT, 'count(DISTINCT $1)', { note: EXACT });
}

/** A percentile interpolates between the two nearest values. */
function percentile(name: string, note: string): FunctionRow {
  return make('aggregate', name, ['double', 'any'], { note }, ({ args, sql }): Meaning => {
    const place = args[1]?.literal;
    if (typeof place !== 'number' || place < 0 || place > 1)
      throw unsupported(`${name}() with a place that is no number from 0 to 1`);
    return { sql: `quantile_cont(${sql[0] ?? ''}, ${place})`, type: DOUBLE };
  });
}

function byOther(name: 'max_by' | 'min_by'): FunctionRow {
  const duck = name === 'max_by' ? 'arg_max_null' : 'arg_min_null';
  return aggregate(name, ['any', 'any'], firstType, `${duck}($1, $2)`, {
    note: 'rows whose second value is NULL do not count',
  });
}

export const AGGREGATE_ROWS: readonly FunctionRow[] = [
  sum,
  average,
  comparableOnly('min'),
  comparableOnly('max'),
  aggregate('any_value', ['any'], firstType, `any_value($1)${OVER_MARK}`, {
    note: 'a value that is not NULL, if there is one',
  }),
  ...aliases(doubles('stddev', 'stddev_pop($1)', 'of the population'), 'stddev_pop', 'std'),
  doubles('stddev_samp', 'stddev_samp($1)', 'of a sample'),
  ...aliases(doubles('variance', 'var_pop($1)', 'of the population'), 'variance_pop', 'var_pop'),
  ...aliases(doubles('var_samp', 'var_samp($1)', 'of a sample'), 'variance_samp'),
  doubles('covar_pop', 'covar_pop($1, $2)'),
  doubles('covar_samp', 'covar_samp($1, $2)'),
  doubles('corr', 'corr($1, $2)'),
  distinctCount('ndv', 'any'),
  distinctCount('approx_count_distinct', 'any'),
  distinctCount('multi_distinct_count', 'any'),
  percentile('percentile_cont', 'the place is a literal'),
  percentile('percentile_approx', 'exact, within the bounds of the estimate; the place is a literal'),
  byOther('max_by'),
  byOther('min_by'),
  aggregate('bool_or', ['boolean'], BOOLEAN, `bool_or($1)${OVER_MARK}`),
  aggregate('count_if', ['boolean'], BIGINT, `count(CASE WHEN $1 THEN 1 END)${OVER_MARK}`),
];
