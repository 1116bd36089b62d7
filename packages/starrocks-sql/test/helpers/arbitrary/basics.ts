import fc from 'fast-check';

import type {
  DataType,
  IntervalLiteral,
  PartitionNames,
  PartitionValue,
  Position,
  Property,
  QualifiedName,
  SimpleTypeName,
  SortItem,
  SqlText,
} from '../../../src/ast';

export const at: Position = { offset: 0, line: 1, column: 1 };

/** Plain names, words of the grammar, and names that need backticks. */
export const name: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: fc.stringMatching(/^[a-z][a-z0-9_]{0,6}$/) },
  fc.constantFrom(
    'select',
    'Order',
    '1t',
    'a`b',
    '表',
    'comment',
    'partition',
    'start',
    'a.b',
    'x y',
    'key',
    'all',
    '$t',
  ),
);
export const names = fc.array(name, { minLength: 1, maxLength: 3 });
export const bool = fc.boolean();
export const text: fc.Arbitrary<string> = fc.oneof(
  fc.string({ maxLength: 8 }),
  fc.constantFrom("it's", 'a "b"', 'back\\slash', '%_', '', 'line\nfeed', '\\%'),
);
export const nonEmpty = text.filter((each) => each !== '');
export const number = fc.integer({ min: 0, max: 1_000_000 });
export const positive = fc.integer({ min: 1, max: 1000 });

/** A record whose other keys may be absent. */
export function partial<Required extends object, Optional extends object>(
  required: { readonly [Key in keyof Required]: fc.Arbitrary<Required[Key]> },
  optional: { readonly [Key in keyof Optional]: fc.Arbitrary<Optional[Key]> },
): fc.Arbitrary<Required & Partial<Optional>> {
  const all = { ...required, ...optional } as unknown as Record<string, fc.Arbitrary<unknown>>;
  const requiredKeys = Object.keys(required);
  return fc.record(all, { requiredKeys }) as unknown as fc.Arbitrary<Required & Partial<Optional>>;
}

export function constant<Value extends string>(...values: readonly Value[]): fc.Arbitrary<Value> {
  return fc.constantFrom(...values);
}

export const qualified: fc.Arbitrary<QualifiedName> = fc
  .array(name, { minLength: 1, maxLength: 3 })
  .map((parts) => ({ parts, at }));
export const single: fc.Arbitrary<QualifiedName> = name.map((each) => ({ parts: [each], at }));
export const inDatabase: fc.Arbitrary<QualifiedName> = fc
  .array(name, { minLength: 1, maxLength: 2 })
  .map((parts) => ({ parts, at }));

export function sql(...texts: readonly string[]): fc.Arbitrary<SqlText> {
  return fc.constantFrom(...texts).map((each) => ({ text: each, at }));
}

export const expression = sql(
  'a + 1',
  "date_trunc('day', d)",
  'if(a > 0, b, NULL)',
  '(a)',
  "'x'",
  'CASE WHEN a THEN 1 END',
);
export const primary = sql("date_trunc('day', d)", 'a', 'time_slice(d, INTERVAL 5 MINUTE)');
export const condition = sql('a > 1', "a = 'x' AND b IS NOT NULL", 'a IN (1, 2)');
export const query = sql(
  'SELECT 1',
  'SELECT a, sum(b) AS s FROM d.t GROUP BY a',
  'WITH w AS (SELECT 1 AS x) SELECT x FROM w UNION ALL SELECT 2 ORDER BY 1 LIMIT 3',
);
export const insert = sql('INSERT INTO t SELECT a FROM u', "INSERT OVERWRITE d.t (a, b) VALUES (1, 'x')");

export const property: fc.Arbitrary<Property> = fc.record({ key: nonEmpty, value: text });
export const properties = fc.array(property, { maxLength: 3 });
export const someProperties = fc.array(property, { minLength: 1, maxLength: 3 });

const SIMPLE: readonly SimpleTypeName[] = [
  ...(['BOOLEAN', 'TINYINT', 'SMALLINT', 'INT', 'BIGINT', 'LARGEINT', 'FLOAT', 'DOUBLE', 'DATE', 'DATETIME'] as const),
  ...(['TIME', 'STRING', 'JSON', 'VARIANT', 'HLL', 'BITMAP', 'PERCENTILE'] as const),
];

export const { type } = fc.letrec<{ type: DataType }>((tie) => ({
  type: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(...SIMPLE).map((each) => ({ kind: 'simple', name: each }) as const),
    fc.constantFrom<DataType>(
      { kind: 'string', name: 'VARCHAR', length: 20 },
      { kind: 'string', name: 'VARCHAR', length: '*' },
      { kind: 'string', name: 'VARBINARY' },
      { kind: 'decimal', name: 'DECIMAL', precision: 18, scale: 2 },
      { kind: 'decimal', name: 'DECIMAL256', precision: 76, scale: 10 },
    ),
    tie('type').map((element) => ({ kind: 'array', element }) as const),
    tie('type').map((value) => ({ kind: 'map', key: { kind: 'simple', name: 'INT' }, value }) as const),
    fc
      .array(partial({ name, type: tie('type') }, { comment: text }), { minLength: 1, maxLength: 2 })
      .map((fields) => ({ kind: 'struct', fields }) as const),
  ),
}));

export const sortItems: fc.Arbitrary<readonly SortItem[]> = fc.array(
  partial({ expression: sql('a', 'b') }, { direction: constant('ASC', 'DESC'), nulls: constant('FIRST', 'LAST') }),
  { minLength: 1, maxLength: 2 },
);

export const interval: fc.Arbitrary<IntervalLiteral> = fc.record({
  kind: fc.constant('interval'),
  value: sql('1', '15'),
  unit: constant('SECOND', 'MINUTE', 'HOUR', 'DAY'),
});

/** Start of a schedule. */
export const moment = constant('2026-01-31 00:00:00', '2026-02-28 23:59:59');

export const partitionNames: fc.Arbitrary<PartitionNames> = fc.record({ temporary: bool, names });

export const partitionValue: fc.Arbitrary<PartitionValue> = fc.oneof(
  text.map((value) => ({ kind: 'string', value }) as const),
  fc.constant({ kind: 'maxvalue' } as const),
  sql('1', 'NULL').map((each) => ({ kind: 'expression', expression: each }) as const),
);
/** LIST partitions and lists of a refresh know no MAXVALUE. */
export const listValue: fc.Arbitrary<PartitionValue> = partitionValue.filter(({ kind }) => kind !== 'maxvalue');

/** Rows of values: each of one without inner parentheses, or tuples. */
export const listRows = fc.oneof(
  fc.record({ values: fc.array(fc.tuple(listValue), { minLength: 1, maxLength: 3 }), tuples: fc.constant(false) }),
  fc.record({
    values: fc.array(fc.array(listValue, { minLength: 1, maxLength: 2 }), { minLength: 1, maxLength: 3 }),
    tuples: fc.constant(true),
  }),
);
