import type { FakeControlPlane } from './fake-control-plane';
import { fakeControlPlane } from './fake-control-plane';
import { NETWORK, STREAMS, WAREHOUSE } from './stacks';
import type { TerraformRun, Workspace } from './terraform';
import { REQUIRED_PROVIDERS, bundleStandIn, workspace } from './terraform';

jest.setTimeout(300_000);

const REGION = { alicloud: [{ region: 'cn-shanghai' }] };

let cloud: FakeControlPlane;
let stack: Workspace;

function write(resource: unknown, rest: Readonly<Record<string, unknown>> = {}): void {
  stack.write('main.tf.json', { terraform: REQUIRED_PROVIDERS, provider: REGION, resource, ...rest });
}

function apply(): Promise<TerraformRun> {
  return stack.run('apply', '-auto-approve', '-no-color');
}

function destroy(): Promise<TerraformRun> {
  return stack.run('destroy', '-auto-approve', '-no-color');
}

/** Exit code 0: nothing to do, 2: something to do. */
function plan(): Promise<TerraformRun> {
  return stack.run('plan', '-detailed-exitcode', '-no-color');
}

beforeAll(bundleStandIn);

beforeEach(async () => {
  cloud = await fakeControlPlane();
  stack = workspace({ STRATA_SANDBOX_DIR: cloud.sandboxFolder });
  write(NETWORK);
  const { code, output } = await stack.run('init', '-no-color');
  if (code !== 0) throw new Error(output);
});

afterEach(async () => {
  stack.remove();
  await cloud.stop();
});

describe('Terraform with the stand-in', () => {
  test('creates, has nothing more to do, changes in place, replaces, sees drift, destroys', async () => {
    write({ ...NETWORK, ...WAREHOUSE, ...STREAMS });
    expect((await apply()).output).toContain('13 added, 0 changed, 0 destroyed');
    expect((await plan()).output).toContain('No changes');

    const etl = { ...WAREHOUSE.alicloud_star_rocks_node_group.etl, resident_node_number: 3 };
    const clicks = { ...STREAMS.alicloud_alikafka_topic.clicks, topic: 'page_clicks' };
    write({
      ...NETWORK,
      ...WAREHOUSE,
      ...STREAMS,
      alicloud_star_rocks_node_group: { etl },
      alicloud_alikafka_topic: { clicks },
    });
    cloud.calls.length = 0;
    expect((await apply()).output).toContain('1 added, 1 changed, 1 destroyed');
    expect(cloud.calls.filter(({ call }) => call.includes('resourceChange'))).toMatchObject([
      { call: 'POST /webapi/resourceChange/modifyNodeNumber', body: { Target: '3' } },
    ]);

    for (const vpc of Object.values(cloud.resources['alicloud_vpc'] ?? {})) vpc['tags'] = { team: 'other' };
    cloud.resources['alicloud_security_group'] = {};
    const drifted = (await plan()).output;
    expect(drifted).toContain('"other" -> "demo"');
    expect(drifted).toContain('1 to add, 1 to change, 0 to destroy');

    expect((await destroy()).output).toContain('12 destroyed');
    expect(Object.values(cloud.resources).flatMap((each) => Object.keys(each))).toEqual([]);
  });

  test('fails as the real provider when the cloud refuses, and carries on from there', async () => {
    cloud.failNext('POST', 'The quota of VPCs is used up.');
    const refused = await apply();
    expect(refused.code).toBe(1);
    expect(refused.output).toContain('Resource alicloud_vpc CreateVpc Failed!!! [sandbox control plane ERROR]');
    expect((await stack.run('state', 'list')).output).not.toContain('alicloud_vpc.main');

    cloud.failNext('DescribeVpcAttribute', 'It did not become available.');
    expect((await apply()).code).toBe(1);
    expect((await plan()).output).toContain('alicloud_vpc.main is tainted, so must be replaced');
    expect((await apply()).code).toBe(0);

    const main = { ...NETWORK.alicloud_vpc.main, description: 'new' };
    write({ ...NETWORK, alicloud_vpc: { main } });
    cloud.failNext('ModifyVpcAttribute', 'Try again later.');
    expect((await apply()).output).toContain('UpdateVpc Failed!!!');
    expect((await apply()).output).toContain('0 added, 1 changed, 0 destroyed');

    cloud.failNext('DeleteVSwitch', 'DependencyViolation');
    expect((await destroy()).code).toBe(1);
    expect((await destroy()).code).toBe(0);
  });

  test('imports what exists', async () => {
    expect((await apply()).code).toBe(0);
    const [id = ''] = Object.keys(cloud.resources['alicloud_vpc'] ?? {});
    await stack.run('state', 'rm', 'alicloud_vpc.main');
    expect((await stack.run('import', '-no-color', 'alicloud_vpc.main', id)).output).toContain('Import successful');
    expect((await plan()).code).toBe(0);
  });

  test('fails to apply without a sandbox and says what to do, but plans', async () => {
    await cloud.stop();
    expect((await plan()).output).toContain('3 to add');
    const { code, output } = await apply();
    expect(code).toBe(1);
    expect(output).toContain('STR1720: the sandbox is not running: npx strata sandbox up');
  });

  test('fails for credentials in the provider block, without showing them', async () => {
    const provider = { alicloud: [{ region: 'cn-shanghai', access_key: 'LTAI5tReal', secret_key: 'VeryReal' }] };
    write(NETWORK, { provider });
    const { code, output } = await plan();
    expect(code).toBe(1);
    expect(output).toContain('STR1721: the sandbox takes no credentials, but the provider block sets secret_key');
    expect(output).not.toContain('VeryReal');
  });
});
