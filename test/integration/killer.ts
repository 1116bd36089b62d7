/** Kills processes that apply: SIGKILL, the moment the door shuts. */

import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { buildSync } from 'esbuild';

import type { Plan } from '@strata/starrocks-schema';

import type { Aim, Door } from './killed-door';

export interface Job {
  /** What was planned before; absent: the process plans anew. */
  readonly plan?: Plan;
  /** Text of a bundle. */
  readonly bundle: string;
  readonly parallelism: number;
}

/** Processes that wait for their job: the next one starts while one works. In one file they start in half the time. */
export class Killer {
  private readonly folder = mkdtempSync(join(tmpdir(), 'strata-killer-'));
  private readonly script = join(this.folder, 'process.cjs');
  private spare: ChildProcess;

  constructor() {
    buildSync({
      entryPoints: [join(__dirname, 'killed-process.cjs')],
      outfile: this.script,
      bundle: true,
      minify: true,
      platform: 'node',
      logLevel: 'error',
    });
    this.spare = this.start();
  }

  /**
   * Lets a process work through the door until the aim is met.
   *
   * @returns whether it was killed; else it came to its end
   * @throws Error when it failed by itself
   */
  public async letDie(door: Door, job: Job, aim: Aim): Promise<boolean> {
    const victim = this.spare;
    this.spare = this.start();
    let failure: string | undefined;
    victim.on('message', (message: { readonly failure?: string }) => {
      failure = message.failure;
    });
    const ended = new Promise<NodeJS.Signals | null>((resolve) => {
      victim.once('exit', (_code, signal) => resolve(signal));
    });
    door.watch(aim, () => victim.kill('SIGKILL'));
    victim.send({ ...job, port: door.port });
    const signal = await ended;
    await door.clear();
    if (signal === 'SIGKILL') return true;
    if (failure !== undefined) throw new Error(failure);
    return false;
  }

  public close(): void {
    this.spare.kill('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }

  private start(): ChildProcess {
    return fork(this.script, [], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  }
}
