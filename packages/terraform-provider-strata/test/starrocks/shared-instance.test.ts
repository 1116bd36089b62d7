import { flat, IMPORT_PREFIX, instanceWorkspace, OF_DEMO } from '../helpers/instance-workspace';
import type { InstanceWorkspace } from '../helpers/instance-workspace';

jest.setTimeout(120_000);

const ADDRESS = 'strata_starrocks_shared_instance.base';

describe('strata_starrocks_shared_instance', () => {
  let warehouse: InstanceWorkspace;
  beforeAll(async () => {
    warehouse = await instanceWorkspace();
  });
  afterAll(() => warehouse.remove());

  test('knows the id of the instance when it is applied, not before', async () => {
    warehouse.use({ [ADDRESS]: {} });
    expect(await warehouse.plan()).toMatch(/instance_id += \(known after apply\)/);
    await warehouse.applied();
    expect(await warehouse.state(ADDRESS)).toMatchObject({ instance_id: warehouse.id });
  });

  test('is imported', async () => {
    await warehouse.workspace.run('state', 'rm', ADDRESS);
    const imported = await warehouse.workspace.run('import', '-input=false', ADDRESS, IMPORT_PREFIX);
    expect(imported.code).toBe(0);
    await warehouse.applied();
    expect(await warehouse.state(ADDRESS)).toMatchObject({ instance_id: warehouse.id });
  });

  test('is left alone when it is destroyed', async () => {
    warehouse.use({});
    await warehouse.applied();
    expect(await warehouse.row('starrocks/describeInstances', { InstanceName: OF_DEMO.instance_name })).toBeDefined();
  });

  test('fails to be applied before the instance is there', async () => {
    warehouse.use({ [ADDRESS]: { instance_name: 'other-starrocks' } });
    expect(await warehouse.plan()).toMatch(/will be created/);
    const run = await warehouse.apply();
    expect(run.code).toBe(1);
    expect(flat(run.output)).toContain('There is no StarRocks instance named other-starrocks');
  });
});
