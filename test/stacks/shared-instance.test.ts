import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'cdktf';
import type { Environment } from '@strata/environment';
import type { SchemaBundle } from '@strata/starrocks-sql';
import { PipelinesStack } from '../../stacks/pipelines-stack';
import { addPlatform } from '../../stacks/platform';
import { account, environment } from '../helpers/environment';
import { synthPlatform } from '../helpers/platform';
import { root } from '../helpers/root';

const base = environment('demo');
/** A team on the instance of the demo. */
const guest: Environment = {
  ...base,
  id: 'sales-dev',
  file: 'environments/sales-dev.yaml',
  team: 'sales',
  network: { kind: 'none' },
  instance: { kind: 'shared', environment: 'demo', limits: { cpuWeight: 2, memoryPercent: 20, concurrency: 5 } },
  warehouses: [{ name: 'sales', cu: 8, nodes: 1, scaleToZero: false }],
  sources: [],
  streams: [],
  layers: ['ads'],
  borrowedLayers: [
    { layer: 'ods', environment: 'demo' },
    { layer: 'cdm', environment: 'demo' },
  ],
  userPassword: 'sandbox:sales',
};

/** Stack -> stacks that are deployed before it, in the order of deployment. */
function order(...environments: readonly Environment[]): readonly (readonly [string, readonly string[]])[] {
  const outdir = mkdtempSync(join(tmpdir(), 'strata-app-'));
  try {
    const app = new App({ outdir });
    return addPlatform(app, { account: account(), environments, sqlFolder: join(root, 'sql') }).map(
      ({ node, dependencies }) => [node.id, dependencies.map((before) => before.node.id)],
    );
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

/** What is deployed to the databases of an environment. */
function bundleOf(of: Environment): SchemaBundle {
  const outdir = mkdtempSync(join(tmpdir(), 'strata-app-'));
  try {
    const app = new App({ outdir });
    const stacks = addPlatform(app, { account: account(), environments: [of], sqlFolder: join(root, 'sql') });
    const pipelines = stacks.find((stack) => stack instanceof PipelinesStack);
    if (pipelines === undefined) throw new Error('no pipelines');
    return pipelines.schema.bundle.bundle;
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

describe('the stacks of an environment on a shared instance', () => {
  const stacks = synthPlatform(guest);
  const warehouse = stacks['sales-dev-warehouse'];

  test('make warehouses in the instance of the other environment, and no instance', () => {
    expect(Object.keys(stacks).sort()).toEqual(['sales-dev-pipelines', 'sales-dev-streams', 'sales-dev-warehouse']);
    expect(warehouse?.one('strata_starrocks_shared_instance')).toMatchObject({
      environment: 'sales-dev',
      instance_name: 'demo-starrocks',
    });
    expect(warehouse?.one('alicloud_star_rocks_node_group')).toMatchObject({
      node_group_name: 'sales',
      instance_id: expect.stringMatching(/^\$\{strata_starrocks_shared_instance\.Instance\.instance_id\}$/) as unknown,
    });
    expect(warehouse?.all('alicloud_star_rocks_instance')).toEqual([]);
    expect(warehouse?.all('strata_starrocks_admin')).toEqual([]);
  });

  test('make databases of their own: views on what is shared, and what the team deploys', () => {
    const bundle = bundleOf(guest);
    expect(bundle.layers).toEqual([
      { name: 'ods', database: 'sales_dev_ods' },
      { name: 'cdm', database: 'sales_dev_cdm' },
      { name: 'ads', database: 'sales_dev_ads' },
    ]);
    const inBorrowed = bundle.objects.filter(({ layer }) => layer === 'ods' || layer === 'cdm');
    expect(new Set(inBorrowed.map(({ kind }) => kind))).toEqual(new Set(['view']));
    expect(inBorrowed.find(({ id }) => id === 'ods.customer')?.sql).toMatch(
      /^CREATE VIEW sales_dev_ods\.customer[^]*AS\s+SELECT customer_id,[^*]*FROM ods\.customer$/,
    );
    const others = bundle.objects.filter(({ layer }) => layer === undefined).map(({ kind, name }) => `${kind} ${name}`);
    expect(others.sort()).toEqual(['resource-group sales_dev', 'role sales_dev', 'user sales_dev']);
    const userIn = ({ objects }: SchemaBundle): string | undefined => objects.find(({ kind }) => kind === 'user')?.sql;
    expect(userIn(bundle)).toContain('"session.warehouse" = "sales"');
    expect(userIn(bundleOf({ ...guest, warehouses: [] }))).not.toContain('warehouse');
  });

  test('let its clients in under names of its own', () => {
    const clients = [{ name: 'office', cidr: '192.168.7.0/24' }];
    const found = synthPlatform({ ...guest, clients })['sales-dev-warehouse'];
    expect(found?.one('strata_starrocks_whitelist')).toMatchObject({
      group: 'sales-dev-client-office',
      cidrs: ['192.168.7.0/24'],
      instance_name: 'demo-starrocks',
      depends_on: ['strata_starrocks_shared_instance.Instance'],
    });
  });

  test('let its jobs in, which run as its user', () => {
    const network = {
      kind: 'existing',
      vpcId: 'vpc-1',
      cidr: '10.10.0.0/16',
      vswitches: { 'cn-shanghai-l': 'vsw-1' },
      securityGroupId: 'sg-1',
    } as const;
    const loading = synthPlatform({
      ...guest,
      network,
      sources: base.sources,
      streams: base.streams,
      layers: ['ods', 'cdm', 'ads'],
      borrowedLayers: [],
    });
    expect(loading['sales-dev-warehouse']?.one('strata_starrocks_whitelist')).toMatchObject({
      group: 'sales-dev-flink',
      cidrs: ['10.10.0.0/16'],
    });
    const [job] = loading['sales-dev-pipelines']?.all('strata_flink_job') ?? [];
    expect(job?.['variables']).toMatchObject({ 'starrocks-password': 'sandbox:sales' });
    expect(job?.['sql']).toContain("'username' = 'sales_dev'");
    expect(job?.['sql']).toContain("'database-name' = 'sales_dev_ods'");
  });

  test('come after those of the environment that has the instance', () => {
    const found = new Map(order(guest, base));
    expect([...found.keys()]).toEqual([
      'demo-network',
      'demo-warehouse',
      'demo-streams',
      'demo-pipelines',
      'sales-dev-warehouse',
      'sales-dev-streams',
      'sales-dev-pipelines',
    ]);
    expect(found.get('sales-dev-warehouse')).toEqual(['demo-warehouse']);
    expect(found.get('sales-dev-pipelines')).toEqual(expect.arrayContaining(['demo-pipelines', 'sales-dev-warehouse']));
  });

  test('go before the instance', () => {
    const found = order({ ...base, state: 'retired' }, { ...guest, state: 'retired' });
    const [first] = found;
    expect(first?.[0]).toBe('sales-dev-pipelines');
    expect(new Map(found).get('demo-warehouse')).toEqual(
      expect.arrayContaining(['sales-dev-warehouse', 'sales-dev-pipelines']),
    );
  });
});

describe('the warehouse of an environment with an instance of its own', () => {
  test('lets in its clients and its jobs, and nobody else', () => {
    const clients = [{ name: 'office', cidr: '192.168.7.0/24' }];
    const found = synthPlatform({ ...base, clients })['demo-warehouse'];
    expect(found?.all('strata_starrocks_whitelist')).toEqual([
      expect.objectContaining({ group: 'client-office', cidrs: ['192.168.7.0/24'] }),
      expect.objectContaining({ group: 'flink', cidrs: ['10.10.0.0/20'] }),
    ]);
    const quiet = synthPlatform({ ...base, sources: [], streams: [] })['demo-warehouse'];
    expect(quiet?.all('strata_starrocks_whitelist')).toEqual([]);
  });

  test('is tuned as the environment says', () => {
    if (base.instance.kind !== 'dedicated') throw new Error('the demo has an instance');
    const instance: Environment['instance'] = {
      ...base.instance,
      gateway: { loadBalancer: true },
      upgrades: { automatic: true },
      parameters: [{ component: 'FE', key: 'k', value: '1' }],
      resourceGroupId: 'rg-1',
    };
    const found = synthPlatform({ ...base, instance })['demo-warehouse'];
    expect(found?.one('strata_starrocks_gateway')).toMatchObject({ load_balancer: true });
    expect(found?.one('strata_starrocks_version')).toMatchObject({ auto_minor_upgrade: true });
    expect(found?.one('strata_starrocks_parameter')).toMatchObject({ key: 'k', value: '1' });
    expect(found?.one('alicloud_star_rocks_instance')).toMatchObject({ resource_group_id: 'rg-1' });
  });

  test('has a name that stays when the instance changes, and its network a way out, when that is asked for', () => {
    const network = { kind: 'created', cidr: '10.10.0.0/16', outbound: true, domain: 'demo.strata' } as const;
    const found = synthPlatform({ ...base, network });
    expect(found['demo-network']?.one('alicloud_nat_gateway')).toMatchObject({ nat_gateway_name: 'demo-nat' });
    expect(found['demo-network']?.one('alicloud_pvtz_zone')).toMatchObject({ zone_name: 'demo.strata' });
    expect(found['demo-warehouse']?.one('alicloud_pvtz_zone_record')).toMatchObject({
      rr: 'starrocks',
      value: expect.stringMatching(/strata_starrocks_gateway\..*\.internal_domain\}$/) as unknown,
    });
  });

  test('has more nodes at times, and none at others', () => {
    const schedule: Environment['warehouses'][number]['schedule'] = {
      timeZone: 'Asia/Shanghai',
      rules: [{ name: 'day', nodes: 2, from: '08:00', to: '20:00', days: ['mon', 'tue'] }],
    };
    const warehouses = [{ name: 'etl', cu: 8, nodes: 2, schedule, scaleToZero: true }];
    const found = synthPlatform({ ...base, warehouses })['demo-warehouse'];
    expect(found?.one('strata_starrocks_node_count')).toMatchObject({ warehouse: 'etl', nodes: 0 });
    expect(found?.one('strata_starrocks_elastic_rule')).toMatchObject({ name: 'day', nodes: 2, days: ['MON', 'TUE'] });
  });

  test('is operated by those who are named, who read its secrets and no others', () => {
    const operators = ['acs:ram::1234567890123456:role/ci'];
    const found = synthPlatform({ ...environment('risk-prod'), operators })['risk-prod-warehouse'];
    const role = found?.one('alicloud_ram_role');
    expect(role).toMatchObject({ role_name: 'risk-prod-operator' });
    expect(JSON.parse(String(role?.['assume_role_policy_document']))).toMatchObject({
      Statement: [{ Principal: { RAM: operators } }],
    });
    const { Statement } = JSON.parse(String(found?.one('alicloud_ram_policy')['policy_document'])) as {
      Statement: { Action: string[]; Resource: string[] }[];
    };
    expect(Statement).toContainEqual({
      Effect: 'Allow',
      Action: ['kms:GetSecretValue'],
      Resource: [
        'acs:kms:cn-shanghai:*:secret/risk-prod/core-replication',
        'acs:kms:cn-shanghai:*:secret/risk-prod/starrocks-admin',
      ],
    });
    expect(Statement.flatMap(({ Action }) => Action)).toContain('sr:Modify*');
    // Secrets of the sandbox are in no KMS.
    expect(
      synthPlatform({ ...base, operators })['demo-warehouse']?.one('alicloud_ram_policy')['policy_document'],
    ).not.toMatch(/kms:/);
    expect(synthPlatform(environment('risk-prod'))['risk-prod-warehouse']?.all('alicloud_ram_role')).toEqual([]);
  });
});
