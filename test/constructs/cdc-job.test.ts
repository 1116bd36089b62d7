import { App, TerraformStack } from 'cdktf';
import { parseStatement } from '@strata/starrocks-sql';
import type { CreateTableStatement } from '@strata/starrocks-sql';
import type { IngestTable } from '@strata/ingest';
import { CdcJob } from '../../constructs/ingest/cdc-job';
import type { CdcJobProps } from '../../constructs/ingest/cdc-job';

const CLICKS: IngestTable = {
  file: 'sql/ods/clicks.sql',
  database: 'ods',
  statement: parseStatement(
    'CREATE TABLE clicks (id BIGINT NOT NULL) PRIMARY KEY (id) DISTRIBUTED BY HASH (id)',
  ) as CreateTableStatement,
  source: { kind: 'kafka', topic: 'clicks' },
};

const CONNECTIONS: CdcJobProps['connections'] = {
  dialect: 'vvr',
  labelPrefix: 'demo',
  starrocks: {
    jdbcUrl: 'jdbc:mysql://${secret_values.host}:9030',
    loadUrl: '${secret_values.host}:8030',
    username: 'admin',
    password: '${secret_values.password}',
  },
  kafka: { bootstrapServers: '${secret_values.brokers}', groupId: 'demo' },
};

function job(variables: Readonly<Record<string, string>>, changes: Partial<CdcJobProps> = {}): CdcJob {
  return new CdcJob(new TerraformStack(new App(), 'test'), 'Job', {
    environment: { id: 'demo', target: 'sandbox', region: 'cn-shanghai' },
    workspaceName: 'demo',
    namespace: 'demo-default',
    jobName: 'demo-kafka-clicks',
    tables: [CLICKS],
    connections: CONNECTIONS,
    variables,
    ...changes,
  });
}

const VARIABLES = { host: 'plain:fe', password: 'env:PASSWORD', brokers: 'kafka-bootstrap:demo' };

describe('CdcJob', () => {
  test('takes a map that names every variable of its SQL', () => {
    const { sql } = job(VARIABLES);
    expect(sql).toContain("'properties.bootstrap.servers' = '${secret_values.brokers}'");
  });

  test('begins the labels of its loads with another text after each start from nothing', () => {
    const { sql, resource } = job(VARIABLES);
    expect(sql).toContain("'sink.label-prefix' = 'demo_${secret_values.labels-demo-kafka-clicks}_ods_clicks'");
    expect(resource.variablesInput).toMatchObject({ 'labels-demo-kafka-clicks': 'start-label' });
  });

  test('fails when its SQL reads a variable that nothing sets', () => {
    expect(() => job({ host: 'plain:fe' })).toThrow(/`variables`[^]*got no brokers, password\.[^]*STR1221/);
  });

  test('takes the smallest managers and the newest engine, unless others are named', () => {
    const small = job(VARIABLES);
    expect(small.cu).toBe(1);
    expect(small.resource).toMatchObject({
      jobManagerCuInput: 0.5,
      taskManagerCuInput: 0.5,
      parallelismInput: 1,
      engineVersionInput: 'vvr-11.7-jdk11-flink-1.20',
    });
    const engineVersion = 'vvr-11.6-jdk11-flink-1.20';
    const large = job(VARIABLES, { jobManagerCu: 1, taskManagerCu: 2, engineVersion });
    expect(large.cu).toBe(3);
    expect(large.resource).toMatchObject({
      jobManagerCuInput: 1,
      taskManagerCuInput: 2,
      engineVersionInput: engineVersion,
    });
  });

  test('takes a task manager for each subtask', () => {
    const connections = { ...CONNECTIONS, parallelism: 3 };
    expect(job(VARIABLES, { connections, taskManagerCu: 1 }).cu).toBe(3.5);
  });

  test.each<[string, Partial<CdcJobProps>, RegExp]>([
    ['a job manager of no size', { jobManagerCu: 0 }, /jobManagerCu` must be 0\.5 or more[^]*got 0\.[^]*STR1276/],
    ['task managers between two sizes', { taskManagerCu: 0.7 }, /steps of 0\.5, got 0\.7[^]*STR1276/],
    ['an engine of open-source Flink', { engineVersion: '1.20.2' }, /such as vvr-11\.7[^]*got 1\.20\.2[^]*STR1280/],
  ])('fails with %s', (_, changes, message) => {
    expect(() => job(VARIABLES, changes)).toThrow(message);
  });
});
