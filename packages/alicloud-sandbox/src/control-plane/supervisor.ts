import { closeSync, mkdirSync, openSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ServerProcess } from '@strata/starrocks-embedded';
import { startServerProcess } from '@strata/starrocks-embedded';
import { SandboxError } from './errors';

/** Time after which a server that ended by itself is started again. */
const RESTART_DELAY_MS = 1_000;

export interface ServerPorts {
  readonly queryPort: number;
  readonly httpPort: number;
}

interface Running {
  readonly process: ServerProcess;
  stopping: boolean;
}

/** Keeps one embedded StarRocks process per instance alive. */
export class Supervisor {
  private readonly servers = new Map<string, Running>();

  constructor(
    private readonly instances: string,
    private readonly log: (line: string) => void,
  ) {}

  /** Process id of the server of an instance, when it runs. */
  pid(instanceId: string): number | undefined {
    return this.servers.get(instanceId)?.process.pid;
  }

  /**
   * Starts the server of an instance and waits until it answers.
   *
   * @param password of `admin`, needed at the first start only: afterwards the server's own data has it
   * @throws SandboxError STR1704 when it does not start
   */
  async start(instanceId: string, ports: ServerPorts, password?: string): Promise<void> {
    const folder = join(this.instances, instanceId);
    mkdirSync(folder, { recursive: true });
    const logFile = join(folder, 'server.log');
    const logFd = openSync(logFile, 'a', 0o600);
    try {
      const process = await startServerProcess({
        port: ports.queryPort,
        httpPort: ports.httpPort,
        dataDir: join(folder, 'data'),
        user: 'admin',
        ...(password === undefined ? {} : { password }),
        logFd,
      });
      const running: Running = { process, stopping: false };
      this.servers.set(instanceId, running);
      void process.exited.then(() => this.ended(instanceId, ports, running));
      this.log(`instance ${instanceId}: server ${process.pid} answers on port ${process.port}`);
    } catch (error) {
      throw new SandboxError(
        'STR1704',
        `The embedded StarRocks of instance ${instanceId} did not start on ports ${ports.queryPort} and ${ports.httpPort}: ${
          error instanceof Error ? error.message : String(error)
        } Its log: ${logFile}`,
      );
    } finally {
      closeSync(logFd);
    }
  }

  /** Stops the server of an instance; does nothing when it does not run. */
  async stop(instanceId: string): Promise<void> {
    const running = this.servers.get(instanceId);
    if (running === undefined) return;
    running.stopping = true;
    this.servers.delete(instanceId);
    await running.process.stop();
  }

  async stopAll(): Promise<void> {
    await Promise.all([...this.servers.keys()].map((id) => this.stop(id)));
  }

  /** Stops the server of an instance and deletes its data. */
  async remove(instanceId: string): Promise<void> {
    await this.stop(instanceId);
    rmSync(join(this.instances, instanceId), { recursive: true, force: true });
  }

  /**
   * Sets the password of a user of an instance.
   *
   * @throws SandboxError STR1705 when its server does not run
   */
  async setPassword(instanceId: string, user: string, password: string): Promise<void> {
    const running = this.servers.get(instanceId);
    if (running === undefined) {
      throw new SandboxError('STR1705', `The server of instance ${instanceId} does not run.`);
    }
    await running.process.setPassword(user, password);
  }

  private ended(instanceId: string, ports: ServerPorts, running: Running): void {
    if (running.stopping) return;
    this.log(`instance ${instanceId}: server ${running.process.pid} ended by itself, starting it again`);
    this.servers.delete(instanceId);
    setTimeout(() => {
      this.start(instanceId, ports).catch((error: unknown) => this.log(String(error)));
    }, RESTART_DELAY_MS).unref();
  }
}
