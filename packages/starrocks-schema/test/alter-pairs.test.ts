import { parseStatement } from '@strata/starrocks-sql';
import type { Statement } from '@strata/starrocks-sql';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { LiveModel, Model, Plan, PlanPolicy } from '../src';
import { diff, planSteps } from '../src';

import { applyAlters } from './helpers/alter';
import { declare } from './helpers/declare';
import { liveOf } from './helpers/live';

/** What a real frontend (main, January 2026, shared-data mode) did with ALTERs. */
interface Pair {
  readonly id: string;
  readonly mode: string;
  readonly alters: readonly string[];
  /** Places of the ALTERs that were refused. */
  readonly refused?: readonly number[];
  /** SHOW CREATE before the ALTERs, and behind them when it is another: places in `tables`. */
  readonly live?: number;
  readonly after?: number;
  /** What was created before; the last is a materialized view. */
  readonly before?: readonly string[];
}

const { tables, pairs } = JSON.parse(readFileSync(join(__dirname, 'cases', 'alter-pairs.json'), 'utf8')) as {
  readonly tables: readonly string[];
  readonly pairs: readonly Pair[];
};

const ROLLUP = 'a rollup is an object of its own, not an attribute of its table';
const HIDDEN = 'SHOW CREATE does not print it, so it is no difference';
const PARTITIONS = 'partitions come and go with loads, so they are no part of a definition';
const UNDONE = 'the table ends as it was';

/** What the plan does otherwise than the statement that was recorded, and why. */
const EVERYTHING: PlanPolicy = { allowDataLoss: true, protection: false, maxRisk: 'rewrites-data' };

const OTHERWISE: Readonly<Record<string, readonly [plan: string, reason: string]>> = {
  'pair-082': ['fast', 'the field comes by ADD FIELD, which is taken where another type is not'],
  'pair-130': ['metadata', 'a comment alone has a statement of its own that starts no job'],
  'pair-171': ['fast', 'columns are moved one behind the other, which starts no rewrite, unlike ORDER BY of all'],
  'pair-176': ['nothing', ROLLUP],
  'pair-205': ['nothing', ROLLUP],
  'pair-233': ['nothing', ROLLUP],
  'pair-245': ['nothing', ROLLUP],
  'pair-261': ['nothing', ROLLUP],
  'pair-181': ['rewrite', 'two properties are set by two statements'],
  'pair-183': ['nothing', 'the value is what it was'],
  'pair-192': ['nothing', HIDDEN],
  'pair-262': ['nothing', HIDDEN],
  'pair-186': ['nothing', HIDDEN],
  'pair-190': ['nothing', HIDDEN],
  'pair-198': ['nothing', PARTITIONS],
  'pair-250': ['nothing', PARTITIONS],
  'pair-251': ['nothing', PARTITIONS],
  'pair-252': ['nothing', PARTITIONS],
  'pair-199': ['nothing', UNDONE],
  'pair-203': ['nothing', UNDONE],
  'pair-221': ['nothing', UNDONE],
  'pair-209': ['fast', 'the bloom filter is gone with its column, so only the column is dropped'],
};

function live(statement: Statement): LiveModel {
  return liveOf(declare({ statement, database: 'c', references: [], allowDrop: true, ignore: [] }));
}

/** With the renames that the ALTERs make, as annotations would say them. */
function declared(statement: Statement, alters: readonly Statement[]): Model {
  const renamedColumns = alters
    .flatMap((alter) => (alter.kind === 'alter-table' ? alter.clauses : []))
    .flatMap((clause) => (clause.kind === 'rename-column' ? [{ column: clause.to, from: clause.from }] : []));
  return declare({ statement, database: 'c', references: [], allowDrop: true, ignore: [], renamedColumns });
}

function parse(sql: string): Statement {
  return parseStatement(sql.replace(/;\s*$/, ''));
}

/** The table as SHOW CREATE printed it behind the ALTERs, or as those that were refused would have made it. */
function wantedOf(pair: Pair): Statement {
  const before = parse(tables[pair.live ?? 0] ?? '');
  if (pair.after !== undefined) return parse(tables[pair.after] ?? '');
  if (before.kind !== 'create-table') throw new Error('It is a table.');
  const alters = pair.mode === 'refused' ? pair.alters : [];
  return applyAlters(before, alters.map(parse));
}

function planOf(pair: Pair): Plan {
  return planSteps(
    diff(declared(wantedOf(pair), pair.alters.map(parse)), live(parse(tables[pair.live ?? 0] ?? ''))),
    EVERYTHING,
  );
}

