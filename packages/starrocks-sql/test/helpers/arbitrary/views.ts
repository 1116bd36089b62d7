import fc from 'fast-check';

import type { Statement } from '../../../src/ast';
import {
  at,
  bool,
  constant,
  expression,
  listRows,
  name,
  partial,
  positive,
  primary,
  properties,
  qualified,
  query,
  someProperties,
  sortItems,
  text,
} from './basics';
import { distribution, refresh } from './tables';

const kind = <Kind extends string>(value: Kind) => fc.constant(value);
const here = { at: fc.constant(at) };
const none = fc.constant([]);
const viewColumns = fc.array(partial({ name }, { comment: text }), { maxLength: 3 });
const action = <Action extends object>(value: fc.Arbitrary<Action>) => ({ action: value });
const setProperties = fc.record({ kind: kind('set-properties'), properties: someProperties });

type Arbitraries = { readonly [Kind in Statement['kind']]: fc.Arbitrary<Extract<Statement, { readonly kind: Kind }>> };

export const VIEWS: Pick<
  Arbitraries,
  | 'create-view'
  | 'alter-view'
  | 'drop-view'
  | 'create-materialized-view'
  | 'alter-materialized-view'
  | 'drop-materialized-view'
  | 'refresh-materialized-view'
  | 'cancel-refresh-materialized-view'
> = {
  'create-view': fc
    .tuple(
      partial(
        { kind: kind('create-view'), name: qualified, columns: viewColumns, properties, query, ...here },
        { comment: text, security: constant('NONE', 'INVOKER') },
      ),
      fc.constantFrom({ orReplace: true, ifNotExists: false }, { orReplace: false, ifNotExists: true }),
    )
    .map(([view, form]) => ({ ...view, ...form })),
  'alter-view': fc.record({
    kind: kind('alter-view'),
    name: qualified,
    ...action(
      fc.oneof(
        fc.record({ kind: kind('redefine'), columns: viewColumns, query }),
        fc.record({ kind: kind('set-security'), security: constant('NONE', 'INVOKER') }),
        setProperties,
        fc.record({ kind: kind('dialect'), verb: constant('ADD', 'MODIFY'), query }),
      ),
    ),
    ...here,
  }),
  'drop-view': fc.record({ kind: kind('drop-view'), name: qualified, ifExists: bool, ...here }),
  'create-materialized-view': partial(
    {
      kind: kind('create-materialized-view'),
      ...{ name: qualified, ifNotExists: bool, columns: viewColumns, indexes: none, properties, query, ...here },
    },
    {
      ...{ comment: text, partitionBy: fc.array(primary, { minLength: 1, maxLength: 2 }), distribution },
      ...{ refresh, orderBy: sortItems },
    },
  ),
  'alter-materialized-view': fc.record({
    kind: kind('alter-materialized-view'),
    name: qualified,
    ...action(
      fc.oneof(
        fc.record({ kind: kind('rename'), to: name }),
        fc.record({ kind: kind('refresh'), refresh }),
        setProperties,
        fc.record({ kind: kind('set-status'), status: constant('ACTIVE', 'INACTIVE') }),
        fc.record({ kind: kind('swap'), with: name }),
        fc.record({ kind: kind('add-column'), name, expression }),
        fc.record({ kind: kind('drop-column'), name }),
      ),
    ),
    ...here,
  }),
  'drop-materialized-view': fc.record({
    kind: kind('drop-materialized-view'),
    ...{ name: qualified, ifExists: bool, force: bool, ...here },
  }),
  'refresh-materialized-view': partial(
    { kind: kind('refresh-materialized-view'), name: qualified, force: bool, ...here },
    {
      partition: fc.oneof(
        fc.record({ kind: kind('range'), start: text, end: text }),
        listRows.map((rows) => ({ kind: 'list' as const, ...rows })),
      ),
      mode: constant('SYNC', 'ASYNC'),
      priority: positive,
    },
  ),
  'cancel-refresh-materialized-view': fc.record({
    kind: kind('cancel-refresh-materialized-view'),
    ...{ name: qualified, force: bool, ...here },
  }),
};
