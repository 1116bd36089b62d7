import type { TerraformStack } from 'cdktf';
import { CacheDiskPolicy } from '../../constructs/warehouse/cache-disk-policy';
import { StarRocksInstance } from '../../constructs/warehouse/starrocks-instance';
import type { StarRocksInstanceProps } from '../../constructs/warehouse/starrocks-instance';
import { Warehouse } from '../../constructs/warehouse/warehouse';
import type { WarehouseProps } from '../../constructs/warehouse/warehouse';
import { Connections } from '../../constructs/network/connections';
import { Network } from '../../constructs/network/network';
import { synthStack } from '../helpers/synth';

const zone = 'cn-shanghai-l';

function instance(stack: TerraformStack, changes: Partial<StarRocksInstanceProps> = {}): StarRocksInstance {
  return new StarRocksInstance(stack, 'StarRocks', {
    environment: { id: 'risk-dev', target: 'cloud', region: 'cn-shanghai' },
    network: Network.fromNetworkAttributes(stack, 'Network', {
      vpcId: 'vpc-1',
      cidr: '10.0.0.0/8',
      securityGroupId: 'sg-1',
      vswitches: { [zone]: 'vsw-1' },
      vswitchRanges: { [zone]: '10.20.0.0/20' },
    }),
    zone,
    instanceName: 'risk-dev-starrocks',
    version: '3.3',
    bootstrapPassword: '${var.password}',
    frontend: { cu: 8, nodes: 3, diskGb: 100 },
    compute: { cu: 16, nodes: 3, diskGb: 500 },
    ...changes,
  });
}

