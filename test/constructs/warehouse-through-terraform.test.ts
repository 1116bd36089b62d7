import type { TerraformStack } from 'cdktf';
import { WEEKDAYS } from '@strata/environment';
import type { NodeGroupSize } from '@strata/environment';
import { StarrocksAdmin } from '@strata/provider-strata/lib/starrocks-admin';
import { StarrocksSharedInstance } from '@strata/provider-strata/lib/starrocks-shared-instance';
import { ServiceIdentity } from '../../constructs/identity/service-identity';
import { Connections } from '../../constructs/network/connections';
import { Network } from '../../constructs/network/network';
import { tcp } from '../../constructs/network/port';
import { CacheDiskPolicy } from '../../constructs/warehouse/cache-disk-policy';
import { ElasticSchedule } from '../../constructs/warehouse/elastic-schedule';
import { StarRocksInstance } from '../../constructs/warehouse/starrocks-instance';
import { Warehouse } from '../../constructs/warehouse/warehouse';
import { synthStack } from '../helpers/synth';
import { terraformLab } from '../helpers/terraform-lab';
import type { TerraformLab } from '../helpers/terraform-lab';

jest.setTimeout(600_000);

const ZONE = 'cn-shanghai-l';
const tags = { 'strata:team': 'risk' };

interface Settings {
  readonly compute: NodeGroupSize;
  readonly cu: number;
  readonly nodes: number;
  readonly clients: readonly string[];
  /** Whether the warehouse of the night has no nodes by day. */
  readonly scaleToZero: boolean;
  readonly protection: boolean;
}

const SETTINGS: Settings = {
  compute: { cu: 8, nodes: 3, diskGb: 200 },
  cu: 8,
  nodes: 2,
  clients: ['office'],
  scaleToZero: true,
  protection: true,
};

/** Every construct of networks, warehouses and identities with all of its props. */
function everything(stack: TerraformStack, { compute, cu, nodes, clients, scaleToZero, protection }: Settings): void {
  const network = new Network(stack, 'Network', {
    cidr: '10.10.0.0/16',
    zones: [ZONE, 'cn-shanghai-g'],
    vpcName: 'demo-vpc',
    securityGroupName: 'demo-sg',
    vswitchName: (zone) => `demo-vsw-${zone}`,
    outbound: { natName: 'demo-nat', addressName: 'demo-eip', bandwidthMbit: 20 },
    domain: 'demo.strata',
    protection,
    tags,
  });
  const instance = new StarRocksInstance(stack, 'StarRocks', {
    environment: { id: 'demo', target: 'sandbox', region: 'cn-shanghai' },
    network,
    zone: ZONE,
    instanceName: 'demo-starrocks',
    version: '3.3',
    bootstrapPassword: 'Sandbox-bootstrap-1',
    compute,
    gateway: { loadBalancer: true, isolateLeader: true },
    upgrades: { maintenanceWindow: '00:00-06:00' },
    parameters: [{ component: 'FE', key: 'qe_max_connection', value: '8192', restart: true }],
    protection,
    tags,
  });
  instance.inTurn.addFirst(
    new StarrocksAdmin(stack, 'Admin', {
      ...instance.place,
      password: 'sandbox:admin',
      dependsOn: [instance.resource],
    }),
  );
  network.privateZone?.addAlias(stack, 'starrocks', instance.host);
  for (const name of clients) {
    const client = Connections.ofRanges(stack, name, '192.168.7.0/24');
    client.allowTo(instance);
    network.connections.allowFrom(client, tcp(9030));
  }
  new Warehouse(stack, 'Etl', {
    instance,
    warehouseName: 'etl',
    cuPerNode: cu,
    nodes,
    cache: CacheDiskPolicy.forData({ hotDays: 7, dailyGrowthGib: 40, totalGib: 6000 }),
    description: 'loads',
  });
  const night = new Warehouse(stack, 'Night', {
    instance,
    warehouseName: 'night',
    cuPerNode: 8,
    nodes: 1,
    scaleToZero,
  });
  new ElasticSchedule(stack, 'Schedule', {
    warehouse: night,
    timeZone: 'Asia/Shanghai',
    rules: [
      { name: 'nightly', nodes: 2, from: '22:00', to: '04:00', days: WEEKDAYS },
      { name: 'saturday', nodes: 1, from: '10:00', to: '12:00', days: ['sat'] },
    ],
  });
  guest(stack, instance);
  const operator = new ServiceIdentity(stack, 'Operator', {
    roleName: 'demo-operator',
    description: 'Resizes the warehouse.',
    principals: ['acs:ram::1234567890123456:role/ci'],
    tags,
  });
  instance.grantOperate(operator);
}

