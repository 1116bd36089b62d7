import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** How a Terraform command ended. */
export interface TerraformResult {
  readonly code: number;
  /** What it said, in the order in which it said it. */
  readonly output: string;
}

/** Runs a Terraform command in a folder. */
export type RunTerraform = (...args: readonly string[]) => Promise<TerraformResult>;

/**
 * Terraform in a folder that is thrown away.
 *
 * @param sandbox folder of the sandbox that it deploys to, for which neither settings nor news of the user's Terraform
 *   count; undefined for the cloud
 */
export function terraformIn(folder: string, sandbox: string | undefined): RunTerraform {
  const env = { ...process.env, TF_IN_AUTOMATION: '1', TF_INPUT: '0', ...offline(folder, sandbox) };
  const binary = process.env['TERRAFORM_BINARY_NAME'] ?? 'terraform';
  return (...args) =>
    new Promise((resolve, reject) => {
      const child = spawn(binary, [...args], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
      const chunks: Buffer[] = [];
      child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
      child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
      child.once('error', reject);
      child.once('close', (code) => resolve({ code: code ?? 1, output: Buffer.concat(chunks).toString('utf8') }));
    });
}

function offline(folder: string, sandbox: string | undefined): Readonly<Record<string, string>> {
  if (sandbox === undefined) return {};
  const settings = join(folder, 'empty.tfrc');
  writeFileSync(settings, '');
  return { TF_CLI_CONFIG_FILE: settings, CHECKPOINT_DISABLE: '1', STRATA_SANDBOX_DIR: sandbox };
}
