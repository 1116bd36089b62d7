import { environment } from '../helpers/environment';
import { OfflinePlans } from '../helpers/offline-plan';
import type { PlannedChange } from '../helpers/offline-plan';

/** The stacks of cloud environments, planned by Terraform before anything exists, without an account. */
describe.each(['risk-dev', 'risk-prod'])('the first plan of %s', (id) => {
  let plans: OfflinePlans;
  const planned = new Map<string, readonly PlannedChange[]>();

  beforeAll(async () => {
    plans = new OfflinePlans([environment(id)]);
    await Promise.all(
      ['network', 'warehouse', 'streams', 'pipelines'].map(async (lifecycle) => {
        planned.set(lifecycle, await plans.plan(`${id}-${lifecycle}`));
      }),
    );
  }, 180_000);
  afterAll(() => plans.remove());

  const typesOf = (lifecycle: string): readonly string[] =>
    [...new Set(planned.get(lifecycle)?.map(({ type }) => type))].sort();

  test('creates everything and nothing else', () => {
    const actions = [...planned.values()].flat().map((change) => change.actions.join());
    expect(new Set(actions)).toEqual(new Set(['create']));
  });

  test('has the resources of each stack', () => {
    expect(typesOf('network')).toEqual(['alicloud_security_group', 'alicloud_vpc', 'alicloud_vswitch', 'strata_guard']);
    // Outside of production there are nodes in working hours alone.
    const paused = id === 'risk-dev' ? ['strata_starrocks_elastic_rule', 'strata_starrocks_node_count'] : [];
    expect(typesOf('warehouse')).toEqual(
      [
        'alicloud_star_rocks_instance',
        'alicloud_star_rocks_node_group',
        'strata_guard',
        'strata_starrocks_admin',
        'strata_starrocks_default_group',
        'strata_starrocks_gateway',
        'strata_starrocks_version',
        'strata_starrocks_whitelist',
        ...paused,
      ].sort(),
    );
    expect(typesOf('streams')).toEqual([
      'alicloud_alikafka_consumer_group',
      'alicloud_alikafka_instance',
      'alicloud_alikafka_instance_allowed_ip_attachment',
      'alicloud_alikafka_topic',
      'alicloud_cms_alarm',
      'alicloud_cms_alarm_contact',
      'alicloud_cms_alarm_contact_group',
      'alicloud_db_account_privilege',
      'alicloud_db_backup_policy',
      'alicloud_db_database',
      'alicloud_db_instance',
      'alicloud_oss_bucket',
      'alicloud_oss_bucket_public_access_block',
      'alicloud_rds_account',
      'alicloud_realtime_compute_vvp_instance',
      'strata_guard',
    ]);
    expect(typesOf('pipelines')).toEqual(['strata_flink_job', 'strata_schema']);
  });

  test('shows the statements that bring the schema, although the warehouse does not exist', () => {
    const [schema] = planned.get('pipelines')?.filter(({ type }) => type === 'strata_schema') ?? [];
    expect(schema?.after['changes']).toEqual(
      expect.arrayContaining([
        'CREATE DATABASE ods',
        expect.stringMatching(/^CREATE TABLE ods\.repayment \(/),
        expect.stringMatching(
          /^CREATE MATERIALIZED VIEW ads\.risk_vintage [^]*\nREFRESH DEFERRED ASYNC EVERY \(INTERVAL 1 DAY\)/,
        ),
      ]),
    );
  });

  test('keeps variables of Flink in its jobs as they are', () => {
    const [job] = planned.get('pipelines')?.filter(({ type }) => type === 'strata_flink_job') ?? [];
    expect(job?.after['sql']).toContain("'${secret_values.starrocks-password}'");
  });
});