describe('StarRocksInstance', () => {
  test('stores its data in object storage and names every field of its nodes', () => {
    const attributes = synthStack((stack) => instance(stack)).one('alicloud_star_rocks_instance');
    expect(attributes).toMatchObject({
      run_mode: 'shared_data',
      package_type: 'official',
      pay_type: 'postPaid',
      vswitches: [{ vswitch_id: 'vsw-1', zone_id: zone }],
      backend_node_groups: [
        {
          cu: 16,
          resident_node_number: 3,
          disk_number: 1,
          storage_size: 500,
          spec_type: 'standard',
          storage_performance_level: 'pl1',
          zone_id: zone,
        },
      ],
    });
  });

  test('is frozen and refuses to be destroyed, unless told otherwise', () => {
    const lifecycle = (protection?: boolean): unknown =>
      synthStack((stack) => instance(stack, protection === undefined ? {} : { protection })).one(
        'alicloud_star_rocks_instance',
      )['lifecycle'];
    expect(lifecycle()).toMatchObject({
      prevent_destroy: true,
      ignore_changes: expect.arrayContaining([
        'backend_node_groups',
        'version',
        'vswitches',
        'admin_password',
      ]) as unknown,
    });
    expect(lifecycle(false)).toMatchObject({ prevent_destroy: false });
  });

  test('what is frozen is owned by a resource that changes it in place', () => {
    expect(synthStack((stack) => instance(stack)).one('strata_starrocks_instance')).toMatchObject({
      environment: 'risk-dev',
      instance_name: 'risk-dev-starrocks',
      version: '3.3',
      frontend_cu: 8,
      frontend_nodes: 3,
      frontend_disk_gb: 100,
      compute_cu: 16,
      compute_nodes: 3,
      compute_disk_gb: 500,
      depends_on: ['alicloud_star_rocks_instance.StarRocks_C4C43254'],
    });
  });

  test('least props: 3 frontends and 3 compute nodes of 8 CU, in the resource group of the account', () => {
    const stack = synthStack((scope) => instance(scope, { frontend: undefined, compute: undefined }));
    expect(stack.one('strata_starrocks_instance')).toMatchObject({
      frontend_cu: 8,
      frontend_nodes: 3,
      frontend_disk_gb: 100,
      compute_cu: 8,
      compute_nodes: 3,
      compute_disk_gb: 200,
    });
    const attributes = stack.one('alicloud_star_rocks_instance');
    expect(attributes['resource_group_id']).toBeUndefined();
    expect(attributes['tags']).toBeUndefined();
  });

  test('may be in a resource group, and be tagged', () => {
    const tags = { 'strata:team': 'risk' };
    const stack = synthStack((scope) => instance(scope, { resourceGroupId: 'rg-1', tags }));
    expect(stack.one('alicloud_star_rocks_instance')).toMatchObject({ resource_group_id: 'rg-1', tags });
  });

  test('connects from the vSwitch of its zone, and takes queries and loads', () => {
    synthStack((scope) => {
      const { connections } = instance(scope);
      expect(connections.ranges).toEqual(['10.20.0.0/20']);
      const office = Connections.ofRanges(scope, 'office', '192.168.7.0/24');
      office.allowTo(connections);
      expect(connections.clientRanges()).toEqual(['192.168.7.0/24']);
    });
  });

  test('has figures in CloudMonitor, the worst of each minute', () => {
    synthStack((scope) => {
      const starrocks = instance(scope);
      const { instanceId } = starrocks;
      expect(starrocks.metricFrontendHeapUtilization()).toEqual({
        namespace: 'acs_emr',
        metricName: 'serverless_starrocks_fe_jvm_heap_util',
        dimensions: { instanceId },
        statistic: 'Maximum',
        periodSeconds: 60,
      });
      expect(starrocks.metricFrontendCpuUtilization({ periodSeconds: 300, statistic: 'Average' })).toMatchObject({
        metricName: 'serverless_starrocks_fe_cpu_util',
        statistic: 'Average',
        periodSeconds: 300,
      });
      expect(starrocks.metricComputeCpuUtilization().metricName).toBe('serverless_starrocks_be_cpu_util');
      expect(starrocks.metricComputeMemoryUtilization().metricName).toBe('serverless_starrocks_be_mem_util');
      // What must not fall is bad when it is low.
      expect(starrocks.metricNodesAlive()).toMatchObject({
        metricName: 'serverless_starrocks_node_info_alive_percent',
        statistic: 'Minimum',
      });
      expect(starrocks.metricFrontendUp().statistic).toBe('Minimum');
    });
  });

  test('is found in CloudMonitor by the dimension that the account says', () => {
    synthStack((scope) => {
      const starrocks = instance(scope, { metricDimension: 'clusterId' });
      expect(starrocks.metric('x').dimensions).toEqual({ clusterId: starrocks.instanceId });
    });
  });

  test('may be one that this app does not define', () => {
    const stack = synthStack((scope) => {
      const imported = StarRocksInstance.fromStarRocksInstanceAttributes(scope, 'Base', {
        instanceId: 'c-1',
        instanceName: 'base',
        ranges: ['10.9.0.0/20'],
      });
      expect(imported.connections.ranges).toEqual(['10.9.0.0/20']);
      expect(imported.metric('x').dimensions).toEqual({ instanceId: 'c-1' });
      const named = StarRocksInstance.fromStarRocksInstanceAttributes(scope, 'Named', {
        instanceId: 'c-1',
        instanceName: 'base',
        ranges: ['10.9.0.0/20'],
        metricDimension: 'clusterId',
      });
      expect(named.metric('x').dimensions).toEqual({ clusterId: 'c-1' });
      new Warehouse(scope, 'Etl', { instance: imported, warehouseName: 'etl', cuPerNode: 8 });
    });
    expect(stack.one('alicloud_star_rocks_node_group')).toMatchObject({ instance_id: 'c-1' });
  });

  test.each([1, 2])('fails with %d compute nodes, on which all background work runs', (nodes) => {
    expect(() => synthStack((stack) => instance(stack, { compute: { nodes } }))).toThrow(/STR1248/);
  });

  test.each([2, 13])('fails with %d frontends', (nodes) => {
    expect(() => synthStack((stack) => instance(stack, { frontend: { cu: 8, nodes, diskGb: 100 } }))).toThrow(
      /STR1205/,
    );
  });

  test('fails with a node size that is not sold', () => {
    expect(() => synthStack((stack) => instance(stack, { compute: { cu: 12, nodes: 3, diskGb: 100 } }))).toThrow(
      /STR1206/,
    );
  });
});

