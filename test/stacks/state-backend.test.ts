import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { planBootstrap } from '../../packages/cli/src/bootstrap/bootstrap';
import { terraformIn } from '../../packages/cli/src/bootstrap/terraform';
import { fakeControlPlane } from '../../packages/alicloud-sandbox/test/stand-in/fake-control-plane';
import type { FakeControlPlane } from '../../packages/alicloud-sandbox/test/stand-in/fake-control-plane';
import { bundleStandIn } from '../../packages/alicloud-sandbox/test/stand-in/terraform';
import { writeStateProgram } from '../../stacks/state-app';
import { root } from '../helpers/root';

jest.setTimeout(300_000);

let cloud: FakeControlPlane;
let folder: string;

beforeAll(async () => {
  bundleStandIn();
  cloud = await fakeControlPlane();
  folder = mkdtempSync(join(tmpdir(), 'strata-state-'));
});

afterAll(async () => {
  rmSync(folder, { recursive: true });
  await cloud.stop();
});

/** As from another machine: nothing is left of an earlier run. */
function bootstrap() {
  const outdir = mkdtempSync(join(folder, 'run-'));
  const program = writeStateProgram(root, 'sandbox', outdir);
  return planBootstrap(program, terraformIn(program.folder, cloud.sandboxFolder));
}

test('has a program for the cloud too, which needs no provider of this checkout', () => {
  const program = writeStateProgram(root, 'cloud', mkdtempSync(join(folder, 'cloud-')));
  expect(existsSync(join(program.folder, 'cdk.tf.json'))).toBe(true);
  expect(program.resources.length).toBeGreaterThan(3);
});

const EVERYTHING = [
  'alicloud_oss_bucket strata-terraform-state',
  'alicloud_oss_bucket_public_access_block strata-terraform-state',
  'alicloud_ots_instance strata-lock',
  'alicloud_ots_table strata-lock:terraform_lock',
];

const existing = (): readonly string[] =>
  Object.entries(cloud.resources)
    .flatMap(([type, all]) => Object.keys(all).map((id) => `${type} ${id}`))
    .sort();

function bucket(): Record<string, unknown> {
  const found = cloud.resources['alicloud_oss_bucket']?.['strata-terraform-state'];
  if (found === undefined) throw new Error('no bucket');
  return found;
}

describe('the state backend', () => {
  test('fails with what the cloud answers, and makes nothing', async () => {
    cloud.failNext('GET', 'You do not have the permission.');
    await expect(bootstrap()).rejects.toThrow(/looking for strata-terraform-state[^]*You do not have the permission/);
    expect(existing()).toEqual([]);
  });

  test('is shown before it is made, and made as it was shown', async () => {
    const { steps, apply } = await bootstrap();
    expect(steps.map(({ type, id, action }) => `${action} ${type} ${id}`).sort()).toEqual(
      EVERYTHING.map((each) => `create ${each}`),
    );
    expect(existing()).toEqual([]);
    await apply();
    expect(existing()).toEqual(EVERYTHING);
  });

  test('is found by the next run, from anywhere, which has nothing to do', async () => {
    const { steps } = await bootstrap();
    expect(steps.map(({ action }) => action)).toEqual(['none', 'none', 'none', 'none']);
  });

  test('is mended: what is missing is made, what was switched off is on again, the rest stays', async () => {
    cloud.resources['alicloud_ots_table'] = {};
    bucket()['versioning'] = [{ status: 'Suspended' }];
    const { steps, apply } = await bootstrap();
    expect(steps.filter(({ action }) => action !== 'none')).toEqual([
      { type: 'alicloud_oss_bucket', id: 'strata-terraform-state', action: 'update' },
      { type: 'alicloud_ots_table', id: 'strata-lock:terraform_lock', action: 'create' },
    ]);
    await apply();
    expect(existing()).toEqual(EVERYTHING);
    expect(bucket()).toMatchObject({ versioning: [{ status: 'Enabled' }] });
  });

  test('fails rather than make a bucket anew that is kept in one zone', async () => {
    bucket()['redundancy_type'] = 'LRS';
    await expect(bootstrap()).rejects.toThrow(/terraform plan failed[^]*cannot be destroyed/);
  });

  test('fails without a sandbox and says what to do', async () => {
    await cloud.stop();
    await expect(bootstrap()).rejects.toThrow(/npx strata sandbox up/);
    cloud = await fakeControlPlane();
  });
});
