/** Runs real Terraform in a folder of its own, with a provider bundled from TypeScript. */

import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { arch, platform, tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Run {
  readonly code: number;
  readonly output: string;
}

const ROOT = join(__dirname, '..', '..', '..', '..');
const PLATFORM = `${platform() === 'darwin' ? 'darwin' : 'linux'}_${arch() === 'x64' ? 'amd64' : 'arm64'}`;

/** Bundles a provider to one executable file. */
export function bundle(entry: string, outfile: string): void {
  const esbuild = join(ROOT, 'node_modules', '.bin', 'esbuild');
  const flags = ['--bundle', '--platform=node', '--target=node20', '--log-level=error'];
  execFileSync(esbuild, [entry, ...flags, '--banner:js=#!/usr/bin/env node', `--outfile=${outfile}`]);
  chmodSync(outfile, 0o755);
}

/** A working folder with `main.tf` and a provider beside it. */
export class Workspace {
  public readonly folder = mkdtempSync(join(tmpdir(), 'strata-terraform-'));
  private readonly environment: NodeJS.ProcessEnv;

  constructor(executable: string, source: string, version: string, environment: NodeJS.ProcessEnv = {}) {
    const [, , type = ''] = source.split('/');
    const plugins = join(this.folder, 'terraform.d', 'plugins', source, version, PLATFORM);
    mkdirSync(plugins, { recursive: true });
    symlinkSync(executable, join(plugins, `terraform-provider-${type}_v${version}`));
    const empty = join(this.folder, 'empty.tfrc');
    writeFileSync(empty, '');
    const noise = Object.keys(process.env).filter((name) => name.startsWith('TF_'));
    this.environment = { ...process.env, TF_CLI_CONFIG_FILE: empty, CHECKPOINT_DISABLE: '1', TF_IN_AUTOMATION: '1' };
    for (const name of noise) if (name !== 'TF_CLI_CONFIG_FILE') delete this.environment[name];
    Object.assign(this.environment, environment);
  }

  public write(file: string, text: string): void {
    writeFileSync(join(this.folder, file), text);
  }

  public read(file: string): string {
    return readFileSync(join(this.folder, file), 'utf8');
  }

  public has(file: string): boolean {
    return existsSync(join(this.folder, file));
  }

  public async run(...args: readonly string[]): Promise<Run> {
    return this.runWith({}, ...args);
  }

  public async runWith(environment: NodeJS.ProcessEnv, ...args: readonly string[]): Promise<Run> {
    return this.end(this.start(environment, args));
  }

  /** Runs and interrupts (Ctrl-C) once a file appears. */
  public async interrupt(file: string, ...args: readonly string[]): Promise<Run> {
    const child = this.start({}, args);
    const watch = setInterval(() => {
      if (!this.has(file)) return;
      clearInterval(watch);
      child.kill('SIGINT');
    }, 50);
    try {
      return await this.end(child);
    } finally {
      clearInterval(watch);
    }
  }

  /** Address -> attributes of what the state holds. */
  public async state(): Promise<Readonly<Record<string, Readonly<Record<string, unknown>>>>> {
    const { output } = await this.run('show', '-json');
    const parsed = JSON.parse(output) as {
      values?: { root_module?: { resources?: { address: string; values: Record<string, unknown> }[] } };
    };
    const resources = parsed.values?.root_module?.resources ?? [];
    return Object.fromEntries(resources.map((one) => [one.address, one.values]));
  }

  public remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private start(environment: NodeJS.ProcessEnv, args: readonly string[]): ChildProcess {
    return spawn('terraform', args, {
      cwd: this.folder,
      env: { ...this.environment, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  private async end(child: ChildProcess): Promise<Run> {
    let output = '';
    child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const code = await new Promise<number>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (status) => resolve(status ?? -1));
    });
    // Colours and frames are in the way of assertions.
    // eslint-disable-next-line no-control-regex
    return { code, output: output.replace(/\u001b\[[0-9;]*m/g, '').replace(/[│╷╵]/g, '') };
  }
}
