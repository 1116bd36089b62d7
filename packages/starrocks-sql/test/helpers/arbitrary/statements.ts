import fc from 'fast-check';

import type { Statement } from '../../../src/ast';
import {
  at,
  bool,
  constant,
  expression,
  inDatabase,
  insert,
  interval,
  moment,
  name,
  number,
  partial,
  partitionNames,
  properties,
  qualified,
  query,
  single,
  someProperties,
  sortItems,
  sql,
  text,
  type,
} from './basics';
import { SECURITY } from './security';
import { VIEWS } from './views';
import { CLAUSES, column, distribution, index, key, partition, rollup } from './tables';

const kind = <Kind extends string>(value: Kind) => fc.constant(value);
const here = { at: fc.constant(at) };
const none = fc.constant([]);
const classifiers = fc.array(fc.array(sql("user='a'", "source_ip='10.0.0.0/8'"), { minLength: 1, maxLength: 2 }), {
  minLength: 1,
  maxLength: 2,
});
const loadProperties = fc.constantFrom(
  [],
  [{ kind: 'columns-terminated-by' as const, separator: ',' }],
  [
    { kind: 'rows-terminated-by' as const, separator: '\n' },
    { kind: 'where' as const, condition: { text: 'a > 1', at } },
  ],
  [
    {
      kind: 'columns' as const,
      columns: [
        { text: 'a', at },
        { text: 'b = a + 1', at },
      ],
    },
  ],
  [{ kind: 'partitions' as const, partitions: { temporary: false, names: ['p'] } }],
);
const action = <Action extends object>(value: fc.Arbitrary<Action>) => ({ action: value });
const setProperties = fc.record({ kind: kind('set-properties'), properties: someProperties });
const simpleAction = <Kind extends string>(value: Kind) => fc.record({ kind: kind(value) });

type Known = Exclude<Statement, { readonly kind: 'query' | 'dml' | 'show' | 'other' }>;
type Arbitraries = { readonly [Kind in Known['kind']]: fc.Arbitrary<Extract<Known, { readonly kind: Kind }>> };

const TABLES: Pick<
  Arbitraries,
  | 'create-database'
  | 'drop-database'
  | 'alter-database'
  | 'create-table'
  | 'create-table-like'
  | 'create-table-as-select'
  | 'alter-table'
  | 'drop-table'
  | 'truncate-table'
  | 'create-index'
  | 'drop-index'
  | 'recover'
  | 'cancel-alter'
> = {
  'create-database': partial(
    { kind: kind('create-database'), name: inDatabase, ifNotExists: bool, properties, ...here },
    { charset: constant('utf8'), collate: constant('utf8_general_ci') },
  ),
  'drop-database': fc.record({ kind: kind('drop-database'), name: inDatabase, ifExists: bool, force: bool, ...here }),
  'alter-database': fc.record({
    kind: kind('alter-database'),
    name: single,
    ...action(
      fc.oneof(
        fc.record({ kind: kind('set-data-quota'), quota: constant('10GB', '5TB') }),
        fc.record({ kind: kind('set-replica-quota'), quota: number }),
        setProperties,
        fc.record({ kind: kind('rename'), to: name }),
      ),
    ),
    ...here,
  }),
  'create-table': partial(
    {
      kind: kind('create-table'),
      ...{ name: qualified, ifNotExists: bool, columns: fc.array(column, { minLength: 1, maxLength: 4 }) },
      ...{ indexes: fc.array(index, { maxLength: 2 }), rollups: fc.array(rollup, { maxLength: 2 }) },
      ...{ properties, brokerProperties: none, ...here },
    },
    {
      ...{ modifier: kind('TEMPORARY'), engine: constant('olap'), key, comment: text, partition, distribution },
      orderBy: sortItems,
    },
  ),
  'create-table-like': partial(
    { kind: kind('create-table-like'), name: qualified, ifNotExists: bool, properties, like: qualified, ...here },
    { partition, distribution },
  ),
  'create-table-as-select': partial(
    {
      kind: kind('create-table-as-select'),
      ...{
        name: qualified,
        ifNotExists: bool,
        temporary: bool,
        columns: fc.array(name, { maxLength: 2 }),
        indexes: none,
      },
      ...{ properties, query, ...here },
    },
    { key, comment: text, partition, distribution, orderBy: sortItems },
  ),
  'alter-table': fc.record({
    kind: kind('alter-table'),
    name: qualified,
    clauses: fc.oneof(...Object.values(CLAUSES).map((clause) => clause.map((each) => [each]))),
    ...here,
  }),
  'drop-table': fc.record({
    kind: kind('drop-table'),
    ...{ name: qualified, ifExists: bool, temporary: bool, force: bool, ...here },
  }),
  'truncate-table': partial({ kind: kind('truncate-table'), name: qualified, ...here }, { partitions: partitionNames }),
  'create-index': fc.record({ kind: kind('create-index'), index, table: qualified, ...here }),
  'drop-index': fc.record({ kind: kind('drop-index'), name, table: qualified, ...here }),
  recover: fc.oneof(
    fc.record({ kind: kind('recover'), object: kind('TABLE'), name: qualified, ...here }),
    fc.record({ kind: kind('recover'), object: kind('PARTITION'), name: qualified, partition: name, ...here }),
  ),
  'cancel-alter': fc.oneof(
    partial(
      {
        kind: kind('cancel-alter'),
        ...{ object: kind('TABLE'), name: qualified, jobIds: fc.array(number, { maxLength: 2 }), force: bool, ...here },
      },
      { job: constant('COLUMN', 'ROLLUP', 'OPTIMIZE') },
    ),
    fc.record({
      kind: kind('cancel-alter'),
      ...{ object: kind('MATERIALIZED VIEW'), name: qualified, jobIds: none, force: bool, ...here },
    }),
  ),
};

