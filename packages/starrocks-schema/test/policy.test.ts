import { parsePolicy, outsideWindow } from '../src';
import type { PlanError } from '../src';

const FILE = {
  default: { maxRisk: 'safe' },
  stages: {
    prod: {
      maxRisk: 'rewrites-data',
      maxRewriteBytes: '1.5 GiB',
      window: { days: ['sat', 'sun'], from: '23:00', to: '05:00', timezone: 'Asia/Shanghai' },
    },
    dev: { maxRewriteBytes: 1000 },
  },
};

describe('a policy file', () => {
  test('says what a stage may risk, and where it says so', () => {
    expect(parsePolicy(FILE, { stage: 'prod', file: 'policy.yaml' })).toMatchObject({
      maxRisk: 'rewrites-data',
      maxRewriteBytes: 1.5 * 2 ** 30,
      source: 'policy.yaml, stage prod',
    });
  });

  test('falls back to its default, rule by rule', () => {
    expect(parsePolicy(FILE, { stage: 'dev' })).toMatchObject({ maxRisk: 'safe', maxRewriteBytes: 1000 });
    expect(parsePolicy(FILE, { stage: 'other', file: 'p.yaml' })).toEqual({
      maxRisk: 'safe',
      source: 'p.yaml, default',
    });
    expect(parsePolicy(null, { stage: 'prod' })).toEqual({ source: 'the policy file, default' });
  });

  test('fails with all mistakes at once', () => {
    const wrong = { default: { maxRisk: 'anything', window: { from: '25:00', to: '1', timezone: 'Mars' } }, stage: {} };
    const error = thrown(() => parsePolicy(wrong, { stage: 'prod', file: 'p.yaml' }));
    expect(error.code).toBe('STR1413');
    for (const part of [
      'default.maxRisk',
      'default.window.from',
      'default.window.to',
      'default.window.timezone',
      'stage',
    ]) {
      expect(error.message).toContain(part);
    }
  });
});

function thrown(work: () => unknown): PlanError {
  try {
    work();
  } catch (error) {
    return error as PlanError;
  }
  throw new Error('It did not throw.');
}

describe('a window', () => {
  const { window } = parsePolicy(FILE, { stage: 'prod' });
  // 2026-11-28 is a Saturday; Shanghai is eight hours ahead.
  test.each([
    ['on its day', '2026-11-28T15:30:00Z', true],
    ['behind midnight', '2026-11-28T20:59:00Z', true],
    ['behind midnight of its last day', '2026-11-29T20:00:00Z', true],
    ['before it opens', '2026-11-28T14:59:00Z', false],
    ['when it has closed', '2026-11-28T21:00:00Z', false],
    ['on another day', '2026-11-26T16:00:00Z', false],
    ['in the night before its first day', '2026-11-27T18:00:00Z', false],
  ])('%s', (_what, at, isOpen) => {
    const reason = window === undefined ? 'no window' : outsideWindow(window, new Date(at));
    expect(reason === undefined).toBe(isOpen);
  });

  test('says when it is open', () => {
    const reason = window === undefined ? '' : outsideWindow(window, new Date('2026-11-26T16:00:00Z'));
    expect(reason).toBe('changes run on sat, sun from 23:00 to 05:00 (Asia/Shanghai), and there it is fri 00:00');
  });
});
