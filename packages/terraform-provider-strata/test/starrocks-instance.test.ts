import { testSandbox } from '../../alicloud-sandbox/test/control-plane/helpers';
import type { Workspace } from '../../terraform-plugin/test/lab/terraform';
import { bundleProvider, mainFile, strataWorkspace } from './helpers/provider';

jest.setTimeout(180_000);

const MADE = {
  version: '3.3',
  frontend_cu: 8,
  frontend_nodes: 1,
  frontend_disk_gb: 100,
  compute_cu: 8,
  compute_nodes: 3,
  compute_disk_gb: 200,
};
type Sizes = Record<keyof typeof MADE, string | number>;

const block = (cu: number, nodes: number, disk: number) => ({
  cu,
  resident_node_number: nodes,
  storage_size: disk,
  disk_number: 1,
  spec_type: 'standard',
});

describe('strata_starrocks_instance under real Terraform, with the control plane of the sandbox', () => {
  const sandbox = testSandbox();
  let workspace: Workspace;
  let id = '';

  function use(changes: Partial<Sizes> = {}): void {
    const sizes = Object.entries({ ...MADE, ...changes }).map(
      ([name, value]) => `  ${name} = ${JSON.stringify(value)}`,
    );
    workspace.write(
      'main.tf',
      mainFile(
        `resource "strata_starrocks_instance" "i" {\n  environment = "demo"\n  target = "sandbox"\n  region = "cn-shanghai"\n  instance_name = "demo-starrocks"\n${sizes.join('\n')}\n}\n`,
      ),
    );
  }
  const flat = (text: string): string => text.replace(/\s+/g, ' ');
  const plan = async () => flat((await workspace.run('plan', '-input=false')).output);
  const apply = () => workspace.run('apply', '-auto-approve', '-input=false');
  const isEmpty = async () => expect(await workspace.run('plan', '-detailed-exitcode')).toMatchObject({ code: 0 });
  const state = async () => (await workspace.state())['strata_starrocks_instance.i'];
  const api = async (path: string, parameters: Record<string, string>) =>
    (await sandbox.call('POST', `/webapi/${path}?${new URLSearchParams({ InstanceId: id, ...parameters }).toString()}`))
      .body;
  const groups = async () =>
    ((await api('nodegroup/describeNodeGroups', {}))['Data'] as Record<string, unknown>[]).map(
      ({ NodeGroupName, Cu, ResidentNodeNumber, StorageSize }) => [NodeGroupName, Cu, ResidentNodeNumber, StorageSize],
    );

  beforeAll(async () => {
    await sandbox.start();
    const created = await sandbox.call('POST', '/sandbox/resources/alicloud_star_rocks_instance', {
      instance_name: 'demo-starrocks',
      admin_password: 'First-pass_1',
      version: '3.3',
      package_type: 'official',
      frontend_node_groups: [block(8, 1, 100)],
      backend_node_groups: [block(8, 3, 200)],
    });
    id = String(created.body['id']);
    workspace = strataWorkspace(bundleProvider(), sandbox.folder.checkout);
    use();
    expect(await workspace.run('init')).toMatchObject({ code: 0 });
  });
  afterAll(async () => {
    workspace.remove();
    await sandbox.remove();
  });

  test('fails to take over an instance that is not as declared, and names the import', async () => {
    use({ compute_nodes: 5 });
    const run = await apply();
    expect(run.code).toBe(1);
    expect(flat(run.output)).toContain(
      'STR1616: demo-starrocks exists and is not as declared: compute_nodes 3 -> 5. Put the old values back: compute_nodes 3.',
    );
    expect(flat(run.output)).toContain(
      "terraform import <address of this resource> 'demo/sandbox/cn-shanghai/demo-starrocks'",
    );
    expect(await groups()).toContainEqual(['default_warehouse', 8, 3, 200]);
  });

  test('imported, the plan shows what would change', async () => {
    const run = await workspace.run('import', 'strata_starrocks_instance.i', 'demo/sandbox/cn-shanghai/demo-starrocks');
    expect(run).toMatchObject({ code: 0 });
    expect(await plan()).toMatch(/compute_nodes += 3 -> 5/);
    expect(await workspace.run('state', 'rm', 'strata_starrocks_instance.i')).toMatchObject({ code: 0 });
  });

  test('takes over an instance that is as declared; the next plan is empty', async () => {
    use();
    expect(await apply()).toMatchObject({ code: 0 });
    await isEmpty();
  });

  test('an edit is never silent: it is planned with its consequences and made in place, one dimension after the other', async () => {
    use({ version: '3.5', frontend_nodes: 3, compute_cu: 16, compute_nodes: 4, compute_disk_gb: 300 });
    const planned = await plan();
    expect(planned).toMatch(/compute_cu += 8 -> 16/);
    expect(planned).toMatch(/version += "3.3" -> "3.5"/);
    expect(planned).toContain('The upgrade from 3.3 to 3.5 has no way back');
    await sandbox.call('POST', '/sandbox/faults', { operation: 'UpgradeVersion', message: 'out of stock', times: 1 });
    const failed = await apply();
    expect(failed.output).toContain('out of stock');
    expect(await state()).toMatchObject({ version: '3.3', frontend_nodes: 3, compute_nodes: 4, compute_disk_gb: 300 });
    expect(await plan()).toContain('0 to add, 1 to change');
    expect(await apply()).toMatchObject({ code: 0 });
    expect(await groups()).toEqual([
      ['defaultFeNodeGroup', 8, 3, 100],
      ['default_warehouse', 16, 4, 300],
    ]);
    await isEmpty();
  });

  test('what somebody changed in the console comes back with the next plan', async () => {
    await api('resourceChange/modifyNodeNumber', { NodeGroupId: `ng-${id}-default`, Target: '7' });
    expect(await plan()).toMatch(/compute_nodes += 7 -> 4/);
    expect(await apply()).toMatchObject({ code: 0 });
    expect(await groups()).toContainEqual(['default_warehouse', 16, 4, 300]);
  });

  test('fails in the plan for what cannot be made in place, all at once', async () => {
    use({ version: '3.3', frontend_nodes: 1, compute_cu: 16, compute_nodes: 4, compute_disk_gb: 200 });
    const planned = await plan();
    expect(planned).toContain('STR1617: frontend_nodes 3 -> 1 cannot be made in place');
    expect(planned).toContain('STR1617: compute_disk_gb 300 -> 200 cannot be made in place');
    expect(planned).toContain('STR1617: version 3.5 -> 3.3 cannot be made in place');
    use({ version: '3.9', frontend_nodes: 3, compute_cu: 16, compute_nodes: 4, compute_disk_gb: 300 });
    expect(await plan()).toContain('cannot be upgraded to 3.9 now; no other version is on offer');
  });

  test.each([
    ['frontend_nodes', 2, 'odd and at most 11'],
    ['compute_nodes', 0, 'between 1 and 100'],
    ['frontend_cu', 12, 'one of 4, 8, 16, 32, 64'],
    ['compute_cu', 4, 'one of 8, 16, 32, 64'],
    ['compute_disk_gb', 150, 'a multiple of 100'],
  ] as const)('fails to validate %s = %d', async (name, value, rule) => {
    use({ [name]: value });
    expect(flat((await workspace.run('validate')).output)).toContain(`\`${name}\` must be ${rule}`);
  });

  test.each([
    ['resourceChange/modifyNodeNumber', 'fe', '1', 'the number of FE nodes cannot be reduced'],
    ['resourceChange/modifyNodeNumber', 'default', '0', 'default_warehouse needs at least one node'],
    ['resourceChange/modifyDiskSize', 'default', '100', 'disks cannot shrink'],
  ])('the control plane fails as the service does: %s of %s to %s', async (path, group, Target, rule) => {
    const answer = await api(path, { NodeGroupId: `ng-${id}-${group}`, Target });
    expect(answer).toMatchObject({ Code: 'InvalidParams', Message: expect.stringContaining(rule) as unknown });
  });
});
