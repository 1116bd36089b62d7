import fc from 'fast-check';

import type {
  ColumnDefinition,
  DefaultValue,
  Distribution,
  IndexDefinition,
  KeyDefinition,
  ListPartition,
  MultiRangePartition,
  PartitionScheme,
  RefreshScheme,
  RollupDefinition,
  SingleRangePartition,
} from '../../../src/ast';
import type { AlterTableClause, ColumnPosition } from '../../../src/ast-alter';
import {
  at,
  bool,
  condition,
  constant,
  expression,
  interval,
  listRows,
  moment,
  name,
  names,
  number,
  partial,
  partitionNames,
  partitionValue,
  positive,
  primary,
  properties,
  someProperties,
  sortItems,
  sql,
  text,
  type,
} from './basics';

const defaultValue: fc.Arbitrary<DefaultValue> = fc.oneof(
  fc.constant({ kind: 'null' } as const),
  text.map((value) => ({ kind: 'string', value }) as const),
  fc.constantFrom<DefaultValue>({ kind: 'current-timestamp' }, { kind: 'current-timestamp', precision: 3 }),
  sql('uuid()').map((each) => ({ kind: 'expression', expression: each }) as const),
);

const stored: fc.Arbitrary<ColumnDefinition> = partial(
  { name, type, key: bool, autoIncrement: fc.constant(false), at: fc.constant(at) },
  { nullable: bool, default: defaultValue, comment: text, aggregation: constant('SUM', 'MAX', 'REPLACE') },
);
const others: fc.Arbitrary<ColumnDefinition> = fc.oneof(
  partial(
    {
      name,
      type,
      key: fc.constant(false),
      autoIncrement: fc.constant(false),
      generated: expression,
      at: fc.constant(at),
    },
    { comment: text },
  ),
  partial(
    {
      name,
      type,
      key: fc.constant(false),
      autoIncrement: fc.constant(true),
      nullable: fc.constant(false),
      at: fc.constant(at),
    },
    { comment: text },
  ),
);
export const column: fc.Arbitrary<ColumnDefinition> = fc.oneof({ weight: 4, arbitrary: stored }, others);

export const index: fc.Arbitrary<IndexDefinition> = fc.oneof(
  partial({ name, columns: names, properties: fc.constant([]) }, { comment: text }),
  partial(
    { name, columns: names, type: constant('BITMAP', 'GIN', 'NGRAMBF', 'VECTOR'), properties },
    { comment: text },
  ),
);

export const key: fc.Arbitrary<KeyDefinition> = fc.record({
  model: constant('DUPLICATE', 'PRIMARY', 'UNIQUE', 'AGGREGATE'),
  columns: names,
});

export const distribution: fc.Arbitrary<Distribution> = fc.oneof(
  partial({ kind: fc.constant('hash' as const), columns: names }, { buckets: positive }),
  partial({ kind: fc.constant('random' as const) }, { buckets: positive }),
);

const bound: fc.Arbitrary<SingleRangePartition['bound']> = fc.oneof(
  fc.record({
    kind: fc.constant('less-than' as const),
    values: fc.array(partitionValue, { minLength: 1, maxLength: 2 }),
  }),
  fc.constant({ kind: 'less-than-maxvalue' } as const),
  fc.record({
    kind: fc.constant('between' as const),
    lower: fc.array(partitionValue, { minLength: 1, maxLength: 2 }),
    upper: fc.array(partitionValue, { minLength: 1, maxLength: 2 }),
  }),
);
const range: fc.Arbitrary<SingleRangePartition> = fc.record({
  kind: fc.constant('range-partition' as const),
  ...{ name, ifNotExists: bool, bound, properties },
});
export const multiRange: fc.Arbitrary<MultiRangePartition> = fc.record({
  kind: fc.constant('multi-range-partition' as const),
  start: text,
  end: text,
  every: fc.oneof(
    positive.map((value) => ({ kind: 'number', value }) as const),
    interval,
  ),
});
const list: fc.Arbitrary<ListPartition> = fc
  .record({ kind: fc.constant('list-partition' as const), name, ifNotExists: bool, rows: listRows, properties })
  .map(({ rows, ...partition }) => ({ ...partition, ...rows }));
const ranges = fc.array(fc.oneof(range, multiRange), { maxLength: 2 });

export const partition: fc.Arbitrary<PartitionScheme> = fc.oneof(
  fc.record({ kind: fc.constant('range' as const), columns: names, partitions: ranges }),
  fc.record({
    kind: fc.constant('list' as const),
    columns: names,
    partitions: fc.array(list, { maxLength: 2 }),
  }),
  fc.record({
    kind: fc.constant('expression' as const),
    expressions: fc.array(primary, { minLength: 1, maxLength: 2 }),
    partitions: fc.constant([]),
  }),
);

