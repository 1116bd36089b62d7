/** Runs the real Terraform against the bundled stand-in, in a temporary folder that has nothing else. */

import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PACKAGE = join(__dirname, '..', '..');
const VERSION = '1.289.0';

/** Result of a Terraform command. */
export interface TerraformRun {
  readonly code: number;
  readonly output: string;
}

export interface Workspace {
  readonly folder: string;
  run(...args: readonly string[]): Promise<TerraformRun>;
  write(name: string, content: unknown): void;
  remove(): void;
}

/** Bundles the stand-in, as the build does. */
export function bundleStandIn(): void {
  execFileSync(process.execPath, [join(PACKAGE, 'scripts', 'bundle.mjs')], { stdio: 'pipe' });
}

function linkProvider(folder: string): void {
  const platform = `${process.platform}_${process.arch === 'x64' ? 'amd64' : process.arch}`;
  const plugins = join(
    folder,
    'terraform.d',
    'plugins',
    'registry.terraform.io',
    'aliyun',
    'alicloud',
    VERSION,
    platform,
  );
  mkdirSync(plugins, { recursive: true });
  symlinkSync(
    join(PACKAGE, 'bin', 'terraform-provider-alicloud'),
    join(plugins, `terraform-provider-alicloud_v${VERSION}`),
  );
}

/** A Terraform working folder; `env` is added to the commands' environment. */
export function workspace(env: Readonly<Record<string, string>> = {}): Workspace {
  const folder = mkdtempSync(join(tmpdir(), 'stand-in-'));
  linkProvider(folder);
  writeFileSync(join(folder, 'empty.tfrc'), '');
  const variables = {
    ...process.env,
    TF_CLI_CONFIG_FILE: join(folder, 'empty.tfrc'),
    CHECKPOINT_DISABLE: '1',
    TF_IN_AUTOMATION: '1',
    ...env,
  };
  return {
    folder,
    run: (...args) =>
      new Promise((resolve, reject) => {
        const child = spawn('terraform', args, { cwd: folder, env: variables });
        const chunks: Buffer[] = [];
        child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
        child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
        child.on('error', reject);
        child.on('close', (code) => resolve({ code: code ?? 1, output: Buffer.concat(chunks).toString('utf8') }));
      }),
    write: (name, content) => {
      const file = join(folder, name);
      mkdirSync(join(file, '..'), { recursive: true });
      writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content, null, 1));
    },
    remove: () => {
      if (existsSync(folder)) rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The part of a program that names the stand-in. */
export const REQUIRED_PROVIDERS = {
  required_providers: { alicloud: { source: 'aliyun/alicloud', version: VERSION } },
};
