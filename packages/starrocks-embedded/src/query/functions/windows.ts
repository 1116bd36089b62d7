import { castSql } from '../casts';
import { unsupported } from '../errors';
import { OVER_MARK } from '../over-mark';
import { BIGINT, commonType, DOUBLE, NULL, sameType, type SrType } from '../types';
import { firstType, make, type Arguments, type FunctionRow, type Meaning } from './row';

function ranking(name: string, type: SrType = BIGINT): FunctionRow {
  return make('window', name, [], {}, () => ({ sql: `${name}()${OVER_MARK}`, type }));
}

function shifted(name: 'lag' | 'lead'): FunctionRow {
  return make(
    'window',
    name,
    ['any', 'literalInteger', 'any'],
    { least: 1, note: 'offset must be a constant' },
    ({ args, sql }: Arguments): Meaning => {
      const [value, , otherwise] = args;
      const type = commonType(value?.type ?? NULL, otherwise?.type ?? NULL);
      if (type === undefined || value === undefined || !sameType(type, value.type))
        throw unsupported(`a default of another type in ${name}()`, 'CAST it to the type of the value.');
      const rest = [sql[1] ?? '1', ...(otherwise === undefined ? [] : [castSql(otherwise.sql, otherwise.type, type)])];
      return { sql: `${name}(${[sql[0] ?? '', ...rest].join(', ')})${OVER_MARK}`, type };
    },
  );
}

export const WINDOW_ROWS: readonly FunctionRow[] = [
  ranking('row_number'),
  ranking('rank'),
  ranking('dense_rank'),
  ranking('percent_rank', DOUBLE),
  ranking('cume_dist', DOUBLE),
  make('window', 'ntile', ['literalInteger'], {}, ({ sql }) => ({
    sql: `ntile(${sql[0] ?? '1'})${OVER_MARK}`,
    type: BIGINT,
  })),
  shifted('lag'),
  shifted('lead'),
  ...['first_value', 'last_value'].map((name) =>
    make('window', name, ['any'], {}, ({ args, sql }) => ({
      sql: `${name}(${sql[0] ?? ''})${OVER_MARK}`,
      type: firstType(args),
    })),
  ),
];
