import { createServer } from 'node:net';

/** Where a sandbox listens on 127.0.0.1. */
export interface SandboxPorts {
  /** Of the control plane; 0 takes a free one. */
  readonly control: number;
  /** First port tried for the MySQL protocol of an instance; further instances count upwards. */
  readonly query: number;
  /** First port tried for Stream Load of an instance; further instances count upwards. */
  readonly http: number;
}

const RANGE = 500;

/** The first port from `first` upwards that nobody listens on and that is not promised to another server. */
export async function freePort(first: number, taken: ReadonlySet<number>): Promise<number> {
  for (let port = first; port < first + RANGE; port++) {
    if (!taken.has(port) && (await isFree(port))) return port;
  }
  throw new Error(`No free port between ${first} and ${first + RANGE - 1}.`);
}

/** Tells whether nobody listens on a port of this machine. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
