import type { CallApi } from '../../src/cloud/open-api';
import { changeInTurn } from '../../src/cloud/settle';
import { withRetries } from '../../src/cloud/retry';
import { ProviderError } from '../../src/errors';

type States = readonly [instance: string | null, group: string | null];

/** An instance in such states, one after the other; the last one stays. */
function cloud(...states: readonly States[]): { readonly call: CallApi; readonly looks: () => number } {
  let looks = 0;
  const call: CallApi = ({ action }) => {
    if (action === 'DescribeInstances') looks += 1;
    const [instance, group] = states[Math.min(looks, states.length) - 1] ?? [null, null];
    if (action === 'DescribeInstances') {
      return Promise.resolve({ Data: [{ InstanceId: 'c-1', InstanceStatus: instance }] });
    }
    return Promise.resolve({ Data: [{ NodeGroupId: 'g', NodeGroupName: 'etl', Status: group }] });
  };
  return { call, looks: () => looks };
}

const waiting = () => ({ signal: new AbortController().signal, log: () => undefined });
const door = (call: CallApi) => ({ call, instance: { id: 'c-1', name: 'demo' } });
const done = () => Promise.resolve(true);

describe('a change of an instance', () => {
  test.each([
    ['everything runs', ['running', 'RUNNING']],
    ['no state is said', [null, null]],
  ] as const)('is asked for at once when %s', async (_, states) => {
    const { call } = cloud([...states]);
    const request = jest.fn(() => Promise.resolve());
    await changeInTurn(door(call), waiting(), { what: 'nodes 1 -> 2', request, isDone: done });
    expect(request).toHaveBeenCalledTimes(1);
  });

  test.each([
    ['the instance', ['scaling_up', 'RUNNING']],
    ['a group', ['running', 'ELASTIC_SCALING_OUT']],
  ] as const)('waits while %s is changed', async (_, states) => {
    const { call, looks } = cloud([...states], ['running', 'RUNNING']);
    const asked: number[] = [];
    const request = () => Promise.resolve(asked.push(looks()));
    await changeInTurn(door(call), waiting(), { what: 'nodes 1 -> 2', request, isDone: done });
    expect(asked).toEqual([2]);
  });

  test('is asked for again when somebody else was first', async () => {
    const { call } = cloud(['running', null], ['scaling_in', null], ['running', null]);
    const refused = new ProviderError('STR1603', 'busy');
    const request = jest.fn(() => Promise.resolve()).mockRejectedValueOnce(refused);
    await changeInTurn(door(call), waiting(), { what: 'nodes 1 -> 2', request, isDone: done });
    expect(request).toHaveBeenCalledTimes(2);
  });

  test('waits for the one before it in the same process', async () => {
    const { call } = cloud(['running', 'RUNNING']);
    const order: string[] = [];
    const change = (what: string) =>
      changeInTurn(door(call), waiting(), {
        what,
        request: () => Promise.resolve(order.push(`${what} asked`)),
        isDone: () => Promise.resolve(order.push(`${what} done`) > 0),
      });
    await Promise.all([change('a'), change('b')]);
    expect(order).toEqual(['a asked', 'a done', 'b asked', 'b done']);
  });

  test('fails with what the service refused', async () => {
    const { call } = cloud(['running', 'RUNNING']);
    const request = () => Promise.reject(new ProviderError('STR1603', 'disks cannot shrink'));
    const change = changeInTurn(door(call), waiting(), { what: 'disk', request, isDone: done });
    await expect(change).rejects.toThrow('disks cannot shrink');
  });

  test('fails for an instance that will not run by itself', async () => {
    const { call } = cloud(['creating_failed', null]);
    const change = changeInTurn(door(call), waiting(), { what: 'disk', request: done, isDone: done });
    await expect(change).rejects.toMatchObject({ code: 'STR1622' });
  });

  test('fails at once when Terraform is stopped while the cloud does not answer', async () => {
    const stop = new AbortController();
    const call: CallApi = () => {
      setImmediate(() => stop.abort(new Error('stopped')));
      return new Promise(() => undefined);
    };
    const request = jest.fn(done);
    const change = changeInTurn(
      door(call),
      { ...waiting(), signal: stop.signal },
      { what: 'disk', request, isDone: done },
    );
    await expect(change).rejects.toThrow('stopped');
    expect(request).not.toHaveBeenCalled();
  });

  test('fails at once when Terraform is stopped', async () => {
    const { call } = cloud(['upgrading', null]);
    const stop = new AbortController();
    const stopped = { signal: stop.signal, log: () => stop.abort(new Error('stopped')) };
    const change = changeInTurn(door(call), stopped, { what: 'disk', request: done, isDone: done });
    await expect(change).rejects.toThrow();
  });
});

describe('a call that the cloud throttles', () => {
  const call = { product: 'starrocks', version: '1', action: 'A', style: 'ROA', method: 'POST' } as const;
  const throttled = (cause: object) =>
    new ProviderError('STR1603', 'refused', { cause: Object.assign(new Error('refused'), cause) });

  test.each([[{ code: 'Throttling.User' }], [{ code: 'Rejected.Throttling' }], [{ code: 'Busy', statusCode: 503 }]])(
    'is sent again with growing pauses: %j',
    async (cause) => {
      const pauses: number[] = [];
      const send = jest.fn(() => Promise.resolve('answer' as unknown));
      send.mockRejectedValueOnce(throttled(cause)).mockRejectedValueOnce(throttled(cause));
      const retrying = withRetries(send, (milliseconds) => Promise.resolve(pauses.push(milliseconds)));
      expect(await retrying(call)).toBe('answer');
      expect(pauses).toHaveLength(2);
      expect(pauses[1]).toBeGreaterThanOrEqual(pauses[0] ?? 0);
    },
  );

  test('fails in the end, and at once for any other refusal', async () => {
    const send = jest.fn(() => Promise.reject(throttled({ code: 'Throttling' })));
    await expect(withRetries(send, () => Promise.resolve())(call)).rejects.toThrow('refused');
    expect(send).toHaveBeenCalledTimes(8);
    const other = jest.fn(() => Promise.reject(throttled({ code: 'InvalidParams', statusCode: 400 })));
    await expect(withRetries(other, () => Promise.resolve())(call)).rejects.toThrow('refused');
    expect(other).toHaveBeenCalledTimes(1);
  });
});
