import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Output, TestCheckout } from '../helpers/checkout';
import { testCheckout } from '../helpers/checkout';
import { commandsUnder } from '../helpers/quick-start';

/**
 * Runs what README tells a newcomer to run, in its order, in a checkout with a sandbox of its own. An impatient newcomer:
 * the first demo is stopped by Ctrl-C in the middle of a deploy, so that README's demo meets a sandbox that is half full.
 */
describe("README's quick start", () => {
  let checkout: TestCheckout;
  let interrupted: Interrupted;
  const outputs = new Map<string, Output>();

  beforeAll(async () => {
    checkout = await testCheckout();
    interrupted = await interruptDemo(checkout);
    for (const command of commandsUnder(readFileSync(join(checkout.path, 'README.md'), 'utf8'), 'Quick start')) {
      if (/^(git|cd) /.test(command)) continue;
      outputs.set(command, await checkout.run(command));
    }
  }, 600_000);
  afterAll(() => checkout.remove());

  const outputOf = (start: string): Output => {
    const found = [...outputs].find(([command]) => command.startsWith(start));
    if (found === undefined) throw new Error(`README does not have ${start}: ${[...outputs.keys()].join(' | ')}`);
    return found[1];
  };

  test('stops by Ctrl-C: nothing goes on behind its back, and Terraform has written its state', () => {
    expect(interrupted).toEqual({ ended: 'by Ctrl-C', states: ['demo-network.tfstate', 'demo-warehouse.tfstate'] });
  });

  test('runs every command', () => {
    const failed = [...outputs].filter(([, output]) => output.code !== 0);
    expect(failed).toEqual([]);
  });

  test('deploys four stacks, and finds nothing to change the second time', () => {
    const { stdout } = outputOf('npm run demo');
    expect(stdout).toMatch(/✓ Deploy four stacks – \d+ resources/);
    expect(stdout).toMatch(/✓ Deploy again – nothing to change/);
  });

  test('shows every mart with the figures that were computed without SQL', () => {
    const { stdout } = outputOf('npm run demo');
    const marts = [...stdout.matchAll(/^ads\.(\w+): \d+ rows, (.*)$/gm)].map(([, name, verdict]) => [name, verdict]);
    expect(marts.length).toBeGreaterThanOrEqual(5);
    expect(marts.filter(([, verdict]) => verdict !== 'as computed without SQL')).toEqual([]);
  });

  test('plans a stack on its own and finds it as it should be', () => {
    expect(outputOf('npx cdktf diff').stdout).toContain('No changes');
  });

  test('cdktf lists the stacks and shows outputs, as everywhere', async () => {
    expect((await checkout.run('npx cdktf list')).stdout).toMatch(/demo-network[\s\S]*demo-pipelines/);
    const { code, stdout } = await checkout.run('npx cdktf output demo-network --skip-synth');
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('alicloud_vpc') as string });
  }, 120_000);

  test('says what runs', () => {
    expect(outputOf('npx strata sandbox status').stdout).toMatch(/StarRocks demo-starrocks .*mysql port \d+/);
  });
});

interface Interrupted {
  readonly ended: string;
  /** What lies in the folder of states: a Terraform that runs, or was killed, has a lock there. */
  readonly states: readonly string[];
}

/** Starts the demo and presses Ctrl-C while Terraform makes the warehouse. */
async function interruptDemo(checkout: TestCheckout): Promise<Interrupted> {
  const demo = checkout.start('npm run demo');
  const end = new Promise<string>((resolve) => {
    demo.once('close', (code, signal) => resolve(signal === 'SIGINT' || code === 130 ? 'by Ctrl-C' : `with ${code}`));
  });
  await Promise.race([checkout.untilWarehouseExists(), end]);
  process.kill(-(demo.pid ?? 0), 'SIGINT');
  const ended = await end;
  return { ended, states: readdirSync(join(checkout.path, '.strata', 'state')).sort() };
}
