import { fit, lifecyclesOf, physicalNames, stackId } from '../src';
import { account, environment } from './helpers';

describe('physical names', () => {
  const names = physicalNames(environment(), account());

  // @trap 2.2-1
  // @trap 2.7-5
  test('are pinned: most of them cannot change without losing data', () => {
    expect({
      vpc: names.vpc,
      vswitch: names.vswitch('cn-shanghai-l'),
      securityGroup: names.securityGroup,
      instance: names.instance,
      source: names.source('core'),
      sourceHost: names.sourceHost('core'),
      kafka: names.kafka,
      consumerGroup: names.consumerGroup('app_events'),
      flinkWorkspace: names.flinkWorkspace,
      flinkNamespace: names.flinkNamespace,
      job: names.job('core'),
      bucket: names.bucket,
      nat: names.nat,
      publicAddress: names.publicAddress,
      sqlUser: names.sqlUser,
      operatorRole: names.operatorRole,
      alarmGroup: names.alarmGroup,
      alarmContact: names.alarmContact('owner'),
    }).toEqual({
      vpc: 'risk-dev-vpc',
      vswitch: 'risk-dev-vsw-cn-shanghai-l',
      securityGroup: 'risk-dev-sg',
      instance: 'risk-dev-starrocks',
      source: 'risk-dev-mysql-core',
      sourceHost: 'strata-risk-dev-core',
      kafka: 'risk-dev-kafka',
      consumerGroup: 'risk-dev-app-events',
      flinkWorkspace: 'risk-dev-flink',
      flinkNamespace: 'risk-dev-flink-default',
      job: 'risk-dev-core',
      bucket: 'strata-risk-dev-flink',
      nat: 'risk-dev-nat',
      publicAddress: 'risk-dev-eip',
      sqlUser: 'risk_dev',
      operatorRole: 'risk-dev-operator',
      alarmGroup: 'risk-dev-alarms',
      alarmContact: 'risk-dev-owner',
    });
  });

  test('stack ids are environment and lifecycle', () => {
    expect(lifecyclesOf(environment()).map((lifecycle) => stackId(environment(), lifecycle))).toEqual([
      'risk-dev-network',
      'risk-dev-warehouse',
      'risk-dev-streams',
      'risk-dev-pipelines',
    ]);
  });

  test('a contact is called by the environment once', () => {
    expect(names.alarmContact('risk-dev-owner')).toBe('risk-dev-owner');
  });

  test('long names stay within the limit, unique and stable', () => {
    const long = 'a'.repeat(70);
    expect(fit(long, 63)).toHaveLength(63);
    expect(fit(long, 63)).toBe(fit(long, 63));
    expect(fit(`${long}b`, 63)).not.toBe(fit(`${long}c`, 63));
    expect(fit('short', 63)).toBe('short');
  });
});
