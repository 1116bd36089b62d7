import { spawn } from 'node:child_process';
import { mkdirSync, openSync, readFileSync, closeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { UserError } from './steps.mjs';

/** The checkout. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Runs a program to its end with its output in `.strata/logs/<log>.log`; the tail of it becomes the error. */
export async function runQuietly(log, command, args, options = {}) {
  const folder = join(root, '.strata', 'logs');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${log}.log`);
  const output = openSync(file, 'w');
  const code = await exitCode(command, args, { ...options, stdio: ['ignore', output, output] });
  closeSync(output);
  if (code !== 0) {
    const tail = readFileSync(file, 'utf8').trimEnd().split('\n').slice(-40).join('\n');
    throw new UserError(
      `${tail}\n\n\`${[command, ...args].join(' ')}\` ended with ${code}. The whole output is in ${file}.`,
    );
  }
}

/** Runs a program with our own input and output and returns its exit code; a signal counts as 128 + its number. */
export function exitCode(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', ...options });
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 143)));
  });
}

/** The environment for Terraform processes: no CLI configuration of the user's, no version check. */
export function terraformEnvironment(binary) {
  const folder = join(root, '.strata');
  mkdirSync(folder, { recursive: true });
  const configuration = join(folder, 'terraform.rc');
  closeSync(openSync(configuration, 'a'));
  return {
    ...process.env,
    TF_CLI_CONFIG_FILE: configuration,
    TERRAFORM_BINARY_NAME: binary,
    CHECKPOINT_DISABLE: '1',
    DISABLE_VERSION_CHECK: '1',
  };
}
