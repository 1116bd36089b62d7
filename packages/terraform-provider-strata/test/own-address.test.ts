import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ownAddress } from '../src/resources/own-address';

describe('the address of a resource in the stack', () => {
  const folder = mkdtempSync(join(tmpdir(), 'strata-address-'));
  const surroundings = { workingDirectory: folder, environment: {} };
  const write = (resource: unknown): void => writeFileSync(join(folder, 'cdk.tf.json'), JSON.stringify({ resource }));
  const wanted = { environment: 'demo', instance_name: 'demo-starrocks' };
  const UNKNOWN = '<address of this resource>';
  afterAll(() => rmSync(folder, { recursive: true }));

  test('is that of the only one with these settings', () => {
    write({ strata_schema: { Schema_1: { ...wanted, user: 'admin' }, Other: { ...wanted, environment: 'risk' } } });
    expect(ownAddress('strata_schema', wanted, surroundings)).toBe('strata_schema.Schema_1');
  });

  test.each<readonly [string, unknown]>([
    ['several have them', { strata_schema: { A: wanted, B: wanted } }],
    ['none of the type has them', { strata_schema: { A: { environment: 'risk' } }, strata_guard: { B: wanted } }],
  ])('is told in words when %s', (_, resource) => {
    write(resource);
    expect(ownAddress('strata_schema', wanted, surroundings)).toBe(UNKNOWN);
  });

  test('is told in words where cdktf wrote no stack', () => {
    expect(ownAddress('strata_schema', wanted, { ...surroundings, workingDirectory: join(folder, 'none') })).toBe(
      UNKNOWN,
    );
  });
});
