import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { TestCheckout } from '../helpers/checkout';
import { testCheckout } from '../helpers/checkout';

const STACKS = 'demo-network demo-warehouse demo-streams demo-pipelines';
const DEPLOY = `npx cdktf deploy ${STACKS} --auto-approve --parallelism 1`;

describe('a deploy that was killed in the middle', () => {
  let checkout: TestCheckout;
  beforeAll(async () => {
    checkout = await testCheckout();
    await checkout.run('npx strata sandbox reset');
  }, 120_000);
  afterAll(() => checkout.remove());

  test('is finished by the next run, and nothing is made twice', async () => {
    const deploy = checkout.start(DEPLOY);
    await checkout.untilWarehouseExists();
    process.kill(-(deploy.pid ?? 0), 'SIGKILL');
    await new Promise((resolve) => deploy.once('close', resolve));
    expect(existsSync(join(checkout.path, '.strata', 'state', 'demo-pipelines.tfstate'))).toBe(false);

    const second = await checkout.run(DEPLOY);
    expect(second.stdout + second.stderr).toContain('Apply complete!');
    expect(second.code).toBe(0);
    const { stdout } = await checkout.run('npx strata sandbox status --json');
    const status = JSON.parse(stdout) as { resources: Record<string, number>; instances: unknown[] };
    expect(status.instances).toHaveLength(1);
    expect(status.resources['alicloud_vpc']).toBe(1);
  }, 300_000);

  test('leaves an environment that destroy takes away wholly', async () => {
    const reversed = STACKS.split(' ').reverse().join(' ');
    const { code, stdout, stderr } = await checkout.run(`npx cdktf destroy ${reversed} --auto-approve --parallelism 1`);
    expect({ code, stderr: code === 0 ? '' : stderr + stdout }).toEqual({ code: 0, stderr: '' });
    const status = await checkout.run('npx strata sandbox status --json');
    expect(JSON.parse(status.stdout)).toMatchObject({ instances: [], resources: {} });
  }, 300_000);
});
