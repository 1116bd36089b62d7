import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { createInterface } from 'node:readline';
import { runnerArguments } from './java';

/** How a job is, as Flink says. */
export interface FlinkJobStatus {
  /** E.g. RUNNING, RESTARTING, FAILED, FINISHED, CANCELED. */
  readonly status: string;
  readonly checkpoints: number;
  readonly failedCheckpoints: number;
  /** The last failure, whether the job got over it or not. */
  readonly failure?: string;
}

export interface FlinkStart {
  /** Definitions and one statement set. */
  readonly sql: string;
  readonly configuration: Readonly<Record<string, string>>;
  /** Where to go on from. */
  readonly savepoint?: string;
}

type Reply = Readonly<Record<string, unknown>>;

interface Waiting {
  readonly resolve: (reply: Reply) => void;
  readonly reject: (error: Error) => void;
}

const TAIL = 4_000;

/** What Flink refused, with all of its reasons. */
export class FlinkError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'FlinkError';
  }
}

/** A real Flink in a Java process of its own: plans scripts, and runs them as jobs. The caller closes it. */
export class FlinkRunner {
  private readonly waiting = new Map<number, Waiting>();
  private lastId = 0;
  private log = '';

  private constructor(private readonly java: ChildProcessWithoutNullStreams) {
    createInterface({ input: java.stdout }).on('line', (line) => this.receive(JSON.parse(line) as Reply));
    java.stderr.on('data', (text: Buffer) => (this.log = `${this.log}${text.toString()}`.slice(-TAIL)));
    java.on('exit', (code) => this.end(new FlinkError(`Flink ended (${String(code)}).\n${this.log}`)));
    java.on('error', (error) => this.end(new FlinkError(`java cannot be started: ${error.message}`)));
    java.stdin.on('error', () => undefined);
  }

  /** @throws FlinkError when Java ends before it is ready */
  public static async start(): Promise<FlinkRunner> {
    const runner = new FlinkRunner(spawn('java', runnerArguments(), { stdio: ['pipe', 'pipe', 'pipe'] }));
    await new Promise<Reply>((resolve, reject) => runner.waiting.set(0, { resolve, reject }));
    return runner;
  }

  public get pid(): number | undefined {
    return this.java.pid;
  }

  /** Parses, validates and plans a script, without any network. @throws FlinkError */
  public async compile(sql: string): Promise<void> {
    await this.ask('compile', { sql });
  }

  /** Starts a script as a job. @returns the job's id @throws FlinkError */
  public async startJob(start: FlinkStart): Promise<string> {
    return String((await this.ask('start', { ...start }))['job']);
  }

  public async status(job: string): Promise<FlinkJobStatus> {
    const { status, checkpoints, failedCheckpoints, failure } = await this.ask('status', { job });
    return {
      status: String(status),
      checkpoints: Number(checkpoints ?? 0),
      failedCheckpoints: Number(failedCheckpoints ?? 0),
      ...(typeof failure === 'string' ? { failure } : {}),
    };
  }

  /** Stops a job behind a savepoint. @returns where it lies */
  public async stopJob(job: string, folder: string): Promise<string> {
    return String((await this.ask('stop', { job, folder }))['savepoint']);
  }

  public async cancelJob(job: string): Promise<void> {
    await this.ask('cancel', { job });
  }

  /** Ends the task manager without a word and starts another one: what a node that dies does to a job. */
  public async killTaskManager(): Promise<void> {
    await this.ask('kill-task-manager', {});
  }

  public async close(): Promise<void> {
    if (this.java.exitCode !== null) return;
    const ended = new Promise((resolve) => this.java.once('exit', resolve));
    this.java.stdin.end();
    // A cluster that does not come to rest is not waited for.
    const timer = setTimeout(() => this.java.kill('SIGKILL'), 10_000);
    await ended;
    clearTimeout(timer);
  }

  private ask(op: string, request: Readonly<Record<string, unknown>>): Promise<Reply> {
    this.lastId += 1;
    const id = this.lastId;
    return new Promise((resolve, reject) => {
      if (this.java.exitCode !== null) return reject(new FlinkError(`Flink has ended.\n${this.log}`));
      this.waiting.set(id, { resolve, reject });
      this.java.stdin.write(`${JSON.stringify({ id, op, ...request })}\n`);
    });
  }

  private receive(reply: Reply): void {
    const id = reply['ready'] === true ? 0 : Number(reply['id']);
    const waiting = this.waiting.get(id);
    this.waiting.delete(id);
    if (typeof reply['error'] === 'string') waiting?.reject(new FlinkError(reply['error']));
    else waiting?.resolve(reply);
  }

  private end(error: FlinkError): void {
    for (const { reject } of this.waiting.values()) reject(error);
    this.waiting.clear();
  }
}
