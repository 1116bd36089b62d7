/** All kinds of objects against the embedded server: made, found as declared, changed in place, dropped. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { EmbeddedServer } from '@strata/starrocks-embedded';
import { startServer } from '@strata/starrocks-embedded';

import type { Connection, LiveModel, Model, Plan } from '../src';
import { apply, connect, databasesOf, diff, introspect, planSteps } from '../src';

import { BOTH_KEYS } from './helpers/declare';
import { modelOfFiles } from './helpers/files';

const FILES: Readonly<Record<string, string>> = {
  'catalogs/lake.sql': `CREATE EXTERNAL CATALOG lake COMMENT "raw files"
PROPERTIES ("type" = "hive", "hive.metastore.uris" = "thrift://127.0.0.1:9083");`,
  'catalogs/cold.sql': `CREATE STORAGE VOLUME cold TYPE = S3 LOCATIONS = ("s3://bucket/cold") COMMENT "old rows"
PROPERTIES ("enabled" = "true", "aws.s3.region" = "cn-hangzhou", "aws.s3.endpoint" = "http://127.0.0.1:1", "aws.s3.access_key" = "key", "aws.s3.secret_key" = "secret:env:COLD_KEY");`,
  'resources/reports.sql': `CREATE RESOURCE GROUP reports TO (user='app', query_type in ('select')), (db='ads')
WITH ("cpu_weight" = "4", "mem_limit" = "30%", "concurrency_limit" = "10");`,
  'roles/analyst.sql': `CREATE ROLE analyst COMMENT "reads marts";
GRANT SELECT, INSERT ON TABLE ods.loan TO ROLE analyst;
GRANT SELECT ON ALL TABLES IN DATABASE ads TO ROLE analyst;
GRANT USAGE ON CATALOG lake TO ROLE analyst;`,
  'users/app.sql': `CREATE USER app IDENTIFIED BY 'secret:env:APP_PASSWORD' DEFAULT ROLE analyst;
GRANT analyst TO USER app;`,
  'ods/loan.sql': `CREATE TABLE loan (loan_id BIGINT NOT NULL COMMENT "id", amount INT NULL COMMENT "CNY") PRIMARY KEY (loan_id);`,
  'ods/event.sql': `CREATE TABLE event (day DATE NOT NULL COMMENT "day", amount INT NULL COMMENT "CNY") DUPLICATE KEY (day);`,
  'ods/event_day.sql': `CREATE MATERIALIZED VIEW event_day AS SELECT day, sum(amount) FROM event GROUP BY day;`,
  'ods/follow.sql': `CREATE ROUTINE LOAD follow ON loan COLUMNS (loan_id, amount), WHERE loan_id > 0
PROPERTIES ("format" = "json", "desired_concurrent_number" = "1", "timezone" = "UTC")
FROM KAFKA ("kafka_broker_list" = "127.0.0.1:9092", "kafka_topic" = "loan", "property.kafka_default_offsets" = "OFFSET_BEGINNING");`,
  'ads/total.sql': `CREATE TABLE total (day DATE NOT NULL COMMENT "day", amount BIGINT NULL COMMENT "CNY") PRIMARY KEY (day);`,
  'ads/nightly.sql': `SUBMIT TASK nightly SCHEDULE START ("2035-01-01 02:00:00") EVERY (INTERVAL 1 DAY)
AS INSERT INTO ads.total SELECT day, sum(amount) FROM ods.event GROUP BY day;`,
};

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
  const dataDir = mkdtempSync(join(tmpdir(), 'strata-kinds-'));
  let server: EmbeddedServer;
  let connection: Connection;

  beforeAll(async () => {
    server = await startServer({ port: 0, httpPort: 0, dataDir, user: 'admin', password: 'Password_1' });
    connection = await connect({ host: '127.0.0.1', port: server.port, user: 'admin', password: 'Password_1' });
  });

  afterAll(async () => {
    await connection.close();
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const read = (model: Model): Promise<LiveModel> =>
    introspect(connection, {
      environment: 'demo',
      databases: databasesOf(model),
      objects: model.objects.map(({ id }) => id),
    });
  const plan = async (model: Model): Promise<Plan> => planSteps(diff(model, await read(model)), BOTH_KEYS);
  const bring = async (model: Model): Promise<Plan> => {
    const made = await plan(model);
    expect(made.refusals).toEqual([]);
    await apply(connection, made, {
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
    const app = await connect({ host: '127.0.0.1', port: server.port, user: 'app', password: 'app-value' });
    await app.close();
  });

  test('are changed in place', async () => {
    const made = await bring(modelOfFiles(CHANGED));
    const text = made.statements.join('\n');
    expect(text).not.toMatch(/DROP (CATALOG|USER|ROLE|RESOURCE|STORAGE|ROUTINE)|STOP ROUTINE/);
    expect(text).toContain('REVOKE INSERT ON TABLE ods.loan FROM ROLE analyst');
    expect(text).toContain('GRANT SELECT ON TABLE ods.event TO ROLE analyst');
    expect((await plan(modelOfFiles(CHANGED))).steps).toEqual([]);
    const app = await connect({ host: '127.0.0.1', port: server.port, user: 'app', password: 'app-value-2' });
    await app.close();
  });

  test('are dropped when they are declared no more', async () => {
    const { 'ods/loan.sql': loan = '' } = FILES;
    const made = await bring(modelOfFiles({ 'ods/loan.sql': loan }));
    expect(made.statements.filter((sql) => /^(DROP|STOP|REVOKE)/.test(sql)).length).toBeGreaterThan(9);
    expect((await plan(modelOfFiles({ 'ods/loan.sql': loan }))).steps).toEqual([]);
    expect(await connection.query('SHOW USERS')).not.toContainEqual({ user: "'app'@'%'" });
  });
});
