import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../helpers/root';

/** What the two commands of the README say on a machine that lacks something. */
describe('npm run demo and npm test', () => {
  let bin: string;
  beforeEach(() => {
    bin = mkdtempSync(join(tmpdir(), 'strata-path-'));
    symlinkSync(process.execPath, join(bin, 'node'));
  });
  afterEach(() => rmSync(bin, { recursive: true, force: true }));

  const program = (name: string, output: string) => {
    writeFileSync(join(bin, name), `#!/bin/sh\necho '${output}'\n`);
    chmodSync(join(bin, name), 0o755);
  };
  const run = (script: string, ...args: string[]) =>
    spawnSync(process.execPath, [join(root, 'scripts', script), ...args], {
      encoding: 'utf8',
      env: { PATH: `${bin}:/bin` },
    });

  test.each(['demo.mjs', 'test.mjs'])('fails in %s when there is no Terraform, and says what to install', (script) => {
    const { status, stderr } = run(script);
    expect(status).toBe(1);
    expect(stderr).toContain('Neither terraform nor tofu is on the PATH');
    expect(stderr).toContain('Install Terraform 1.11 or newer, or OpenTofu');
    expect(stderr).not.toContain('    at ');
  });

  test('fails when Terraform is too old, and says how old it is', () => {
    program('terraform', '{"terraform_version": "1.5.7"}');
    const { status, stderr } = run('demo.mjs');
    expect(status).toBe(1);
    expect(stderr).toContain('terraform 1.11 or newer is needed, this is 1.5.7');
  });

  test.each(['18.20.4', '20.18.9'])('fails on Node %s', (version) => {
    const prepare = pathToFileURL(join(root, 'scripts', 'internal', 'prepare.mjs')).href;
    const { status, stderr } = spawnSync(
      process.execPath,
      ['--input-type=module', '-e', `(await import('${prepare}')).requireNode('${version}')`],
      { encoding: 'utf8' },
    );
    expect(status).not.toBe(0);
    expect(stderr).toContain(`Node 20.19 or newer is needed, this is ${version}`);
  });

  test.each(['demo.mjs', 'test.mjs', 'bench.mjs'])('prints the help of %s', (script) => {
    const { status, stdout } = run(script, '--help');
    expect(status).toBe(0);
    expect(stdout).toMatch(/^Usage: npm (run )?\w+/);
  });

  test('fails for an option that the demo does not have, and shows those it has', () => {
    const { status, stderr } = run('demo.mjs', '--dwon');
    expect(status).toBe(1);
    expect(stderr).toMatch(/Unknown option --dwon[\s\S]*--down/);
  });
});
