import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Output, TestCheckout } from '../helpers/checkout';
import { testCheckout } from '../helpers/checkout';
import { commandsUnder } from '../helpers/quick-start';

/** Runs what README tells a newcomer to run, in its order, in a checkout with a sandbox of its own. */
describe("README's quick start", () => {
  let checkout: TestCheckout;
  const outputs = new Map<string, Output>();

  beforeAll(async () => {
    checkout = await testCheckout();
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

  test('says what runs', () => {
    expect(outputOf('npx strata sandbox status').stdout).toMatch(/StarRocks demo-starrocks .*mysql port \d+/);
  });
});