export const rollup: fc.Arbitrary<RollupDefinition> = partial(
  { name, columns: names, properties },
  { duplicateKey: names, from: name },
);

export const refresh: fc.Arbitrary<RefreshScheme> = fc.oneof(
  partial(
    { mode: fc.constant('async' as const), every: interval },
    { moment: constant('IMMEDIATE', 'DEFERRED'), start: moment },
  ),
  partial({ mode: constant('async', 'manual', 'incremental') }, { moment: constant('IMMEDIATE', 'DEFERRED') }),
);

const position: fc.Arbitrary<ColumnPosition> = fc.oneof(
  fc.constant({ kind: 'first' } as const),
  name.map((each) => ({ kind: 'after', column: each }) as const),
);
const kind = <Kind extends string>(value: Kind) => fc.constant(value);
const options = { rollup: name };

const dropped = fc.oneof(
  name.map((each) => ({ kind: 'name', name: each }) as const),
  names.map((each) => ({ kind: 'names', names: each }) as const),
  condition.map((each) => ({ kind: 'where', condition: each }) as const),
);

/** One arbitrary for each kind of clause: the type demands all. */
export const CLAUSES: {
  readonly [Kind in AlterTableClause['kind']]: fc.Arbitrary<Extract<AlterTableClause, { readonly kind: Kind }>>;
} = {
  'add-column': partial({ kind: kind('add-column'), column: stored, properties }, { position, ...options }),
  'add-columns': partial(
    { kind: kind('add-columns'), columns: fc.array(stored, { minLength: 1, maxLength: 2 }), properties },
    options,
  ),
  'drop-column': partial({ kind: kind('drop-column'), name, properties }, options),
  'modify-column': partial({ kind: kind('modify-column'), column: stored, properties }, { position, ...options }),
  'modify-column-comment': fc.record({ kind: kind('modify-column-comment'), name, comment: text }),
  'rename-column': fc.record({ kind: kind('rename-column'), from: name, to: name }),
  'order-columns': partial({ kind: kind('order-columns'), columns: names, properties }, options),
  'add-field': partial({ kind: kind('add-field'), column: name, path: names, type, properties }, { position }),
  'drop-field': fc.record({ kind: kind('drop-field'), column: name, path: names, properties }),
  'add-partition': partial(
    { kind: kind('add-partition'), temporary: bool, partition: fc.oneof(range, list), properties: fc.constant([]) },
    { distribution },
  ),
  'drop-partition': fc.record({
    kind: kind('drop-partition'),
    ...{
      temporary: bool,
      ifExists: bool,
      force: bool,
      target: dropped,
    },
  }),
  'truncate-partition': fc.record({ kind: kind('truncate-partition'), partitions: partitionNames }),
  'modify-partition': fc.record({
    kind: kind('modify-partition'),
    partitions: fc.oneof(names, fc.constant('*' as const)),
    properties: someProperties,
  }),
  'replace-partition': fc.record({
    kind: kind('replace-partition'),
    ...{ partitions: partitionNames, with: partitionNames, properties },
  }),
  'rename-partition': fc.record({ kind: kind('rename-partition'), from: name, to: name }),
  optimize: partial({ kind: kind('optimize'), distribution }, { orderBy: sortItems }),
  'default-buckets': fc.record({
    kind: kind('default-buckets'),
    distribution: fc.record({ kind: kind('hash'), columns: names, buckets: positive }),
  }),
  compact: partial({ kind: kind('compact'), partitions: names }, { type: constant('BASE', 'CUMULATIVE') }),
  'add-index': fc.record({ kind: kind('add-index'), index }),
  'drop-index': fc.record({ kind: kind('drop-index'), name }),
  'add-rollup': fc.record({ kind: kind('add-rollup'), rollup }),
  'drop-rollup': fc.record({ kind: kind('drop-rollup'), name, properties }),
  'rename-rollup': fc.record({ kind: kind('rename-rollup'), from: name, to: name }),
  rename: fc.record({ kind: kind('rename'), to: name }),
  swap: fc.record({ kind: kind('swap'), with: name }),
  'set-properties': fc.record({ kind: kind('set-properties'), properties: someProperties }),
  comment: fc.record({ kind: kind('comment'), comment: text }),
  'auto-increment': fc.record({ kind: kind('auto-increment'), value: number }),
};
