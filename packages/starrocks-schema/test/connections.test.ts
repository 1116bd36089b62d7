import { steadyConnection } from '../src/connection-steady';
import type { Connection } from '../src/connection-types';

/** A warehouse that counts who is connected. */
function counted() {
  let open = 0;
  let opened = 0;
  const connect = (): Connection => {
    open += 1;
    opened += 1;
    return {
      query: () => Promise.resolve([]),
      fork: () => new Promise((resolve) => setImmediate(() => resolve(connect()))),
      close: () => {
        open -= 1;
        return Promise.resolve();
      },
    };
  };
  return { base: connect(), counts: () => ({ open, opened }) };
}

describe('a connection that outlives a restart', () => {
  test('is one for statements at once, and none is left open', async () => {
    const { base, counts } = counted();
    const steady = steadyConnection(base, { reconnectMs: 0 });
    await Promise.all([steady.query('SELECT 1'), steady.query('SELECT 2'), steady.query('SELECT 3')]);
    expect(counts()).toEqual({ open: 2, opened: 2 });
    await steady.close();
    expect(counts().open).toBe(1);
  });

  test('has forks of their own, and closes them', async () => {
    const { base, counts } = counted();
    const fork = await steadyConnection(base, { reconnectMs: 0 }).fork();
    await fork.query('SELECT 1');
    expect(counts().open).toBe(2);
    await fork.close();
    expect(counts().open).toBe(1);
  });
});
