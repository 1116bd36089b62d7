/** Whatever two models are, the plan from one to the other ends in the other, and no row of a kept table is lost. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { EmbeddedServer } from '@strata/starrocks-embedded';
import { startServer } from '@strata/starrocks-embedded';

import type { Connection, PlanPolicy } from '../src';
import { connect, diff, planSteps } from '../src';

import { declare } from './helpers/declare';
import { randomModel, randomOf, statementsOf, successorOf } from './helpers/random-model';
import { readManaged, runPlan } from './helpers/run-plan';

const POLICY: PlanPolicy = { allowDataLoss: true, protection: false, maxRisk: 'rewrites-data' };
const SEEDS = Array.from({ length: 16 }, (_value, index) => index + 1);

jest.setTimeout(120_000);

describe('random models A and B', () => {
  let folder: string;
  let server: EmbeddedServer;
  let connection: Connection;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'strata-random-'));
    server = await startServer({ port: 0, httpPort: 0, dataDir: folder, user: 'admin', password: 'secret' });
    connection = await connect({ host: '127.0.0.1', port: server.port, user: 'admin', password: 'secret' });
  });

  afterAll(async () => {
    await connection.close();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function contents(table: string): Promise<string> {
    const rows = await connection.query(`SELECT id, day, amount FROM ods.${table} ORDER BY id, amount`);
    return JSON.stringify(rows);
  }

  test.each(SEEDS)('with seed %d', async (seed) => {
    for (const database of ['ads', 'cdm', 'ods']) await connection.query(`DROP DATABASE IF EXISTS ${database} FORCE`);
    const random = randomOf(seed);
    const first = randomModel(random);
    const second = successorOf(first, random);
    const [a, b] = [declare(...statementsOf(first)), declare(...statementsOf(second))];
    await runPlan(connection, planSteps(diff(a, await readManaged(connection, a)), POLICY));
    for (const { name } of first.tables) {
      await connection.query(
        `INSERT INTO ods.${name} (id, day, amount) VALUES (1, '2026-01-01', 5), (2, '2026-01-02', NULL), (3, '2026-01-03', 1)`,
      );
    }
    const kept = second.tables.map(({ name }) => name);
    const before = await Promise.all(kept.map(contents));
    const plan = planSteps(diff(b, await readManaged(connection, a)), POLICY);
    await runPlan(connection, plan);
    const rest = planSteps(diff(b, await readManaged(connection, b)), POLICY);
    expect({ statements: rest.statements, refusals: rest.refusals, after: plan.statements }).toEqual({
      statements: [],
      refusals: [],
      after: plan.statements,
    });
    expect(await Promise.all(kept.map(contents))).toEqual(before);
  });
});
