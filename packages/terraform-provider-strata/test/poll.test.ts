import { pollUntil } from '../src/cloud/poll';

describe('a long wait for the cloud', () => {
  const stop = new Error('Terraform asked the provider to stop.');

  test('looks until it sees what it waits for', async () => {
    const states = ['STARTING', 'STARTING', 'RUNNING'];
    const look = (): Promise<string | undefined> => Promise.resolve(states.shift());
    const { signal } = new AbortController();
    expect(await pollUntil(look, (seen) => seen === 'RUNNING', { everyMs: 1, signal })).toBe('RUNNING');
    expect(states).toEqual([]);
  });

  test('fails with the reason when it is told to stop between two looks', async () => {
    const stopping = new AbortController();
    const look = (): Promise<boolean> => {
      setImmediate(() => stopping.abort(stop));
      return Promise.resolve(false);
    };
    const waiting = pollUntil(look, Boolean, { everyMs: 3_600_000, signal: stopping.signal });
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError', cause: stop });
  });

  test('fails with the reason in the middle of a look that gets no answer', async () => {
    const stopping = new AbortController();
    const look = (): Promise<boolean> => {
      setImmediate(() => stopping.abort(stop));
      return new Promise(() => undefined);
    };
    await expect(pollUntil(look, Boolean, { everyMs: 1, signal: stopping.signal })).rejects.toBe(stop);
  });

  test('fails before it looks when it was told to stop already', async () => {
    const look = jest.fn(() => Promise.resolve(true));
    await expect(pollUntil(look, Boolean, { everyMs: 1, signal: AbortSignal.abort(stop) })).rejects.toBe(stop);
    expect(look).not.toHaveBeenCalled();
  });

  test('fails with what a look throws', async () => {
    const look = (): Promise<boolean> => Promise.reject(new Error('refused'));
    const { signal } = new AbortController();
    await expect(pollUntil(look, Boolean, { everyMs: 1, signal })).rejects.toThrow('refused');
  });
});