/** A warehouse of another environment on the instance, as its stack would make it after this one. */
function guest(stack: TerraformStack, { place, inTurn }: StarRocksInstance): void {
  const own = { ...place, environment: 'sales-dev' };
  const found = inTurn.add(new StarrocksSharedInstance(stack, 'Shared', own));
  const instance = StarRocksInstance.fromStarRocksInstanceAttributes(stack, 'Guest', {
    instanceId: found.instanceId,
    place: own,
    dependsOn: [found],
  });
  instance.connections.allowFrom(Connections.ofRanges(stack, 'sales-office', '192.168.8.0/24'));
  new Warehouse(stack, 'Sales', { instance, warehouseName: 'sales', cuPerNode: 8, nodes: 1 });
}

function textOf(changes: Partial<Settings> = {}): string {
  return synthStack((stack) => everything(stack, { ...SETTINGS, ...changes })).text;
}

describe('constructs of networks, warehouses and identities, through Terraform', () => {
  let lab: TerraformLab;
  beforeAll(async () => {
    lab = await terraformLab(textOf());
  });
  afterAll(() => lab.remove());

  const change = async (changes: Partial<Settings>): Promise<string> => {
    lab.declare(textOf(changes));
    const { code, output } = await lab.apply();
    if (code !== 0) throw new Error(output);
    expect((await lab.plan()).output).toContain('No changes');
    return output;
  };

  test('are created, and nothing is left to do', async () => {
    expect(await change({})).toContain(' 0 changed, 0 destroyed');
    expect(await lab.resources()).toContainEqual(expect.stringMatching(/^alicloud_star_rocks_instance /));
  });

  test('a warehouse and default_warehouse are resized in place', async () => {
    const resized = { cu: 16, nodes: 3, compute: { cu: 16, nodes: 4, diskGb: 300 } };
    expect(await change(resized)).toContain('0 added, 2 changed, 0 destroyed');
  });

  test('a warehouse comes back from zero in place', async () => {
    const resized = { cu: 16, nodes: 3, compute: { cu: 16, nodes: 4, diskGb: 300 } };
    expect(await change({ ...resized, scaleToZero: false })).toContain('0 added, 1 changed, 1 destroyed');
    expect(await change(resized)).toContain('1 added, 0 changed, 0 destroyed');
  });

  test('a client comes and another goes, without touching anything else', async () => {
    const resized = { cu: 16, nodes: 3, compute: { cu: 16, nodes: 4, diskGb: 300 } };
    expect(await change({ ...resized, clients: ['factory'] })).toContain('2 added, 0 changed, 2 destroyed');
  });

  test('fails to shrink disks', async () => {
    lab.declare(textOf({ cu: 16, nodes: 3, compute: { cu: 16, nodes: 4, diskGb: 200 } }));
    const { code, output } = await lab.plan();
    expect([code, output]).toEqual([1, expect.stringMatching(/never shrink/)]);
  });

  test('fails to be destroyed while protected, and leaves nothing behind when it is not', async () => {
    const last = { cu: 16, nodes: 3, compute: { cu: 16, nodes: 4, diskGb: 300 }, clients: ['factory'] };
    lab.declare(textOf(last));
    expect((await lab.destroy()).output).toContain('Instance cannot be destroyed');
    await change({ ...last, protection: false });
    const { code, output } = await lab.destroy();
    expect([code, output]).toEqual([0, expect.stringContaining('Destroy complete')]);
    expect(await lab.resources()).toEqual([]);
  });
});
