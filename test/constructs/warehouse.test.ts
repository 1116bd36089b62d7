import type { TerraformStack } from 'cdktf';
import { WEEKDAYS } from '@strata/environment';
import type { ScheduleRule } from '@strata/environment';
import { CacheDiskPolicy } from '../../constructs/warehouse/cache-disk-policy';
import { ElasticSchedule } from '../../constructs/warehouse/elastic-schedule';
import type { ElasticScheduleProps } from '../../constructs/warehouse/elastic-schedule';
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

  test('what is frozen is owned by resources that change it in place, one after the other', () => {
    const stack = synthStack((scope) => instance(scope));
    const place = {
      environment: 'risk-dev',
      target: 'cloud',
      region: 'cn-shanghai',
      instance_name: 'risk-dev-starrocks',
    };
    expect(stack.one('strata_starrocks_version')).toMatchObject({
      ...place,
      version: '3.3',
      depends_on: ['alicloud_star_rocks_instance.StarRocks_C4C43254'],
    });
    const groups = stack.all('strata_starrocks_default_group');
    expect(groups).toEqual([
      expect.objectContaining({ ...place, group: 'compute', cu: 16, nodes: 3, disk_gb: 500 }),
      expect.objectContaining({ ...place, group: 'frontend', cu: 8, nodes: 3, disk_gb: 100 }),
    ]);
    const before = (type: string): unknown => stack.one(type)['depends_on'];
    expect(groups.map((group) => group['depends_on'])).toEqual([
      [expect.stringMatching(/_default_group\.StarRocks_FrontendGroup_/)],
      [expect.stringMatching(/_version\.StarRocks_Version_/)],
    ]);
    expect(before('strata_starrocks_gateway')).toEqual([expect.stringMatching(/\.StarRocks_ComputeGroup_/)]);
  });

  test('is reached by names inside the VPC and upgraded by review alone, with the parameters of the service', () => {
    const stack = synthStack((scope) => {
      expect(instance(scope).host).toMatch(/^\$\{TfToken/);
    });
    expect(stack.one('strata_starrocks_gateway')).toMatchObject({
      name: 'default',
      load_balancer: false,
      isolate_leader: false,
      public: false,
    });
    expect(stack.one('strata_starrocks_version')).toEqual({
      environment: 'risk-dev',
      target: 'cloud',
      region: 'cn-shanghai',
      instance_name: 'risk-dev-starrocks',
      version: '3.3',
      auto_minor_upgrade: false,
      depends_on: expect.any(Array) as unknown,
    });
    expect(stack.all('strata_starrocks_parameter')).toEqual([]);
    expect(stack.all('strata_starrocks_whitelist')).toEqual([]);
  });

  test('may be behind a load balancer that keeps queries away from the leader', () => {
    const gateway = { loadBalancer: true, isolateLeader: true };
    expect(synthStack((scope) => instance(scope, { gateway })).one('strata_starrocks_gateway')).toMatchObject({
      load_balancer: true,
      isolate_leader: true,
    });
  });

  test('may be upgraded by the service, at its time, or to a version that is named', () => {
    const upgrades = {
      automatic: true,
      minorVersion: '3.3.13-1.1.1-1.7.13',
      allowMajor: '3.5',
      maintenanceWindow: '00:00-06:00',
    };
    expect(synthStack((scope) => instance(scope, { upgrades })).one('strata_starrocks_version')).toMatchObject({
      auto_minor_upgrade: true,
      minor_version: '3.3.13-1.1.1-1.7.13',
      allow_major_upgrade: '3.5',
      maintenance_window: '00:00-06:00',
    });
  });

  test('has parameters that restart nodes only where that is said', () => {
    const parameters = [
      { component: 'FE', key: 'qe_max_connection', value: '8192' },
      { component: 'BE', key: 'mem_limit', value: '85%', restart: true },
    ];
    const found = synthStack((scope) => instance(scope, { parameters })).all('strata_starrocks_parameter');
    expect(found).toEqual([
      expect.objectContaining({ component: 'BE', key: 'mem_limit', value: '85%', restart: true }),
      expect.objectContaining({ component: 'FE', key: 'qe_max_connection', value: '8192', restart: false }),
    ]);
    expect(found[0]?.['depends_on']).toEqual([expect.stringMatching(/Parameter-FE-qe_max_connection/)]);
  });

  test('least props: 3 frontends and 3 compute nodes of 8 CU, in the resource group of the account', () => {
    const stack = synthStack((scope) => instance(scope, { frontend: undefined, compute: undefined }));
    expect(stack.all('strata_starrocks_default_group')).toEqual([
      expect.objectContaining({ group: 'compute', cu: 8, nodes: 3, disk_gb: 200 }),
      expect.objectContaining({ group: 'frontend', cu: 8, nodes: 3, disk_gb: 100 }),
    ]);
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
    const stack = synthStack((scope) => {
      const { connections } = instance(scope);
      expect(connections.ranges).toEqual(['10.20.0.0/20']);
      Connections.ofRanges(scope, 'office', '192.168.7.0/24', '192.168.9.0/24').allowTo(connections);
    });
    expect(stack.one('strata_starrocks_whitelist')).toMatchObject({
      group: 'office',
      cidrs: ['192.168.7.0/24', '192.168.9.0/24'],
      instance_name: 'risk-dev-starrocks',
      depends_on: ['alicloud_star_rocks_instance.StarRocks_C4C43254'],
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
      const place = { environment: 'risk-dev', target: 'cloud', region: 'cn-shanghai', instanceName: 'base' } as const;
      const attributes = { instanceId: 'c-1', place, ranges: ['10.9.0.0/20'] };
      const imported = StarRocksInstance.fromStarRocksInstanceAttributes(scope, 'Base', attributes);
      expect(imported.instanceName).toBe('base');
      expect(imported.connections.ranges).toEqual(['10.9.0.0/20']);
      expect(imported.metric('x').dimensions).toEqual({ instanceId: 'c-1' });
      const metricDimension = 'clusterId';
      const named = StarRocksInstance.fromStarRocksInstanceAttributes(scope, 'Named', {
        ...attributes,
        metricDimension,
      });
      expect(named.metric('x').dimensions).toEqual({ clusterId: 'c-1' });
      imported.connections.allowFrom(Connections.ofRanges(scope, 'office', '192.168.7.0/24'));
      new Warehouse(scope, 'Etl', { instance: imported, warehouseName: 'etl', cuPerNode: 8 });
    });
    expect(stack.one('alicloud_star_rocks_node_group')).toMatchObject({ instance_id: 'c-1' });
    // Another environment on the instance may know an office, too.
    const whitelist = stack.one('strata_starrocks_whitelist');
    expect(whitelist).toMatchObject({ group: 'risk-dev-office', instance_name: 'base' });
    expect(whitelist['depends_on']).toEqual([]);
  });

  test.each([
    [{ isolateLeader: true }, 3],
    [{ loadBalancer: true, isolateLeader: true }, 1],
  ])('fails to keep the leader away from queries with %j and %d frontends', (gateway, nodes) => {
    expect(() => synthStack((stack) => instance(stack, { gateway, frontend: { nodes } }))).toThrow(/STR1254/);
  });

  test('fails when a parameter has two values', () => {
    const parameters = ['1', '2'].map((value) => ({ component: 'FE', key: 'k', value }));
    expect(() => synthStack((stack) => instance(stack, { parameters }))).toThrow(/FE k twice.*STR1255/);
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

  test('may have no nodes but those of a schedule', () => {
    const stack = warehouse({ scaleToZero: true });
    expect(stack.one('alicloud_star_rocks_node_group')).toMatchObject({
      lifecycle: { ignore_changes: ['resident_node_number'] },
    });
    expect(stack.one('strata_starrocks_node_count')).toMatchObject({
      warehouse: 'etl',
      nodes: 0,
      depends_on: [expect.stringMatching(/^alicloud_star_rocks_node_group\./)],
    });
    const always = warehouse();
    expect(always.one('alicloud_star_rocks_node_group')['lifecycle']).toBeUndefined();
    expect(always.all('strata_starrocks_node_count')).toEqual([]);
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

describe('ElasticSchedule', () => {
  const morning: ScheduleRule = { name: 'morning', nodes: 2, from: '08:30', to: '12:00', days: WEEKDAYS };
  const schedule = (rules: readonly ScheduleRule[], changes: Partial<ElasticScheduleProps> = {}) =>
    synthStack((stack) => {
      const etl = new Warehouse(stack, 'Etl', { instance: instance(stack), warehouseName: 'etl', cuPerNode: 8 });
      new ElasticSchedule(stack, 'Schedule', { warehouse: etl, timeZone: 'Asia/Shanghai', rules, ...changes });
    });

  // @trap 2.2-7
  test('adds nodes from one time to another, every day, from now on', () => {
    expect(schedule([morning]).one('strata_starrocks_elastic_rule')).toEqual({
      environment: 'risk-dev',
      target: 'cloud',
      region: 'cn-shanghai',
      instance_name: 'risk-dev-starrocks',
      warehouse: 'etl',
      name: 'morning',
      nodes: 2,
      time_zone: 'Asia/Shanghai',
      recurrence: 'daily',
      first_day: '2026-01-01',
      scale_out_at: '08:30',
      scale_in_at: '12:00',
      depends_on: [expect.stringMatching(/^alicloud_star_rocks_node_group\./)],
    });
  });

  test('may hold on some days, from a day on, one rule after the other', () => {
    const evening: ScheduleRule = { name: 'evening', nodes: 1, from: '20:00', to: '02:00', days: ['fri', 'sat'] };
    const rules = schedule([{ ...morning, days: ['mon'] }, evening], { firstDay: '2027-01-01' }).all(
      'strata_starrocks_elastic_rule',
    );
    expect(rules).toEqual([
      expect.objectContaining({ name: 'evening', recurrence: 'weekly', days: ['FRI', 'SAT'], first_day: '2027-01-01' }),
      expect.objectContaining({ name: 'morning', recurrence: 'weekly', days: ['MON'] }),
    ]);
    expect(rules[0]?.['depends_on']).toEqual([expect.stringMatching(/Rule-morning/)]);
  });

  test('fails in a time zone that there is not', () => {
    expect(() => schedule([morning], { timeZone: 'Asia/Nowhere' })).toThrow(/STR1256/);
  });

  test.each<[string, Partial<ScheduleRule>]>([
    ['a time is none', { from: '8:30' }],
    ['it ends as it begins', { to: '08:30' }],
    ['it has no day', { days: [] }],
  ])('fails when %s', (_, changes) => {
    expect(() => schedule([{ ...morning, ...changes }])).toThrow(/STR1257/);
  });

  test.each([0, 101, 1.5])('fails when a rule adds %d nodes', (nodes) => {
    expect(() => schedule([{ ...morning, nodes }])).toThrow(/STR1258/);
  });

  test('fails when two rules overlap or have one name', () => {
    const noon: ScheduleRule = { name: 'noon', nodes: 1, from: '11:59', to: '13:00', days: ['sun'] };
    expect(() => schedule([morning, noon])).toThrow(/morning and noon overlap.*STR1259/);
    expect(() => schedule([morning, { ...noon, name: 'morning', from: '14:00', to: '15:00' }])).toThrow(
      /have the name morning.*STR1259/,
    );
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
