import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../helpers/root';

/** The whole app, synthesized by cdktf and by its living fork cdktn: the way out stays open (decision D1). */
describe('the app under cdktn', () => {
  const folder = mkdtempSync(join(tmpdir(), 'strata-cdktn-'));
  const hook = join(root, 'test', 'helpers', 'cdktn-hook.cjs');

  const synthesize = (name: string, ...options: readonly string[]): Readonly<Record<string, unknown>> => {
    const outdir = join(folder, name);
    const { status, stderr } = spawnSync(process.execPath, [...options, join(root, 'dist', 'main.js')], {
      cwd: root,
      encoding: 'utf8',
      env: { ...process.env, CDKTF_OUTDIR: outdir },
    });
    if (status !== 0) throw new Error(stderr);
    const stacks = join(outdir, 'stacks');
    return Object.fromEntries(readdirSync(stacks).map((id) => [id, read(join(stacks, id, 'cdk.tf.json'))]));
  };

  afterAll(() => rmSync(folder, { recursive: true }));

  test('gives the same stacks but for metadata', () => {
    const cdktf = synthesize('cdktf');
    const cdktn = synthesize('cdktn', '--require', hook);
    expect(Object.keys(cdktf).length).toBeGreaterThan(8);
    expect(versionIn(cdktf['demo-warehouse'])).toBe('0.21.0');
    // Else the hook would have been passed by.
    expect(versionIn(cdktn['demo-warehouse'])).toBe('0.24.0');
    expect(withoutMetadata(cdktn)).toEqual(withoutMetadata(cdktf));
  }, 120_000);
});

function read(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}

function versionIn(stack: unknown): string | undefined {
  return (stack as { '//'?: { metadata?: { version?: string } } })['//']?.metadata?.version;
}

/** `//` is where cdktf writes about itself. */
function withoutMetadata(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutMetadata);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== '//')
      .map(([key, inner]) => [key, withoutMetadata(inner)]),
  );
}
