import { join } from 'node:path';
import type { InstanceWorkspace } from '../helpers/instance-workspace';
import { flat, IMPORT_PREFIX, instanceWorkspace } from '../helpers/instance-workspace';

jest.setTimeout(600_000);

const GROUPS = 'nodegroup/describeNodeGroups';

describe('the size of a StarRocks instance under real Terraform', () => {
  let instance: InstanceWorkspace;
  beforeAll(async () => {
    instance = await instanceWorkspace();
  });
  afterAll(() => instance.remove());

  describe('strata_starrocks_default_group', () => {
    const COMPUTE = { group: 'compute', cu: 8, nodes: 3, disk_gb: 200 };
    const use = (changes: object = {}, frontend: object = {}) =>
      instance.use({
        'strata_starrocks_default_group.compute': { ...COMPUTE, ...changes },
        'strata_starrocks_default_group.frontend': { group: 'frontend', cu: 8, nodes: 3, disk_gb: 100, ...frontend },
      });
    const compute = () => instance.row(GROUPS, { NodeGroupName: 'default_warehouse' });

    test('fails to take over a group that is not as declared, and names the import', async () => {
      use({ nodes: 5 });
      const run = await instance.apply();
      expect(run.code).toBe(1);
      expect(flat(run.output)).toContain(
        'STR1616: The compute group of demo-starrocks exists and is not as declared: nodes 3 -> 5',
      );
      expect(flat(run.output)).toContain(`terraform import <address of this resource> '${IMPORT_PREFIX}/compute'`);
      expect(await compute()).toMatchObject({ ResidentNodeNumber: 3 });
      await instance.workspace.run('state', 'rm', 'strata_starrocks_default_group.frontend');
    });

    test('imported, the plan shows what would change', async () => {
      const address = 'strata_starrocks_default_group.compute';
      expect(await instance.workspace.run('import', address, `${IMPORT_PREFIX}/compute`)).toMatchObject({ code: 0 });
      expect(await instance.plan()).toMatch(/nodes += 3 -> 5/);
      await instance.workspace.run('state', 'rm', address);
    });

    test('takes over groups that are as declared, with the disks that they have; the next plan is empty', async () => {
      use();
      await instance.applied();
      expect(await instance.state('strata_starrocks_default_group.compute')).toMatchObject({
        id: 'demo/demo-starrocks/compute',
        disks: 1,
        performance_level: 'pl1',
      });
    });

    test('an edit is never silent: it is planned with its consequences and made in place, one dimension after the other', async () => {
      use({ cu: 16, nodes: 4, disk_gb: 300, disks: 2, performance_level: 'pl2' }, { nodes: 5 });
      const planned = await instance.plan();
      expect(planned).toMatch(/cu += 8 -> 16/);
      expect(planned).toContain('compute: nodes 3 -> 4 may interrupt running queries');
      expect(planned).toContain('its nodes are restarted 4 times in a row');
      await instance.fail({ operation: 'ModifyDiskSize', message: 'out of stock' });
      expect((await instance.apply()).output).toContain('out of stock');
      expect(await instance.state('strata_starrocks_default_group.compute')).toMatchObject({
        cu: 16,
        disks: 2,
        disk_gb: 200,
        nodes: 3,
      });
      await instance.applied();
      expect(await compute()).toMatchObject({
        Cu: 16,
        ResidentNodeNumber: 4,
        StorageSize: 300,
        DiskNumber: 2,
        StoragePerformanceLevel: 'pl2',
      });
    });

    test('what somebody changed in the console comes back with the next plan', async () => {
      await instance.api('resourceChange/modifyNodeNumber', {
        NodeGroupId: `ng-${instance.id}-default`,
        Target: '7',
      });
      expect(await instance.plan()).toMatch(/nodes += 7 -> 4/);
      await instance.applied();
      expect(await compute()).toMatchObject({ ResidentNodeNumber: 4 });
    });

    test('waits for a change of somebody else, then for its own, with progress in the log', async () => {
      const log = 'provider.log';
      const waitsFor = async (what: string) => {
        while (!instance.workspace.has(log) || !instance.workspace.read(log).includes(`waiting (${what})`)) {
          await new Promise((resolve) => setTimeout(resolve, 100));
        }
        await instance.put({ changing: null });
      };
      await instance.pace(3_600_000);
      await instance.api('resourceChange/modifyNodeNumber', { NodeGroupId: `ng-${instance.id}-default`, Target: '6' });
      use({ cu: 16, nodes: 8, disk_gb: 300, disks: 2, performance_level: 'pl2' }, { nodes: 5 });
      const logged = { TF_LOG_PROVIDER: 'info', TF_LOG_PATH: join(instance.workspace.folder, log) };
      const applied = instance.workspace.runWith(logged, 'apply', '-auto-approve', '-input=false');
      await waitsFor('before compute: nodes 6 -> 8');
      await waitsFor('compute: nodes 6 -> 8');
      expect(await applied).toMatchObject({ code: 0 });
      await instance.pace(0);
      await instance.expectEmptyPlan();
      expect(await compute()).toMatchObject({ ResidentNodeNumber: 8 });
    });

    test('a call that the cloud throttles is sent again', async () => {
      const throttled = { code: 'Throttling.User', status: 429, message: 'too many' };
      await instance.fail({ operation: 'DescribeNodeGroups', times: 2, ...throttled });
      await instance.expectEmptyPlan();
    });

    test('fails in the plan for what cannot be made in place, all at once', async () => {
      use({ cu: 16, nodes: 8, disk_gb: 200, disks: 1, performance_level: 'pl0' }, { nodes: 3 });
      const planned = await instance.plan();
      for (const change of [
        'compute: disks 2 -> 1',
        'compute: disk_gb 300 -> 200',
        'compute: performance_level pl2 -> pl0',
        'frontend: nodes 5 -> 3',
      ]) {
        expect(planned).toContain(`STR1617: ${change} cannot be made in place`);
      }
    });

    test.each([
      [{ nodes: 0 }, {}, 'between 1 and 100'],
      [{ cu: 12 }, {}, 'one of 8, 16, 32, 64'],
      [{ disk_gb: 150 }, {}, 'a multiple of 100'],
      [{ disks: 9 }, {}, 'from 1 to 8'],
      [{ performance_level: 'fast' }, {}, 'one of pl0, pl1, pl2, pl3'],
      [{ group: 'middle' }, {}, '`group` must be frontend or compute'],
      [{}, { nodes: 2 }, 'odd and at most 11'],
    ])('fails to validate %j %j', async (compute_, frontend, rule) => {
      use(compute_, frontend);
      expect(await instance.validate()).toContain(rule);
    });

    test('destroyed, the groups keep their size', async () => {
      use({ cu: 16, nodes: 8, disk_gb: 300 }, { nodes: 5 });
      expect(await instance.workspace.run('destroy', '-auto-approve')).toMatchObject({ code: 0 });
      expect(await compute()).toMatchObject({ ResidentNodeNumber: 8 });
    });
  });

  describe('strata_starrocks_node_count', () => {
    const use = (changes: object = {}) =>
      instance.use({ 'strata_starrocks_node_count.etl': { warehouse: 'etl', nodes: 0, ...changes } });
    const etl = async () => (await instance.row(GROUPS, { NodeGroupName: 'etl' }))?.['ResidentNodeNumber'];

    test('scales a warehouse to zero and back', async () => {
      use();
      await instance.applied();
      expect(await etl()).toBe(0);
      use({ nodes: 2 });
      expect(await instance.plan()).toMatch(/nodes += 0 -> 2/);
      await instance.applied();
      expect(await etl()).toBe(2);
      use();
      expect(await instance.plan()).toContain('Warehouse etl: nodes 2 -> 0 has no node any more');
      await instance.applied();
    });

    test('sees what somebody else started, and is imported', async () => {
      await instance.workspace.run('state', 'rm', 'strata_starrocks_node_count.etl');
      const imported = await instance.workspace.run(
        'import',
        'strata_starrocks_node_count.etl',
        `${IMPORT_PREFIX}/etl`,
      );
      expect(imported).toMatchObject({ code: 0 });
      await instance.expectEmptyPlan();
      use({ nodes: 1 });
      expect(await instance.plan()).toMatch(/nodes += 0 -> 1/);
      await instance.applied();
    });

    test.each([
      [{ warehouse: 'default_warehouse' }, '`warehouse` must not be default_warehouse'],
      [{ nodes: 101 }, '`nodes` must be from 0 to 100'],
    ])('fails to validate %j', async (changes, rule) => {
      use(changes);
      expect(await instance.validate()).toContain(rule);
    });

    test('fails for a warehouse that does not exist', async () => {
      instance.use({ 'strata_starrocks_node_count.bi': { warehouse: 'bi', nodes: 1 } });
      expect(flat((await instance.apply()).output)).toContain('STR1621: demo-starrocks has no warehouse named bi');
    });

    test('forgets the warehouse when it is gone', async () => {
      use({ nodes: 1 });
      await instance.applied();
      const NodeGroupId = String((await instance.row(GROUPS, { NodeGroupName: 'etl' }))?.['NodeGroupId']);
      await instance.api('lifecycle/releaseNodeGroup', { NodeGroupId });
      expect(await instance.plan()).toContain('1 to add, 0 to change, 0 to destroy');
    });
  });
});