function modeOf({ steps, refusals }: Plan): string {
  if (refusals.length > 0 || steps.some(({ kind }) => kind === 'swap')) return 'refused';
  if (steps.some(({ awaits }) => awaits === 'optimize')) return 'optimize';
  if (steps.some(({ rewrites }) => rewrites === true)) return 'rewrite';
  if (steps.some(({ awaits }) => awaits === 'schema-change')) return 'fast';
  return steps.some(({ statements }) => statements.length > 0) ? 'metadata' : 'nothing';
}

describe('changes of a table, as a real frontend in shared-data mode takes them', () => {
  test.each(
    pairs.filter(({ live }) => live !== undefined).map((pair) => [pair.id, pair.alters.join('; '), pair] as const),
  )('%s %s', (id, _alters, pair) => {
    const mode = pair.mode.replace(/^partly refused, /, '');
    expect(modeOf(planOf(pair))).toBe(OTHERWISE[id]?.[0] ?? mode);
  });
});

/** Changes of a materialized view, or of the table that it reads, as declarations; and the steps of the plan. */
const BESIDE_VIEWS: Readonly<Record<string, readonly [change: (sql: string) => string, steps: readonly string[]]>> = {
  'pair-265': [withProperty('mv_rewrite_staleness_second', '30'), ['set-properties']],
  'pair-267': [
    (sql) => sql.replace('refresh deferred manual', 'refresh async every(interval 1 hour)'),
    ['alter-refresh'],
  ],
  'pair-268': [withProperty('partition_ttl_number', '2'), ['set-properties']],
  'pair-270': [withProperty('session.query_timeout', '20'), ['set-properties']],
  'pair-275': [
    (sql) => sql.replace(', v bigint)', ')').replace('sum(v)', 'count(*)'),
    ['alter-columns', 'create-shadow', 'refresh', 'swap', 'put-away'],
  ],
  'pair-277': [(sql) => sql.replace('v bigint', 'v largeint'), ['alter-columns', 'activate']],
  'pair-279': [(sql) => sql.replace('(d, id, s)', '(d, id, s, index i (id) using bitmap)'), ['alter-indexes']],
};

function withProperty(key: string, value: string): (sql: string) => string {
  return (sql) => sql.replace(' as select', ` properties ("${key}" = "${value}") as select`);
}

function besideViews({ before = [] }: Pair, change: (sql: string) => string, inactive: readonly string[] = []): Plan {
  // SHOW CREATE prints the names of the columns.
  const shown = before.map((sql) => sql.replace(' m partition', ' m (d, id, s) partition'));
  const sources = (list: readonly string[]): Model =>
    declare(
      ...list.map((sql) => ({
        statement: parse(sql),
        database: 'c',
        references: sql.includes('view m') ? ['c.b'] : [],
        allowDrop: true,
        ignore: [],
      })),
    );
  return planSteps(diff(sources(shown.map(change)), liveOf(sources(shown), { inactive })), EVERYTHING);
}

describe('changes of a materialized view and of what it reads', () => {
  test.each(Object.entries(BESIDE_VIEWS))('%s', (id, [change, steps]) => {
    const pair = pairs.find((one) => one.id === id);
    expect(pair).toBeDefined();
    if (pair !== undefined) expect(besideViews(pair, change).steps.map(({ kind }) => kind)).toEqual(steps);
  });

  test('pair-271: what was made inactive by hand is as declared only when it is active', () => {
    const pair = pairs.find(({ id }) => id === 'pair-271');
    const plan = pair && besideViews(pair, (sql) => sql, ['c.m']);
    expect(plan?.steps.map(({ kind }) => kind)).toEqual(['activate']);
  });

  test('pair-276: a renamed table makes the view inactive, until its own query says the new name', () => {
    const renamed = declare(
      ...['b2', 'm'].map((name) => ({
        statement: parse(
          (pairs.find(({ id }) => id === 'pair-276')?.before ?? [])[name === 'm' ? 1 : 0]
            ?.replace('table b ', 'table b2 ')
            .replace('from b ', 'from b2 ') ?? '',
        ),
        database: 'c',
        references: name === 'm' ? ['c.b2'] : [],
        allowDrop: true,
        ignore: [],
        ...(name === 'm' ? {} : { renamedFrom: 'c.b' }),
      })),
    );
    const before = (pairs.find(({ id }) => id === 'pair-276')?.before ?? []).map((sql) => ({
      ...{ statement: parse(sql), database: 'c', references: sql.includes('view m') ? ['c.b'] : [] },
      ...{ allowDrop: true, ignore: [] },
    }));
    const plan = planSteps(diff(renamed, liveOf(declare(...before))), EVERYTHING);
    expect(plan.steps.map(({ kind }) => kind)).toEqual([
      ...['rename', 'create-shadow', 'refresh', 'swap', 'put-away', 'release'],
    ]);
  });
});
