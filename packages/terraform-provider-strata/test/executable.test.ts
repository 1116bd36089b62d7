import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { schemaDocument } from '../src';
import { bundleProvider } from './helpers/provider';

jest.setTimeout(180_000);

const ROOT = join(__dirname, '..', '..', '..');

describe('the executable', () => {
  let executable = '';
  beforeAll(() => {
    executable = bundleProvider();
  });

  test('has the same bytes each time, and no path of this checkout', () => {
    const first = readFileSync(executable);
    bundleProvider();
    expect(readFileSync(executable).equals(first)).toBe(true);
    expect(first.includes(ROOT)).toBe(false);
    expect(first.subarray(0, 20).toString()).toBe('#!/usr/bin/env node\n');
    expect(statSync(executable).mode & 0o777).toBe(0o755);
  });

  test('fails when a person starts it, with advice instead of a stack trace', () => {
    const run = spawnSync(executable, { encoding: 'utf8' });
    expect(run.status).toBe(1);
    expect(run.stdout).toBe('');
    expect(run.stderr).toMatch(/^STR1501: .*not started by hand.*\n$/);
  });

  test('needs nothing of the checkout: it answers from an empty folder', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'strata-alone-'));
    const cookie = 'd602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2';
    const environment = { PATH: process.env['PATH'], TF_PLUGIN_MAGIC_COOKIE: cookie, PLUGIN_PROTOCOL_VERSIONS: '6,5' };
    const child = spawn(executable, { cwd: folder, env: environment, stdio: ['ignore', 'pipe', 'ignore'] });
    try {
      const line = await new Promise<string>((resolve) => {
        child.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString()));
      });
      expect(line).toMatch(/^1\|5\|tcp\|127\.0\.0\.1:\d+\|grpc\|\n$/);
    } finally {
      child.kill('SIGKILL');
      rmSync(folder, { recursive: true });
    }
  });
});

test('the committed schema, from which bindings are made, is the one that the provider gives', () => {
  const committed = readFileSync(join(ROOT, 'packages', 'provider-strata', 'schema.json'), 'utf8');
  expect(JSON.parse(committed)).toEqual(JSON.parse(JSON.stringify(schemaDocument())));
});

test('the clients are packed: what every process parses is free of them', () => {
  const program = readFileSync(bundleProvider(), 'utf8');
  expect(program).not.toContain('node_modules/mysql2/');
  expect(program).not.toContain('node_modules/@alicloud/');
});
