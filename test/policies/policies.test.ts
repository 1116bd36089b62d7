import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { POLICIES } from '../../policies/all';
import type { PolicyStack } from '../../policies/policy';
import { runPolicies } from '../../policies/engine/run';
import { root } from '../helpers/root';
import { COMMON_CASES } from './cases/common';
import { NETWORK_CASES } from './cases/network';
import { SOURCE_CASES } from './cases/source';
import { STORAGE_CASES } from './cases/storage';
import { STREAM_CASES } from './cases/streams';
import { WAREHOUSE_CASES } from './cases/warehouse';

const CASES = [
  ...COMMON_CASES,
  ...WAREHOUSE_CASES,
  ...SOURCE_CASES,
  ...STREAM_CASES,
  ...NETWORK_CASES,
  ...STORAGE_CASES,
];
const ids = POLICIES.map(({ id }) => id);

const findings = (id: string, tried: PolicyStack) =>
  runPolicies([tried], tried.changes === undefined ? 'synth' : 'plan').filter(({ policy }) => policy === id);

describe('policies', () => {
  test.each(CASES)('$id lets a stack pass that keeps the rule', ({ id, passing }) => {
    expect(findings(id, passing)).toEqual([]);
  });

  test.each(CASES)('$id fails a stack that breaks the rule: $message', ({ id, failing, message }) => {
    expect(findings(id, failing)).toMatchObject([{ policy: id, message: expect.stringMatching(message) as string }]);
  });

  test('each has such a pair', () => {
    const tried = new Set(CASES.map(({ id }) => id));
    expect(ids.filter((id) => !tried.has(id))).toEqual([]);
  });

  test('each is the one rule of a file of its name', () => {
    const machinery = ['all', 'engine', 'policy', 'private-range'];
    const files = readdirSync(join(root, 'policies')).map((file) => file.replace(/\.ts$/, ''));
    expect([...ids].sort()).toEqual(files.filter((file) => !machinery.includes(file)).sort());
  });

  test.each(POLICIES)('$id says its rule with the reason, what to do, and who says so', ({ rule, fix, reference }) => {
    expect(rule).toMatch(/^[A-Z].{40,}\.$/);
    expect(fix).toMatch(/^[A-Z].{10,}\.$/);
    expect(reference).toMatch(/^[\w ]+: /);
  });

  test('a rule of the plan alone is silent at synth, and the other way round', () => {
    const stack = { ...CASES.find(({ id }) => id === 'data-loss')?.failing } as PolicyStack;
    expect(runPolicies([stack], 'synth').filter(({ policy }) => policy === 'data-loss')).toEqual([]);
    const frozen = { ...CASES.find(({ id }) => id === 'starrocks-frozen')?.failing } as PolicyStack;
    expect(runPolicies([frozen], 'plan').filter(({ policy }) => policy === 'starrocks-frozen')).toEqual([]);
  });
});
