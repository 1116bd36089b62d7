import type { TerraformStack } from 'cdktf';
import { CacheDiskPolicy } from '../../constructs/warehouse/cache-disk-policy';
import { StarRocksInstance } from '../../constructs/warehouse/starrocks-instance';
import type { StarRocksInstanceProps } from '../../constructs/warehouse/starrocks-instance';
import { Warehouse } from '../../constructs/warehouse/warehouse';
import type { WarehouseProps } from '../../constructs/warehouse/warehouse';
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

  test('may be one that this app does not define', () => {
    const stack = synthStack((scope) => {
      const imported = StarRocksInstance.fromStarRocksInstanceAttributes(scope, 'Base', {
        instanceId: 'c-1',
        instanceName: 'base',
      });
      new Warehouse(scope, 'Etl', { instance: imported, warehouseName: 'etl', cuPerNode: 8 });
    });
    expect(stack.one('alicloud_star_rocks_node_group')).toMatchObject({ instance_id: 'c-1' });
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

  test('its disks hold the hot data', () => {
    const cache = CacheDiskPolicy.forHotData({ hotDays: 7, dailyGrowthGb: 40, totalGb: 6000 });
    expect(warehouse({ nodes: 2, cache }).one('alicloud_star_rocks_node_group')).toMatchObject({
      resident_node_number: 2,
      storage_size: 200,
    });
  });

  test('says when too much of the data is hot', () => {
    const cache = CacheDiskPolicy.forHotData({ hotDays: 30, dailyGrowthGb: 10, totalGb: 1000 });
    expect(warehouse({ cache }).warnings).toEqual([expect.stringMatching(/^30 % of the data is hot; above 20 %/)]);
  });

  test.each([0, 12, -8])('fails when cuPerNode is %d', (cuPerNode) => {
    expect(() => warehouse({ cuPerNode })).toThrow(/STR1207/);
  });

  test.each([0, 101, 1.5])('fails with %d nodes', (nodes) => {
    expect(() => warehouse({ nodes })).toThrow(/STR1208/);
  });

  test('fails when the hot data do not fit on any disks', () => {
    const cache = CacheDiskPolicy.forHotData({ hotDays: 3650, dailyGrowthGb: 1000 });
    expect(() => warehouse({ nodes: 1, cache })).toThrow(/STR1209/);
  });
});

describe('CacheDiskPolicy', () => {
  test.each([
    [{ hotDays: 7, dailyGrowthGb: 2 }, 1, { disks: 1, diskGb: 100 }],
    [{ hotDays: 7, dailyGrowthGb: 40 }, 3, { disks: 1, diskGb: 200 }],
    [{ hotDays: 10, dailyGrowthGb: 8 }, 1, { disks: 1, diskGb: 100 }],
    [{ hotDays: 10, dailyGrowthGb: 9 }, 1, { disks: 1, diskGb: 200 }],
    [{ hotDays: 100, dailyGrowthGb: 1000 }, 1, { disks: 2, diskGb: 62_500 }],
  ])('%j on %d nodes needs %j on each', (hot, nodes, expected) => {
    expect(CacheDiskPolicy.forHotData(hot).disksFor(nodes)).toMatchObject(expected);
  });
});