describe('Warehouse', () => {
  const warehouse = (changes: Partial<WarehouseProps> = {}) =>
    synthStack(
      (stack) =>
        new Warehouse(stack, 'Etl', { instance: instance(stack), warehouseName: 'etl', cuPerNode: 8, ...changes }),
    );

  test('least props: 3 nodes, one disk of 200 GB', () => {
    expect(warehouse().one('alicloud_star_rocks_node_group')).toMatchObject({
      node_group_name: 'etl',
      cu: 8,
      resident_node_number: 3,
      disk_number: 1,
      storage_size: 200,
      pay_type: 'postPaid',
    });
  });

  test('all props', () => {
    const stack = warehouse({
      cuPerNode: 32,
      nodes: 7,
      description: 'loads',
      cache: CacheDiskPolicy.fixed(500, { level: 'pl2' }),
    });
    expect(stack.one('alicloud_star_rocks_node_group')).toMatchObject({
      cu: 32,
      resident_node_number: 7,
      description: 'loads',
      disk_number: 1,
      storage_size: 500,
      storage_performance_level: 'pl2',
    });
  });

  test('its disks hold the hot data', () => {
    const cache = CacheDiskPolicy.forData({ hotDays: 7, dailyGrowthGib: 40, totalGib: 6000 });
    const stack = warehouse({ nodes: 2, cache });
    expect(stack.one('alicloud_star_rocks_node_group')).toMatchObject({
      resident_node_number: 2,
      storage_size: 200,
      storage_performance_level: 'pl1',
    });
    expect(stack.warnings).toEqual([]);
  });

  test('says when nobody knows how much of the data is hot', () => {
    const cache = CacheDiskPolicy.forData({ hotDays: 30, dailyGrowthGib: 10 });
    expect(warehouse({ cache }).warnings).toEqual([
      expect.stringMatching(/^nobody knows which part of the data is hot/),
    ]);
  });

  test('has figures of its nodes alone', () => {
    synthStack((stack) => {
      const starrocks = instance(stack);
      const etl = new Warehouse(stack, 'Etl', { instance: starrocks, warehouseName: 'etl', cuPerNode: 8 });
      expect(etl.metricCpuUtilization()).toEqual({
        namespace: 'acs_emr',
        metricName: 'serverless_starrocks_be_cpu_util',
        dimensions: { instanceId: starrocks.instanceId, warehouseName: 'etl' },
        statistic: 'Maximum',
        periodSeconds: 60,
      });
      expect(etl.metricMemoryUtilization().metricName).toBe('serverless_starrocks_be_mem_util');
    });
  });

  test('may be one that this app does not define', () => {
    const stack = synthStack((scope) => {
      const imported = Warehouse.fromWarehouseAttributes(scope, 'Default', {
        instance: instance(scope),
        warehouseName: 'default_warehouse',
      });
      expect(imported.metricCpuUtilization().dimensions).toMatchObject({ warehouseName: 'default_warehouse' });
    });
    expect(stack.all('alicloud_star_rocks_node_group')).toEqual([]);
  });

  test('fails when more than a fifth of the data is hot without a reason', () => {
    const facts = { hotDays: 30, dailyGrowthGib: 10, totalGib: 1000 };
    expect(() => warehouse({ cache: CacheDiskPolicy.forData(facts) })).toThrow(/30 % of the data is hot.*STR1209/);
    expect(() => warehouse({ cache: CacheDiskPolicy.forData(facts, { reason: ' ' }) })).toThrow(/STR1209/);
    const reason = 'the regulator asks for 30 days within a second';
    expect(warehouse({ cache: CacheDiskPolicy.forData(facts, { reason }) }).warnings).toEqual([]);
  });

  test.each([0, 12, -8])('fails when cuPerNode is %d', (cuPerNode) => {
    expect(() => warehouse({ cuPerNode })).toThrow(/STR1207/);
  });

  test.each([0, 101, 1.5])('fails with %d nodes', (nodes) => {
    expect(() => warehouse({ nodes })).toThrow(/STR1208/);
  });

  test.each([
    ['do not fit on any disks', { hotDays: 3650, dailyGrowthGib: 1000 }],
    ['are not there', { hotDays: 7, dailyGrowthGib: 0 }],
  ])('fails when the hot data %s', (_, facts) => {
    expect(() => warehouse({ nodes: 1, cache: CacheDiskPolicy.forData(facts) })).toThrow(/STR1209/);
  });

  test('fails when its disk is not sold', () => {
    expect(() => warehouse({ cache: CacheDiskPolicy.fixed(150) })).toThrow(/got 150.*STR1209/);
  });
});

describe('CacheDiskPolicy', () => {
  const prices = {
    currency: 'USD',
    diskGbMonth: { pl0: 0.0765, pl1: 0.153, pl2: 0.306, pl3: 0.612 },
    objectGibMonth: 0.0263,
  };
  const facts = { hotDays: 7, dailyGrowthGib: 40, totalGib: 6000 };

  test('tells a table how long its rows stay on the disks', () => {
    expect(CacheDiskPolicy.forData(facts).tableProperties()).toEqual({
      'datacache.enable': 'true',
      'datacache.partition_duration': '7 DAY',
    });
    expect(CacheDiskPolicy.fixed(200).tableProperties()).toEqual({ 'datacache.enable': 'true' });
  });

  test('has disks of pl1 unless told otherwise', () => {
    expect(CacheDiskPolicy.forData(facts).layoutFor(3)).toMatchObject({ level: 'pl1' });
    expect(CacheDiskPolicy.forData(facts, { level: 'pl3' }).layoutFor(3)).toMatchObject({ level: 'pl3', diskGb: 500 });
    expect(CacheDiskPolicy.fixed(200).layoutFor(3)).toMatchObject({ level: 'pl1' });
  });

  test('costs less than half of all on disk', () => {
    expect(CacheDiskPolicy.forData(facts).storageCost(3, prices)?.saving).toBeGreaterThan(0.5);
  });

  test('has no cost to compare when it knows nothing of the data', () => {
    expect(CacheDiskPolicy.fixed(200).storageCost(3, prices)).toBeUndefined();
    expect(CacheDiskPolicy.forData({ ...facts, dailyGrowthGib: 0 }).storageCost(3, prices)).toBeUndefined();
  });
});
