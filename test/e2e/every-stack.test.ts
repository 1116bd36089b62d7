import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { lifecyclesOf, stackId } from '@strata/environment';
import type { Environment } from '@strata/environment';
import { environment } from '../helpers/environment';
import { root } from '../helpers/root';
import { SandboxDeploys } from '../helpers/sandbox-deploys';

/** All but demo, which README's quick start deploys. */
const IDS = readdirSync(join(root, 'environments'))
  .filter((file) => file.endsWith('.yaml') && file !== 'demo.yaml')
  .map((file) => file.replace(/\.yaml$/, ''));

/** The environments of the cloud, rehearsed: all of their stacks through real Terraform and the stand-in. */
describe.each(IDS)('the stacks of %s', (id) => {
  const deployed: Environment = environment(id, { target: 'sandbox' });
  const stacks = lifecyclesOf(deployed).map((lifecycle) => stackId(deployed, lifecycle));
  let sandbox: SandboxDeploys;

  beforeAll(async () => {
    sandbox = await SandboxDeploys.start();
    sandbox.synthesize(deployed);
  }, 60_000);
  afterAll(() => sandbox.remove(), 60_000);

  test('are deployed one after the other', async () => {
    await sandbox.deployAll(...stacks);
    expect(stacks.map((stack) => sandbox.addresses(stack).length > 0)).toEqual(stacks.map(() => true));
  }, 240_000);

  test('have nothing to change in a second plan', async () => {
    const plans = [];
    for (const stack of stacks) plans.push({ stack, ...(await sandbox.planExactly(stack)) });
    expect(plans.filter(({ code }) => code !== 0)).toEqual([]);
  }, 240_000);

  test(`${deployed.protection ? 'fail to be destroyed' : 'are destroyed only with the second key'}`, async () => {
    const holding = stacks.filter((stack) => !stack.endsWith('-pipelines'));
    for (const stack of [...holding].reverse()) expect(await sandbox.destroy(stack)).toMatchObject({ code: 1 });
    if (deployed.protection) return;
    sandbox.synthesize({ ...deployed, allowDataLoss: true });
    await sandbox.deployAll(...stacks);
    for (const stack of [...stacks].reverse()) expect(await sandbox.destroy(stack)).toMatchObject({ code: 0 });
    expect(await sandbox.existing()).toEqual([]);
  }, 480_000);
});
