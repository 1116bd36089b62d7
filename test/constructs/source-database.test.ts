import { Connections } from '../../constructs/network/connections';
import { needsRestart } from '../../constructs/source/mysql-parameters';
import { SourceDatabase } from '../../constructs/source/source-database';
import type { SourceDatabaseProps } from '../../constructs/source/source-database';
import { TerraformOutput } from 'cdktf';
import type { TerraformStack } from 'cdktf';
import type { Metric } from '../../constructs/observability/metric';
import { existingNetwork, ZONE } from '../helpers/network';
import { synthStack } from '../helpers/synth';

type Changes = Partial<SourceDatabaseProps>;

function create(stack: TerraformStack, changes: Changes): SourceDatabase {
  return new SourceDatabase(stack, 'Source', {
    network: existingNetwork(stack),
    zone: ZONE,
    instanceName: 'risk-dev-mysql-core',
    hostPrefix: 'strata-risk-dev-core',
    databases: ['loans'],
    replicationPassword: '${var.password}',
    instanceClass: 'mysql.n2.medium.1',
    storageGb: 50,
    ...changes,
  });
}

const source = (
  changes: Changes = {},
  use: (database: SourceDatabase, stack: TerraformStack) => void = () => undefined,
) => synthStack((stack) => use(create(stack, changes), stack));

