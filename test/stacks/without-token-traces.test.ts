import { Lazy } from 'cdktf';
import { withoutTokenTraces } from '../../stacks/without-token-traces';

const traceOf = (token: unknown): readonly string[] => (token as { creationStack: readonly string[] }).creationStack;

describe('work without traces of tokens', () => {
  test('makes tokens that have none', () => {
    const token = withoutTokenTraces(() => Lazy.anyValue({ produce: () => 1 }));
    expect(traceOf(token)).toEqual([]);
  });

  test('leaves the stacks of errors', () => {
    expect(withoutTokenTraces(() => new Error('x').stack)).toContain('without-token-traces.test');
  });

  test('ends also when the work fails', () => {
    expect(() =>
      withoutTokenTraces(() => {
        throw new Error('x');
      }),
    ).toThrow('x');
    expect(traceOf(Lazy.anyValue({ produce: () => 1 }))).not.toEqual([]);
  });
});