const OTHERS: Omit<Arbitraries, keyof typeof TABLES | keyof typeof VIEWS | keyof typeof SECURITY> = {
  'create-catalog': partial(
    { kind: kind('create-catalog'), name, ifNotExists: bool, properties: someProperties, ...here },
    { comment: text },
  ),
  'alter-catalog': fc.record({ kind: kind('alter-catalog'), name, properties: someProperties, ...here }),
  'create-storage-volume': partial(
    {
      kind: kind('create-storage-volume'),
      ...{
        name,
        ifNotExists: bool,
        type: constant('S3', 'AZBLOB'),
        locations: fc.array(text, { minLength: 1, maxLength: 2 }),
      },
      ...{ properties, ...here },
    },
    { comment: text },
  ),
  'alter-storage-volume': fc.oneof(
    fc.record({ kind: kind('alter-storage-volume'), name, ifExists: bool, properties: someProperties, ...here }),
    fc.record({ kind: kind('alter-storage-volume'), name, ifExists: bool, comment: text, properties: none, ...here }),
  ),
  'set-default-storage-volume': fc.record({ kind: kind('set-default-storage-volume'), name, ...here }),
  'create-warehouse': partial(
    { kind: kind('create-warehouse'), name, ifNotExists: bool, properties, ...here },
    { comment: text },
  ),
  'alter-warehouse': fc.record({ kind: kind('alter-warehouse'), name, properties: someProperties, ...here }),
  'create-resource-group': fc
    .tuple(
      fc.record({ kind: kind('create-resource-group'), name, classifiers, properties: someProperties, ...here }),
      fc.constantFrom({ orReplace: true, ifNotExists: false }, { orReplace: false, ifNotExists: true }),
    )
    .map(([group, form]) => ({ ...group, ...form })),
  'alter-resource-group': fc.record({
    kind: kind('alter-resource-group'),
    name,
    ...action(
      fc.oneof(
        fc.record({ kind: kind('add-classifiers'), classifiers }),
        fc.record({
          kind: kind('drop-classifiers'),
          ids: fc.oneof(fc.array(number, { minLength: 1, maxLength: 2 }), fc.constant('ALL' as const)),
        }),
        setProperties,
      ),
    ),
    ...here,
  }),
  'create-routine-load': fc.record({
    kind: kind('create-routine-load'),
    ...{ name: inDatabase, table: single, loadProperties, properties, source: constant('KAFKA', 'PULSAR') },
    ...{ sourceProperties: someProperties, ...here },
  }),
  'alter-routine-load': fc.record({
    kind: kind('alter-routine-load'),
    ...{ name: inDatabase, loadProperties, properties: someProperties, sourceProperties: none, ...here },
  }),
  'control-routine-load': fc.record({
    kind: kind('control-routine-load'),
    ...{ verb: constant('PAUSE', 'RESUME', 'STOP'), name: inDatabase, ...here },
  }),
  'create-pipe': fc
    .tuple(
      fc.record({ kind: kind('create-pipe'), name: inDatabase, properties, insert, ...here }),
      fc.constantFrom({ orReplace: true, ifNotExists: false }, { orReplace: false, ifNotExists: true }),
    )
    .map(([pipe, form]) => ({ ...pipe, ...form })),
  'alter-pipe': fc.record({
    kind: kind('alter-pipe'),
    name: inDatabase,
    ...action(
      fc.oneof(
        ...[simpleAction('suspend'), simpleAction('resume'), simpleAction('retry-all')],
        fc.record({ kind: kind('retry-file'), file: text }),
        setProperties,
      ),
    ),
    ...here,
  }),
  'submit-task': partial(
    { kind: kind('submit-task'), properties, body: insert, ...here },
    { name: inDatabase, schedule: partial({ every: interval }, { start: moment }) },
  ),
  'alter-task': fc.record({
    kind: kind('alter-task'),
    ...{ name: inDatabase, ifExists: bool },
    ...action(fc.oneof(simpleAction('suspend'), simpleAction('resume'), setProperties)),
    ...here,
  }),
  'create-function': fc
    .tuple(
      fc.record({
        kind: kind('create-function'),
        name: inDatabase,
        global: bool,
        body: fc.oneof(
          partial(
            {
              kind: kind('external'),
              ...{ arguments: fc.array(type, { maxLength: 2 }), variadic: fc.constant(false), returns: type },
              properties: someProperties,
            },
            { type: constant('TABLE', 'AGGREGATE') },
          ),
          fc.record({
            kind: kind('expression'),
            arguments: fc.array(fc.record({ name, type }), { minLength: 1, maxLength: 2 }),
            expression,
          }),
        ),
        ...here,
      }),
      fc.constantFrom({ orReplace: true, ifNotExists: false }, { orReplace: false, ifNotExists: true }),
    )
    .map(([made, form]) => ({ ...made, ...form })),
  'drop-function': fc.record({
    kind: kind('drop-function'),
    ...{
      name: inDatabase,
      ifExists: bool,
      global: bool,
      arguments: fc.array(type, { maxLength: 2 }),
      variadic: fc.constant(false),
    },
    ...here,
  }),
  'drop-object': fc.oneof(
    fc.record({
      kind: kind('drop-object'),
      ...{ object: constant('CATALOG', 'STORAGE VOLUME', 'RESOURCE GROUP', 'WAREHOUSE'), name: single, ifExists: bool },
      ...{ force: fc.constant(false), ...here },
    }),
    fc.record({
      kind: kind('drop-object'),
      object: kind('TASK'),
      name: inDatabase,
      ifExists: bool,
      force: bool,
      ...here,
    }),
    fc.record({
      kind: kind('drop-object'),
      object: kind('PIPE'),
      name: inDatabase,
      ifExists: bool,
      force: fc.constant(false),
      ...here,
    }),
  ),
  set: fc.record({
    kind: kind('set'),
    assignments: fc.array(
      partial(
        { name: fc.stringMatching(/^[a-z]{3}_[a-z_]{1,8}$/), value: sql('1', "'x'", 'DEFAULT', 'true') },
        { scope: constant('GLOBAL', 'SESSION', 'USER') },
      ),
      { minLength: 1, maxLength: 2 },
    ),
    ...here,
  }),
  'set-names': fc.record({
    kind: kind('set-names'),
    form: kind('NAMES'),
    charset: constant('utf8', 'utf8mb4'),
    ...here,
  }),
  'set-catalog': fc.record({ kind: kind('set-catalog'), name, ...here }),
  'set-warehouse': fc.record({ kind: kind('set-warehouse'), name, ...here }),
  use: fc.record({ kind: kind('use'), name: inDatabase, ...here }),
};

/** One arbitrary for each kind of statement that is modelled: the type demands all. */
export const STATEMENTS: Arbitraries = { ...TABLES, ...VIEWS, ...OTHERS, ...SECURITY };
