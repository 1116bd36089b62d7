import type { InstanceWorkspace } from '../helpers/instance-workspace';
import { flat, IMPORT_PREFIX, instanceWorkspace } from '../helpers/instance-workspace';

jest.setTimeout(600_000);

const ADDRESS = 'strata_starrocks_version.v';
const OLD_MINOR = '3.3.11-1.0.9-1.7.9';
const MINOR = '3.3.13-1.1.1-1.7.13';
const MAJOR = '3.5.16-2.1.1-1.9.2';

describe('strata_starrocks_version under real Terraform', () => {
  let instance: InstanceWorkspace;
  beforeAll(async () => {
    instance = await instanceWorkspace();
    await instance.put({ minor_version: OLD_MINOR });
  });
  afterAll(() => instance.remove());

  const use = (changes: object = {}) => instance.use({ [ADDRESS]: { version: '3.3', ...changes } });
  const live = () => instance.row('starrocks/describeInstances');

  test('fails to take over an instance of another version, and names the import', async () => {
    use({ version: '3.5' });
    const { output } = await instance.apply();
    expect(flat(output)).toContain('STR1616: The version of demo-starrocks exists and is not as declared: 3.3 -> 3.5');
    expect(flat(output)).toContain(`terraform import <address of this resource> '${IMPORT_PREFIX}'`);
  });

  test('takes over an instance with what the service says of it, and sets who upgrades it and when', async () => {
    use({ auto_minor_upgrade: false, maintenance_window: '06:00-07:00' });
    await instance.applied();
    expect(await instance.state(ADDRESS)).toMatchObject({ version: '3.3', minor_version: OLD_MINOR });
    expect(await live()).toMatchObject({ EnableAutoMinorVersionUpgrade: false, MaintainablePeriod: '06:00-07:00' });
  });

  test('upgrades within the line when the file says so', async () => {
    use({ minor_version: MINOR });
    const planned = await instance.plan();
    expect(planned).toContain(`The upgrade from ${OLD_MINOR} to ${MINOR} has no way back`);
    await instance.applied();
    expect(await live()).toMatchObject({ Version: '3.3', MinorVersion: MINOR });
  });

  test('fails in the plan for a later line without a second key, then with one that was not deployed before', async () => {
    use({ version: '3.5' });
    expect(await instance.plan()).toContain('STR1623: version 3.3 -> 3.5 needs a second key');
    use({ version: '3.5', allow_major_upgrade: '3.5' });
    expect(await instance.plan()).toContain('The last deploy said nothing: keep the version, deploy, then change it');
    expect(await live()).toMatchObject({ Version: '3.3' });
  });

  test('upgrades to a later line with both keys, and carries on after a failure', async () => {
    use({ allow_major_upgrade: '3.5' });
    await instance.applied();
    use({ version: '3.5', allow_major_upgrade: '3.5' });
    const planned = await instance.plan();
    expect(planned).toMatch(/version += "3.3" -> "3.5"/);
    await instance.fail({ operation: 'UpgradeVersion', message: 'no window' });
    expect((await instance.apply()).output).toContain('no window');
    expect(await instance.state(ADDRESS)).toMatchObject({ version: '3.3' });
    await instance.applied();
    expect(await instance.state(ADDRESS)).toMatchObject({ version: '3.5', minor_version: MAJOR });
  });

  test('fails in the plan to go back, and to what is not on offer', async () => {
    use();
    expect(await instance.plan()).toContain('An instance is never downgraded: it has 3.5');
    use({ version: '3.9', allow_major_upgrade: '3.9' });
    expect(await instance.plan()).toContain('The instance has 3.5, and no other version is on offer');
  });

  test.each([
    [{ version: '3' }, '`version` must be a release line such as 3.3'],
    [{ minor_version: MAJOR }, '`minor_version` must be a full version of the line of `version`'],
    [{ maintenance_window: '01:00-02:00' }, '`maintenance_window` must be one of 00:00-06:00'],
  ])('fails to validate %j', async (changes, rule) => {
    use(changes);
    expect(await instance.validate()).toContain(rule);
  });

  test('is imported, and leaves the instance as it is when it is destroyed', async () => {
    use({ version: '3.5' });
    await instance.workspace.run('state', 'rm', ADDRESS);
    expect(await instance.workspace.run('import', ADDRESS, IMPORT_PREFIX)).toMatchObject({ code: 0 });
    await instance.expectEmptyPlan();
    expect(await instance.workspace.run('destroy', '-auto-approve')).toMatchObject({ code: 0 });
    expect(await live()).toMatchObject({ Version: '3.5' });
  });
});
