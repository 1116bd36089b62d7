/**
 * Whatever two libraries are, of objects of every kind: apply of the plan from one to the other ends in the other, a second
 * plan is empty, and no row of a kept table is lost. `npm run soak` does it thousands of times. A failure names its seed
 * (STRATA_PROPERTY_SEED repeats it) and the smallest pair that was found.
 */

import { appendFileSync } from 'node:fs';

import type { Connection, Plan, StepKind } from '../src';

import { CutConnection } from './helpers/cut';
import { embeddedWarehouse } from './helpers/embedded';
import { filesOf, randomLibrary, successorOf } from './helpers/property/library';
import type { Change } from './helpers/property/pair';
import { applyChange, fillNew, keptRows, planChange, problemsBehind, runChange } from './helpers/property/pair';
import type { Library } from './helpers/property/part';
import type { Random } from './helpers/property/random';
import { randomOf } from './helpers/property/random';
import type { Pair } from './helpers/property/smaller';
import { smallerPair } from './helpers/property/smaller';
import { withWarehouses } from './helpers/property/warehouses';

const FIRST_SEED = Number(process.env.STRATA_PROPERTY_SEED ?? 1);
const WALKS = Number(process.env.STRATA_PROPERTY_WALKS ?? 10);
const CUT_WALKS = Math.ceil(WALKS / 4);
/** Where a soak keeps how many changes were made. */
const LOG = process.env.STRATA_SOAK_LOG;
/** Changes behind the first library of a walk. */
const CHANGES = 3;
/** So often a change is cut off at most, and so many writing statements a piece has at most. */
const MOST_CUTS = 12;
const LONGEST_PIECE = 20;
const EMPTY: Library = new Map();
/** What a planner that refuses too much, or a generator that came to rest, would not do in so many walks. */
const EXPECTED: readonly StepKind[] = [
  ...(['create-table', 'create-view', 'create-materialized-view', 'create-sync-materialized-view'] as const),
  ...(['create-function', 'create-routine-load', 'create-pipe', 'create-task', 'create-catalog'] as const),
  ...(['create-storage-volume', 'create-warehouse', 'create-resource-group', 'create-role', 'create-user'] as const),
  ...(['create-grants', 'add-columns', 'alter-columns', 'rename-column', 'alter-indexes', 'optimize'] as const),
  ...(['comment', 'set-properties', 'sort-key', 'rename', 'swap', 'replace-view', 'refresh', 'activate'] as const),
  ...(['alter-function', 'alter-pipe', 'alter-task', 'alter-catalog', 'alter-storage-volume'] as const),
  ...(['alter-warehouse', 'alter-resource-group', 'alter-role', 'alter-user', 'alter-grants', 'drop'] as const),
];

jest.setTimeout(600_000);

describe('random libraries of every kind', () => {
  const warehouse = embeddedWarehouse({ eachTest: true });
  const kinds = new Set<StepKind>();
  let refused = 0;
  let changes = 0;

  const open = (): Connection => withWarehouses(warehouse.connection, new Map());

  /** One change, and rows for the tables that it made. */
  async function change(connection: Connection, from: Library, wanted: Library): Promise<Change> {
    const planned = await planChange(connection, from, wanted);
    const problems = await applyChange(connection, planned);
    if (problems.length > 0) throw new Error(problems.join('\n'));
    await fillNew(connection, planned);
    return planned;
  }

  /** Whether a pair fails by itself, on an empty server. */
  async function failureOf({ from, to }: Pair): Promise<string | undefined> {
    await warehouse.reset();
    const connection = open();
    try {
      await change(connection, EMPTY, from);
      await change(connection, from, to);
      return undefined;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }

  /** The same, cut off at random statements again and again; every other time what is left is planned anew. */
  async function changeInPieces(
    connection: Connection,
    from: Library,
    wanted: Library,
    random: Random,
  ): Promise<Change> {
    const first = await planChange(connection, from, wanted);
    const rows = await keptRows(connection, first, 'before');
    const replanned = random(2) === 0;
    const next = async (): Promise<Plan> =>
      replanned ? (await planChange(connection, from, first.to)).plan : first.plan;
    for (let cuts = 0; cuts < MOST_CUTS && (await isCut(connection, await next(), random)); cuts += 1);
    await runChange(connection, await next());
    const problems = await problemsBehind(connection, first, rows);
    if (problems.length > 0) throw new Error(problems.join('\n'));
    await fillNew(connection, first);
    return first;
  }

  async function isCut(connection: Connection, plan: Plan, random: Random): Promise<boolean> {
    const [at, when] = [1 + random(LONGEST_PIECE), random(2) === 0 ? 'before' : 'after'] as const;
    let seen = 0;
    const cut = new CutConnection(() => ((seen += 1) === at ? when : undefined));
    try {
      await runChange(cut.over(connection), plan);
      return false;
    } catch (error) {
      if (!cut.isCut) throw error;
      return true;
    } finally {
      await cut.close();
    }
  }

  async function report(seed: number, pair: Pair, message: string): Promise<string> {
    const alone = await failureOf(pair);
    const smallest =
      alone === undefined ? pair : await smallerPair(pair, async (next) => (await failureOf(next)) !== undefined);
    const reason = alone === undefined ? `${message}\n(only behind what came before)` : await failureOf(smallest);
    const files = (library: Library): string => Object.values(filesOf(library, smallest.from)).join('\n');
    return `STRATA_PROPERTY_SEED=${seed}: ${reason ?? ''}\n\nfrom\n${files(smallest.from)}\n\nto\n${files(smallest.to)}`;
  }

  test.each(Array.from({ length: WALKS }, (_value, index) => FIRST_SEED + index))('with seed %d', async (seed) => {
    const connection = open();
    const random = randomOf(seed);
    let from = EMPTY;
    for (let number = 0; number <= CHANGES; number += 1) {
      const to = number === 0 ? randomLibrary(random) : successorOf(from, random);
      try {
        const done = await change(connection, from, to);
        for (const { kind } of done.plan.steps) kinds.add(kind);
        if (done.refused.length > 0) refused += 1;
        from = done.to;
      } catch (error) {
        throw new Error(await report(seed, { from, to }, error instanceof Error ? error.message : String(error)));
      }
    }
    changes += CHANGES + 1;
    if (LOG !== undefined) appendFileSync(LOG, `${CHANGES + 1}\n`);
  });

  test.each(Array.from({ length: CUT_WALKS }, (_value, index) => FIRST_SEED + index))(
    'with seed %d, cut off and resumed',
    async (seed) => {
      const connection = open();
      const [random, cuts] = [randomOf(seed), randomOf(-seed)];
      let from = EMPTY;
      for (let number = 0; number <= CHANGES; number += 1) {
        const to = number === 0 ? randomLibrary(random) : successorOf(from, random);
        from = (await changeInPieces(connection, from, to, cuts)).to;
      }
      if (LOG !== undefined) appendFileSync(LOG, `${CHANGES + 1}\n`);
    },
  );

  // One seed alone does not reach them.
  if (WALKS >= 10) {
    test('reach every way of a change, and few are refused', () => {
      expect(EXPECTED.filter((kind) => !kinds.has(kind))).toEqual([]);
      expect(refused / changes).toBeLessThan(0.25);
    });
  }
});
