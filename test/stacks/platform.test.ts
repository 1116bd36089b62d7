import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { App } from 'cdktf';
import { loadPlatform, secretVariables } from '@strata/environment';
import type { Environment } from '@strata/environment';
import { join } from 'node:path';
import type { EnvironmentStack } from '../../constructs/core/environment-stack';
import { runPolicies } from '../../policies/engine/run';
import { STATEFUL } from '../../policies/stateful-protected';
import { PipelinesStack } from '../../stacks/pipelines-stack';
import { addPlatform } from '../../stacks/platform';
import { root } from '../helpers/root';
import { account, environment } from '../helpers/environment';
import { synthPlatform } from '../helpers/platform';

interface Terraform {
  readonly backend: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

const { environments } = loadPlatform(root);
const stacks = synthPlatform(...environments);
const stackOf = (id: string) => {
  const stack = stacks[id];
  if (stack === undefined) throw new Error(`no stack ${id}, only ${Object.keys(stacks).join(', ')}`);
  return stack;
};
const backendOf = (id: string) => (stackOf(id).json['terraform'] as Terraform).backend;

/** The stacks of an environment, before synthesis. */
function stacksOf(of: Environment): readonly EnvironmentStack[] {
  const outdir = mkdtempSync(join(tmpdir(), 'strata-app-'));
  try {
    return addPlatform(new App({ outdir }), {
      account: account(),
      environments: [of],
      sqlFolder: join(root, 'sql'),
    });
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

describe('the stacks of an environment', () => {
  test('are network, warehouse, streams and pipelines, in the order of deployment', () => {
    const added = stacksOf(environment('demo'));
    expect(added.map(({ node }) => node.id)).toEqual([
      'demo-network',
      'demo-warehouse',
      'demo-streams',
      'demo-pipelines',
    ]);
    expect(added[3]?.dependencies.map(({ node }) => node.id)).toEqual(['demo-warehouse', 'demo-streams']);
  });

  test('have no network when the environment brings one', () => {
    const network = {
      kind: 'existing',
      vpcId: 'vpc-1',
      cidr: '10.0.0.0/8',
      vswitches: { 'cn-shanghai-l': 'vsw-1' },
      securityGroupId: 'sg-1',
    } as const;
    const without = synthPlatform(environment('risk-dev', { network }));
    expect(Object.keys(without).sort()).toEqual(['risk-dev-pipelines', 'risk-dev-streams', 'risk-dev-warehouse']);
    expect(without['risk-dev-warehouse']?.one('alicloud_star_rocks_instance')).toMatchObject({ vpc_id: 'vpc-1' });
  });

  test('keep their state in the checkout or in the cloud, each in its own place', () => {
    expect(backendOf('demo-warehouse')).toEqual({ local: { path: '../../../.strata/state/demo-warehouse.tfstate' } });
    expect(backendOf('risk-prod-streams')['oss']).toMatchObject({
      bucket: account().state.bucket,
      prefix: 'strata/risk-prod-streams',
      key: 'terraform.tfstate',
      tablestore_table: 'terraform_lock',
      encrypt: true,
    });
    const places = Object.keys(stacks).map((id) => JSON.stringify(backendOf(id)));
    expect(new Set(places).size).toBe(places.length);
  });

  test('tell the provider the account type, without which every plan waits for a billing service', () => {
    for (const stack of Object.values(stacks)) {
      expect((stack.json['provider'] as { alicloud: unknown[] }).alicloud).toEqual([
        { account_type: 'Domestic', region: 'cn-shanghai' },
      ]);
    }
  });

  test('pipelines read no other state, so they are planned before anything exists', () => {
    expect(stackOf('risk-prod-pipelines').json['data']).toBeUndefined();
  });

  test('start jobs after the schema, with hosts and passwords as variables of Flink', () => {
    const jobs = stackOf('demo-pipelines').all('strata_flink_job');
    expect(jobs.map(({ name }) => name)).toEqual([
      'demo-kafka-app-event',
      'demo-kafka-marketing-touch',
      'demo-mysql-core',
    ]);
    for (const job of jobs) {
      expect(job).toMatchObject({ depends_on: [expect.stringMatching(/^strata_schema\./)] });
      // Terraform takes a doubled sign as text.
      expect(job['sql']).toContain("'password' = '$${secret_values.starrocks-password}'");
      expect(job['variables']).toMatchObject({
        'starrocks-host': 'starrocks-host:demo-starrocks',
        'starrocks-password': 'sandbox:starrocks-admin',
      });
    }
    expect(jobs.find((job) => job['name'] === 'demo-kafka-app-event')?.['variables']).toMatchObject({
      'kafka-bootstrap-servers': 'kafka-bootstrap:demo-kafka',
    });
    expect(jobs.find((job) => job['name'] === 'demo-mysql-core')?.['variables']).toMatchObject({
      'mysql-core-host': expect.stringMatching(/^plain:.+\.mysql\.rds\.aliyuncs\.com$/) as unknown,
      'mysql-core-password': 'sandbox:core-replication',
    });
  });

  test('let Flink into sources and topics, and nobody else', () => {
    const streams = stackOf('risk-prod-streams');
    // The range of the vSwitch in the first zone.
    expect(streams.one('alicloud_db_instance')['security_ips']).toEqual(['10.30.0.0/20']);
    expect(streams.one('alicloud_alikafka_instance_allowed_ip_attachment')).toMatchObject({
      port_range: '9092/9092',
      allowed_ip: '10.30.0.0/20',
    });
  });

  test.each(['demo', 'risk-prod'])(
    'alarms of %s watch twenty figures and more, and ring in time for its owner',
    (id) => {
      const streams = stackOf(`${id}-streams`);
      const alarms = streams.all('alicloud_cms_alarm');
      expect(new Set(alarms.map(({ metric }) => metric)).size).toBeGreaterThanOrEqual(20);
      const detection = alarms.map((alarm) => {
        const levels = ['escalations_critical', 'escalations_warn', 'escalations_info'].flatMap((level) =>
          alarm[level] === undefined ? [] : [Number((alarm[level] as { times: number }).times)],
        );
        return Number(alarm['period']) * (Math.max(...levels) + 1);
      });
      expect(Math.max(...detection)).toBeLessThan(300);
      expect(streams.one('alicloud_cms_alarm_contact')).toMatchObject({
        alarm_contact_name: `${id}-owner`,
        channels_mail: environment(id).owner,
      });
      expect(streams.one('alicloud_cms_alarm_contact_group')).toMatchObject({
        alarm_contact_group_name: `${id}-alarms`,
      });
      expect(new Set(alarms.map(({ contact_groups }) => JSON.stringify(contact_groups))).size).toBe(1);
    },
  );

  test('fails when a table comes from a source that the environment does not name', () => {
    expect(() => synthPlatform(environment('demo', { streams: [] }))).toThrow(
      /environments\/demo\.yaml does not name[^]*sql\/ods\/app_event\.sql: topic app_event in `streams`[^]*STR1217/,
    );
  });

  test('fails when the jobs need more than the Flink workspace has', () => {
    expect(() => synthPlatform(environment('demo', { flinkCu: 2 }))).toThrow(
      /3 jobs need 3 compute units, the Flink workspace has 2\. Set `flink\.cu` to 3 or more in environments\/demo\.yaml[^]*STR1281/,
    );
  });

  test('have no jobs when the environment names no source', () => {
    const loadedByOthers = synthPlatform(environment('demo', { streams: [], sources: [] }));
    expect(loadedByOthers['demo-pipelines']?.all('strata_flink_job')).toEqual([]);
    const others = loadedByOthers['demo-streams']?.resources.filter(({ type }) => !type.startsWith('alicloud_cms_'));
    expect(new Set(others?.map(({ type }) => type))).toEqual(new Set(['strata_guard']));
  });

  test('create the external catalogs of the lakes that the environment names', () => {
    const lake = [{ kind: 'hive', name: 'archive', metastore: 'thrift://10.9.0.8:9083' }] as const;
    const [, , , pipelines] = stacksOf(environment('demo', { lake }));
    if (!(pipelines instanceof PipelinesStack)) throw new Error('the last stack is that of the pipelines');
    const catalogs = pipelines.schema.bundle.bundle.objects.filter(({ kind }) => kind === 'catalog');
    expect(catalogs).toMatchObject([
      { id: 'catalog.archive', sql: expect.stringContaining('CREATE EXTERNAL CATALOG archive') as string },
    ]);
  });

  test('change warehouses one after the other', () => {
    const groups = stackOf('risk-prod-warehouse').all('alicloud_star_rocks_node_group');
    const guard = expect.stringMatching(/^strata_guard\./) as string;
    expect(groups.map((group) => group['depends_on'])).toEqual([
      [expect.stringMatching(/^strata_starrocks_gateway\.StarRocks_Gateway_/), guard],
      [expect.stringMatching(/^alicloud_star_rocks_node_group\.Warehouse-etl_/), guard],
    ]);
  });

  test("set the administrator's password again when its version changes", () => {
    const rotated = synthPlatform(environment('demo', { adminPasswordVersion: '2' }));
    expect(rotated['demo-warehouse']?.one('strata_starrocks_admin')).toMatchObject({ secret_version: '2' });
    expect(stackOf('demo-warehouse').one('strata_starrocks_admin')['secret_version']).toBeUndefined();
  });

  test('are given their passwords by the variables that `strata env list` names', () => {
    for (const each of environments) {
      for (const { stack, variable } of secretVariables(each)) {
        expect(Object.keys(stackOf(stack).json['variable'] as object)).toContain(variable.replace(/^TF_VAR_/, ''));
      }
    }
  });

  test('have no secret but the fixed one of the sandbox', () => {
    const defaults = Object.entries(stacks).flatMap(([id, { json }]) =>
      Object.entries((json['variable'] ?? {}) as Record<string, { default?: string; sensitive: boolean }>).map(
        ([name, variable]) => [id, name, variable.sensitive, variable.default],
      ),
    );
    expect(defaults).toEqual([
      ['demo-streams', 'demo_core_replication_password', true, 'Sandbox-bootstrap-1'],
      ['demo-warehouse', 'demo_starrocks_bootstrap_password', true, 'Sandbox-bootstrap-1'],
      ['risk-dev-streams', 'risk_dev_core_replication_password', true, undefined],
      ['risk-dev-warehouse', 'risk_dev_starrocks_bootstrap_password', true, undefined],
      ['risk-prod-streams', 'risk_prod_core_replication_password', true, undefined],
      ['risk-prod-warehouse', 'risk_prod_starrocks_bootstrap_password', true, undefined],
    ]);
  });

  test('keep every policy', () => {
    const verdicts = runPolicies(
      environments.flatMap((each) =>
        Object.entries(stacks)
          .filter(([id]) => id.startsWith(`${each.id}-`))
          .map(([id, { resources }]) => ({ id, environment: each, resources })),
      ),
    );
    expect(verdicts).toEqual([]);
  });

  test('are the same bytes in a second synthesis', () => {
    const again = synthPlatform(...environments);
    for (const [id, { text }] of Object.entries(stacks)) expect(again[id]?.text).toBe(text);
  });

  test('protect what holds data until both keys are given', () => {
    const kept = (all: ReturnType<typeof synthPlatform>): Set<unknown> =>
      new Set(
        Object.values(all)
          .flatMap(({ resources }) => resources)
          .filter(({ type }) => STATEFUL.includes(type))
          .map(({ attributes }) => (attributes['lifecycle'] as { prevent_destroy: boolean }).prevent_destroy),
      );
    expect(kept(synthPlatform(environment('risk-prod')))).toEqual(new Set([true]));
    expect(kept(synthPlatform(environment('risk-dev', { protection: false })))).toEqual(new Set([true]));
    const bothKeys = { protection: false, allowDataLoss: true };
    expect(kept(synthPlatform(environment('risk-dev', bothKeys)))).toEqual(new Set([false]));
  });

  test('of a retired environment are empty and go in reverse order', () => {
    const retired = environment('risk-dev', { state: 'retired' });
    expect(
      stacksOf(retired).map(({ node, dependencies }) => [node.id, dependencies.map((before) => before.node.id)]),
    ).toEqual([
      ['risk-dev-pipelines', []],
      ['risk-dev-streams', ['risk-dev-pipelines']],
      ['risk-dev-warehouse', ['risk-dev-streams']],
      ['risk-dev-network', ['risk-dev-warehouse']],
    ]);
    for (const { resources } of Object.values(synthPlatform(retired))) expect(resources).toEqual([]);
  });
});

test('what got another address is moved there in old states', () => {
  const { json, resources } = stackOf('demo-streams');
  const moved = json['moved'] as readonly { from: string; to: string }[];
  const addresses = new Set(resources.map(({ address }) => address));
  expect(moved.filter(({ to }) => !addresses.has(to))).toEqual([]);
  expect(moved.filter(({ from }) => addresses.has(from))).toEqual([]);
  expect(moved).not.toEqual([]);
});

test('addresses of what holds data never change: another address is a new, empty thing', () => {
  const addresses = ['demo-network', 'demo-warehouse', 'demo-streams', 'demo-pipelines'].flatMap((id) =>
    stackOf(id)
      .resources.filter(({ type }) =>
        [...STATEFUL, 'alicloud_vpc', 'alicloud_vswitch', 'strata_guard', 'strata_schema'].includes(type),
      )
      .map(({ address }) => `${id} ${address}`),
  );
  expect(addresses).toEqual([
    'demo-network alicloud_vpc.Network_1C6012B5',
    'demo-network alicloud_vswitch.Network_Vswitch-cn-shanghai-l_DC42B039',
    'demo-network strata_guard.Guard_Announced_E8B066FB',
    'demo-network strata_guard.Guard_Settled_7A9BB5CB',
    'demo-warehouse alicloud_star_rocks_instance.StarRocks_C4C43254',
    'demo-warehouse strata_guard.Guard_Announced_E8B066FB',
    'demo-warehouse strata_guard.Guard_Settled_7A9BB5CB',
    'demo-streams alicloud_alikafka_instance.Kafka_DE2CE4FA',
    'demo-streams alicloud_alikafka_topic.Topic-app_event_A29A1C8F',
    'demo-streams alicloud_alikafka_topic.Topic-marketing_touch_6D5913D3',
    'demo-streams alicloud_db_database.Source-core_Database-loans_AD6BFB7B',
    'demo-streams alicloud_db_instance.Source-core_8FBA7989',
    'demo-streams alicloud_oss_bucket.Flink_Bucket_739DAAB0',
    'demo-streams alicloud_realtime_compute_vvp_instance.Flink_6452226B',
    'demo-streams strata_guard.Guard_Announced_E8B066FB',
    'demo-streams strata_guard.Guard_Settled_7A9BB5CB',
    'demo-pipelines strata_schema.Schema_42171392',
  ]);
});
