/** Fields of STRUCT columns come and go in place. */

import type { Plan, PlanPolicy } from '../src';
import { diff, planSteps } from '../src';
import type { DeclaredSource } from '../src/load';

import { BOTH_KEYS, CAREFUL, declare, source } from './helpers/declare';
import { embeddedWarehouse } from './helpers/embedded';
import { liveOf } from './helpers/live';
import { readManaged, runPlan } from './helpers/run-plan';

const TABLE = 'CREATE TABLE ods.t (k INT NOT NULL, v TYPE NULL) PRIMARY KEY (k) DISTRIBUTED BY HASH (k) BUCKETS 1';

function table(type: string, sql = TABLE): string {
  return sql.replace('TYPE', type);
}

function planOf(before: string, after: string | DeclaredSource, policy: PlanPolicy = CAREFUL, version = '4.1.0'): Plan {
  return planSteps(diff(declare(after), liveOf(declare(before), { version })), policy);
}

/** The clauses between the table and the end. */
function clauses(from: string, to: string, policy = BOTH_KEYS): string {
  const { statements, refusals } = planOf(table(from), table(to), policy);
  return refusals[0]?.message ?? statements.join('; ').replace(/\s+/g, ' ').replace('ALTER TABLE ods.t ', '');
}

describe('a STRUCT column', () => {
  // What a real frontend (main, January 2026, data in object storage) takes: cases alter-159, 162, 188 and 189.
  test.each([
    ['struct<x int, y string>', 'struct<x int, y string, z int>', 'MODIFY COLUMN v ADD FIELD z INT'],
    ['struct<x int, y string>', 'struct<y string>', 'MODIFY COLUMN v DROP FIELD x'],
    ['struct<x int, y string>', 'struct<x int, y string, w date>', 'MODIFY COLUMN v ADD FIELD w DATE'],
  ])('recorded: %s becomes %s', (from, to, clause) => expect(clauses(from, to)).toBe(clause));

  test.each([
    ['at the front', 'struct<x int>', 'struct<a int, x int>', 'MODIFY COLUMN v ADD FIELD a INT FIRST'],
    ['in the middle', 'struct<x int, y int>', 'struct<x int, a int, y int>', 'MODIFY COLUMN v ADD FIELD a INT AFTER x'],
    [
      'several, each behind the one before',
      'struct<x int>',
      'struct<a int, b int, x int, c int>',
      'MODIFY COLUMN v ADD FIELD a INT FIRST, MODIFY COLUMN v ADD FIELD b INT AFTER a, MODIFY COLUMN v ADD FIELD c INT',
    ],
    [
      'in exchange for others: those that come are first',
      'struct<x int, y int>',
      'struct<x int, z int>',
      'MODIFY COLUMN v ADD FIELD z INT AFTER x, MODIFY COLUMN v DROP FIELD y',
    ],
    [
      'inside of a field',
      'struct<x struct<a int>>',
      'struct<x struct<a int, b int>>',
      'MODIFY COLUMN v ADD FIELD x.b INT',
    ],
    [
      'inside of an array',
      'array<struct<a int>>',
      'array<struct<a int, b string>>',
      'MODIFY COLUMN v ADD FIELD [*].b STRING',
    ],
  ])('gets and loses fields %s', (_, from, to, clause) => expect(clauses(from, to)).toBe(clause));

  test('is changed by an ALTER of its own, behind the other columns, and its comment by another', () => {
    const before = table('struct<x int>');
    const after = table('struct<x int, y int>').replace('NULL) PRIMARY', 'NULL COMMENT "both", w INT NULL) PRIMARY');
    const { steps, refusals } = planOf(before, after);
    expect(refusals).toEqual([]);
    expect(steps.map(({ kind, statements }) => [kind, ...statements])).toEqual([
      ['add-columns', 'ALTER TABLE ods.t ADD COLUMN w INT NULL'],
      ['comment', 'ALTER TABLE ods.t MODIFY COLUMN v COMMENT "both"'],
      ['alter-columns', 'ALTER TABLE ods.t MODIFY COLUMN v ADD FIELD y INT'],
    ]);
    expect(steps[2]).toMatchObject({ risk: 'safe', awaits: 'schema-change', dependsOn: [steps[1]?.id] });
  });

  test('loses a field only with both keys', () => {
    const [from, to] = [table('struct<x int, y int>'), table('struct<x int>')];
    expect(planOf(from, to).refusals[0]?.message).toMatch(/dropping a field destroys its data.*declare `y` again/);
    const own = { ...source(to), allowDropColumns: ['v'] };
    const { steps, refusals } = planOf(from, own, { allowDataLoss: false, protection: false });
    expect(refusals).toEqual([]);
    expect(steps[0]).toMatchObject({ risk: 'destroys-data' });
    expect(planOf(from, own).refusals).toHaveLength(1);
  });

  test.each([
    ['a field of another type', 'struct<x int>', 'struct<x bigint>'],
    ['another order', 'struct<x int, y int>', 'struct<y int, x int>'],
    ['nothing in common', 'struct<x int>', 'struct<y int>'],
    ['fields inside of a map', 'map<int, struct<x int>>', 'map<int, struct<x int, y int>>'],
  ])('fails with %s', (_, from, to) => {
    expect(clauses(from, to)).toMatch(/^columns\.v\.type: .*StarRocks does not change/);
  });

  test('fails in a table without fast schema evolution, and before 3.3.2', () => {
    const slow = `${TABLE} PROPERTIES ("fast_schema_evolution" = "false")`;
    const [from, to] = ['struct<x int>', 'struct<x int, y int>'];
    expect(planOf(table(from, slow), table(to, slow)).refusals[0]?.message).toMatch(/`fast_schema_evolution`/);
    expect(planOf(table(from), table(to), CAREFUL, '3.3.1').refusals[0]?.message).toMatch(
      /ADD and DROP FIELD of a STRUCT column needs StarRocks >= 3\.3\.2, the warehouse runs 3\.3\.1\./,
    );
    expect(planOf(table(from), table(to), CAREFUL, '3.3.2').refusals).toEqual([]);
  });

  test('fails to lose a field when a generated column reads it', () => {
    const generated = table('TYPE', TABLE.replace('NULL)', 'NULL, g INT AS v.x)'));
    const { refusals } = planOf(table('struct<x int, y int>', generated), table('struct<x int>', generated), BOTH_KEYS);
    expect(refusals[0]?.message).toMatch(/generated column `g` reads/);
  });
});

jest.setTimeout(60_000);

describe('on the embedded server', () => {
  const warehouse = embeddedWarehouse();

  test('the table is as declared behind the ALTER, with its rows', async () => {
    const { connection } = warehouse;
    const first = declare(table('STRUCT<x INT, y VARCHAR(10)>'));
    const second = declare(table('STRUCT<a INT, x INT, z DATE>'));
    await runPlan(connection, planSteps(diff(first, await readManaged(connection, first)), CAREFUL));
    await connection.query('INSERT INTO ods.t VALUES (1, NULL)');
    const plan = planSteps(diff(second, await readManaged(connection, first)), BOTH_KEYS);
    expect(plan.statements.map((sql) => sql.replace(/\s+/g, ' '))).toEqual([
      'ALTER TABLE ods.t MODIFY COLUMN v ADD FIELD a INT FIRST, MODIFY COLUMN v ADD FIELD z DATE AFTER x, MODIFY COLUMN v DROP FIELD y',
    ]);
    await runPlan(connection, plan);
    expect(await connection.query('SELECT k FROM ods.t')).toEqual([{ k: 1 }]);
    expect(planSteps(diff(second, await readManaged(connection, second)), CAREFUL).statements).toEqual([]);
  });
});
