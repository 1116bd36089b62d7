/** All kinds of objects against the embedded server: made, found as declared, changed in place, dropped. */

import type { LiveModel, Model, Plan } from '../src';
import { apply, databasesOf, diff, introspect, planSteps } from '../src';

import { EVERY_KIND as FILES } from './helpers/all-kinds';
import { BOTH_KEYS } from './helpers/declare';
import { embeddedWarehouse } from './helpers/embedded';
import { modelOfFiles } from './helpers/files';

const CHANGED: Readonly<Record<string, string>> = {
  ...FILES,
  'catalogs/lake.sql': (FILES['catalogs/lake.sql'] ?? '').replace(':9083', ':9084'),
  'catalogs/cold.sql': (FILES['catalogs/cold.sql'] ?? '').replace('old rows', 'rows of closed years'),
  'resources/reports.sql': `CREATE RESOURCE GROUP reports TO (user='app', query_type in ('select')), (role='analyst')
WITH ("cpu_weight" = "8", "mem_limit" = "40%", "concurrency_limit" = "10");`,
  'roles/analyst.sql': `CREATE ROLE analyst COMMENT "reads the marts";
GRANT SELECT ON TABLE ods.loan TO ROLE analyst;
GRANT SELECT ON ALL TABLES IN DATABASE ads TO ROLE analyst;
GRANT SELECT ON TABLE ods.event TO ROLE analyst;
GRANT USAGE ON CATALOG lake TO ROLE analyst;`,
  'users/app.sql': (FILES['users/app.sql'] ?? '').replace('APP_PASSWORD', 'APP_PASSWORD_2'),
  'ods/follow.sql': (FILES['ods/follow.sql'] ?? '').replace('loan_id > 0', 'loan_id > 1').replace('= "1"', '= "2"'),
  'ads/nightly.sql': (FILES['ads/nightly.sql'] ?? '').replace('1 DAY', '2 DAY'),
};

const SECRETS: Readonly<Record<string, string>> = {
  'env:COLD_KEY': 'cold-value',
  'env:APP_PASSWORD': 'app-value',
  'env:APP_PASSWORD_2': 'app-value-2',
};

jest.setTimeout(120_000);

describe('objects of every kind', () => {
  const warehouse = embeddedWarehouse();

  const read = (model: Model): Promise<LiveModel> =>
    introspect(warehouse.connection, {
      environment: 'demo',
      databases: databasesOf(model),
      objects: model.objects.map(({ id }) => id),
    });
  const plan = async (model: Model): Promise<Plan> => planSteps(diff(model, await read(model)), BOTH_KEYS);
  const bring = async (model: Model): Promise<Plan> => {
    const made = await plan(model);
    expect(made.refusals).toEqual([]);
    await apply(warehouse.connection, made, {
      environment: 'demo',
      reconnectMs: 0,
      pollMs: 20,
      resolveSecret: (reference) => Promise.resolve(SECRETS[reference] ?? ''),
    });
    return made;
  };

  test('are made as declared, and then nothing is left to do', async () => {
    const made = await bring(modelOfFiles(FILES));
    expect(made.statements.join('\n')).not.toMatch(/cold-value|app-value/);
    const again = await plan(modelOfFiles(FILES));
    expect(again.statements).toEqual([]);
    expect(again.steps).toEqual([]);
  });

  test('let in who knows the secret', async () => {
    const app = await warehouse.open({ user: 'app', password: 'app-value' });
    await app.close();
  });

  test('are changed in place', async () => {
    const made = await bring(modelOfFiles(CHANGED));
    const text = made.statements.join('\n');
    expect(text).not.toMatch(/DROP (CATALOG|USER|ROLE|RESOURCE|STORAGE|ROUTINE)|STOP ROUTINE/);
    expect(text).toContain('REVOKE INSERT ON TABLE ods.loan FROM ROLE analyst');
    expect(text).toContain('GRANT SELECT ON TABLE ods.event TO ROLE analyst');
    expect((await plan(modelOfFiles(CHANGED))).steps).toEqual([]);
    const app = await warehouse.open({ user: 'app', password: 'app-value-2' });
    await app.close();
  });

  test('are dropped when they are declared no more', async () => {
    const { 'ods/loan.sql': loan = '' } = FILES;
    const made = await bring(modelOfFiles({ 'ods/loan.sql': loan }));
    expect(made.statements.filter((sql) => /^(DROP|STOP|REVOKE)/.test(sql)).length).toBeGreaterThan(9);
    expect((await plan(modelOfFiles({ 'ods/loan.sql': loan }))).steps).toEqual([]);
    expect(await warehouse.connection.query('SHOW USERS')).not.toContainEqual({ user: "'app'@'%'" });
  });
});