describe('SourceDatabase', () => {
  test('least props: ready for change data capture, let in by nobody, protected', () => {
    const stack = source();
    expect(stack.one('alicloud_db_instance')).toMatchObject({
      engine: 'MySQL',
      engine_version: '8.0',
      security_ips: ['127.0.0.1'],
      parameters: [{ name: 'binlog_row_image', value: 'FULL' }],
      auto_upgrade_minor_version: 'Manual',
      monitoring_period: 60,
      ssl_action: 'Open',
      force_restart: false,
      deletion_protection: true,
      lifecycle: { prevent_destroy: true },
    });
    expect(stack.one('alicloud_db_instance')['zone_id_slave_a']).toBeUndefined();
    expect(stack.one('alicloud_db_instance')['tags']).toBeUndefined();
    expect(stack.one('alicloud_db_backup_policy')).toMatchObject({
      enable_backup_log: true,
      local_log_retention_hours: 168,
      backup_retention_period: 7,
      log_backup_retention_period: 7,
      high_space_usage_protection: 'Disable',
    });
    expect(stack.one('alicloud_db_database')).toMatchObject({ data_base_name: 'loans', character_set: 'utf8mb4' });
    expect(stack.one('alicloud_rds_account')).toMatchObject({ account_name: 'strata_cdc', account_type: 'Normal' });
    expect(stack.one('alicloud_db_account_privilege')).toMatchObject({ privilege: 'ReadOnly' });
    expect(stack.all('alicloud_db_readonly_instance')).toEqual([]);
  });

  test('all props', () => {
    const stack = source({
      standbyZone: 'cn-shanghai-g',
      binlogHours: 48,
      longestOutageHours: 48,
      backupDays: 30,
      parameters: { innodb_flush_log_at_trx_commit: '1', ngram_token_size: '2' },
      allowRestart: true,
      tls: false,
      replica: { instanceName: 'risk-dev-mysql-core-copy', zone: ZONE },
      protection: false,
      tags: { team: 'risk' },
    });
    expect(stack.one('alicloud_db_instance')).toMatchObject({
      zone_id_slave_a: 'cn-shanghai-g',
      ssl_action: 'Close',
      force_restart: true,
      parameters: [
        { name: 'binlog_row_image', value: 'FULL' },
        { name: 'innodb_flush_log_at_trx_commit', value: '1' },
        { name: 'ngram_token_size', value: '2' },
      ],
      deletion_protection: false,
      tags: { team: 'risk' },
      lifecycle: { prevent_destroy: false },
    });
    expect(stack.one('alicloud_db_backup_policy')).toMatchObject({
      local_log_retention_hours: 48,
      backup_retention_period: 30,
      log_backup_retention_period: 30,
    });
    expect(stack.one('alicloud_db_database')).toMatchObject({ lifecycle: { prevent_destroy: false } });
    expect(stack.one('alicloud_db_readonly_instance')).toMatchObject({ tags: { team: 'risk' } });
  });

  test('lets in those that are connected to it, on the copy too', () => {
    const stack = source({ replica: { instanceName: 'copy', zone: ZONE } }, (database, scope) => {
      database.connections.allowFrom(Connections.ofRanges(scope, 'flink', '10.1.0.0/16', '10.2.0.0/16'));
    });
    expect(stack.one('alicloud_db_instance')['security_ips']).toEqual(['10.1.0.0/16', '10.2.0.0/16']);
    expect(stack.one('alicloud_db_readonly_instance')['security_ips']).toEqual(['10.1.0.0/16', '10.2.0.0/16']);
  });

  test('has a copy of its own size, or of a greater one', () => {
    const copy = (changes: object) =>
      source({ replica: { instanceName: 'copy', zone: ZONE, ...changes } }).one('alicloud_db_readonly_instance');
    expect(JSON.stringify(copy({}))).toMatch(/instance_type":"\$\{alicloud_db_instance\.Source[^}]+\.instance_type\}/);
    expect(JSON.stringify(copy({}))).toMatch(
      /instance_storage":"\$\{alicloud_db_instance\.Source[^}]+\.instance_storage\}/,
    );
    expect(copy({ instanceClass: 'mysql.n2.large.1', storageGb: 100 })).toMatchObject({
      instance_type: 'mysql.n2.large.1',
      instance_storage: 100,
    });
  });

  test('is measured', () => {
    const replica = { instanceName: 'copy', zone: ZONE };
    const { json } = source({ replica }, (database, scope) => {
      const metrics = [
        database.metricCpuUtilization(),
        database.metricMemoryUtilization(),
        database.metricDiskUtilization(),
        database.metricIoUtilization(),
        database.metricConnectionUtilization(),
        database.replica?.metricDelay(),
      ];
      new TerraformOutput(scope, 'Metrics', { value: metrics });
    });
    const { Metrics } = json['output'] as { Metrics: { value: readonly Metric[] } };
    const of = (type: string) => ({
      namespace: 'acs_rds_dashboard',
      statistic: 'Average',
      periodSeconds: 60,
      dimensions: { instanceId: expect.stringMatching(new RegExp(`^\\$\\{${type}\\.\\w+\\.id\\}$`)) as string },
    });
    expect(Metrics.value).toEqual([
      ...['CpuUsage', 'MemoryUsage', 'DiskUsage', 'IOPSUsage', 'ConnectionUsage'].map((metricName) => ({
        ...of('alicloud_db_instance'),
        metricName,
      })),
      { ...of('alicloud_db_readonly_instance'), metricName: 'DataDelay' },
    ]);
  });

  test('stands for a server of others as well, of which nothing is changed', () => {
    const stack = synthStack((scope) => {
      const imported = SourceDatabase.fromSourceDatabaseAttributes(scope, 'Source', {
        name: 'core',
        host: '10.9.0.4',
        replicationAccount: 'reader',
        range: '10.9.0.0/24',
      });
      expect(imported).toMatchObject({ host: '10.9.0.4', port: 3306, replicationAccount: 'reader' });
      imported.connections.allowFrom(Connections.ofRanges(scope, 'flink', '10.1.0.0/16'));
    });
    expect(stack.resources).toEqual([]);
  });

  test.each<[string, Changes, RegExp]>([
    ['no database', { databases: [] }, /STR1210/],
    ['one database twice', { databases: ['loans', 'loans'] }, /got loans twice[^]*STR1266/],
    ['a database in capital letters', { databases: ['Loans'] }, /got Loans[^]*STR1266/],
    ['binlogs for 3 hours', { binlogHours: 3 }, /from 24 to 168, got 3[^]*STR1211/],
    ['binlogs for two weeks', { binlogHours: 336 }, /STR1211/],
    [
      'binlogs that do not outlive the longest outage',
      { binlogHours: 48, longestOutageHours: 72 },
      /at least `longestOutageHours`, 72, got 48[^]*STR1211/,
    ],
    ['a host name that is too short', { hostPrefix: 'a' }, /STR1212/],
    ['a disk of 5 GB', { storageGb: 5 }, /from 20 to 64,000, got 5[^]*STR1267/],
    [
      'a copy that is smaller than the server',
      { replica: { instanceName: 'copy', zone: ZONE, storageGb: 20 } },
      /at least that of the server, 50, got 20[^]*STR1267/,
    ],
    ['backups for a day', { backupDays: 1 }, /from 7 to 730, got 1[^]*STR1268/],
    ['another row image', { parameters: { binlog_row_image: 'MINIMAL' } }, /got binlog_row_image[^]*STR1264/],
    [
      'a parameter that needs a restart',
      { parameters: { ngram_token_size: '2' } },
      /must not have ngram_token_size while `allowRestart` is off[^]*STR1265/,
    ],
  ])('fails with %s', (_, changes, message) => {
    expect(() => source(changes)).toThrow(message);
  });

  test('knows what takes effect at once', () => {
    expect(needsRestart('max_connections')).toBe(false);
    expect(needsRestart('performance_schema')).toBe(true);
  });
});
