import { App, TerraformStack } from 'cdktf';
import { parseStatement } from '@strata/starrocks-sql';
import type { CreateTableStatement } from '@strata/starrocks-sql';
import type { IngestTable } from '@strata/ingest';
import { CdcJob } from '../../constructs/ingest/cdc-job';

const CLICKS: IngestTable = {
  file: 'sql/ods/clicks.sql',
  database: 'ods',
  statement: parseStatement(
    'CREATE TABLE clicks (id BIGINT NOT NULL) PRIMARY KEY (id) DISTRIBUTED BY HASH (id)',
  ) as CreateTableStatement,
  source: { kind: 'kafka', topic: 'clicks' },
};

function job(variables: Readonly<Record<string, string>>): CdcJob {
  return new CdcJob(new TerraformStack(new App(), 'test'), 'Job', {
    environment: { id: 'demo', target: 'sandbox', region: 'cn-shanghai' },
    workspaceName: 'demo',
    namespace: 'demo-default',
    jobName: 'demo-kafka-clicks',
    tables: [CLICKS],
    connections: {
      dialect: 'vvr',
      labelPrefix: 'demo',
      starrocks: {
        jdbcUrl: 'jdbc:mysql://${secret_values.host}:9030',
        loadUrl: '${secret_values.host}:8030',
        username: 'admin',
        password: '${secret_values.password}',
      },
      kafka: { bootstrapServers: '${secret_values.brokers}', groupId: 'demo' },
    },
    variables,
  });
}

describe('CdcJob', () => {
  test('takes a map that names every variable of its SQL', () => {
    const { sql } = job({ host: 'plain:fe', password: 'env:PASSWORD', brokers: 'kafka-bootstrap:demo' });
    expect(sql).toContain("'properties.bootstrap.servers' = '${secret_values.brokers}'");
  });

  test('begins the labels of its loads with another text after each start from nothing', () => {
    const { sql, resource } = job({ host: 'plain:fe', password: 'env:PASSWORD', brokers: 'kafka-bootstrap:demo' });
    expect(sql).toContain("'sink.label-prefix' = 'demo_${secret_values.labels-demo-kafka-clicks}_ods_clicks'");
    expect(resource.variablesInput).toMatchObject({ 'labels-demo-kafka-clicks': 'start-label' });
  });

  test('fails when its SQL reads a variable that nothing sets', () => {
    expect(() => job({ host: 'plain:fe' })).toThrow(/`variables`[^]*got no brokers, password\.[^]*STR1221/);
  });
});
