import { spawn } from 'node:child_process';
import { closeSync, createWriteStream, mkdirSync, openSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { UserError, endIfInterrupted } from './steps.mjs';

/** The checkout. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** What a terminal does with colours and cursor movements, for reading a program's output as text. */
// eslint-disable-next-line no-control-regex
const CONTROL = /\u001b\[[0-9;?]*[A-Za-z]/g;

/**
 * Runs a program to its end with its output in `.strata/logs/<log>.log`; the tail of it becomes the error.
 *
 * @param onLine is called with every line of output, without colours
 * @returns the lines
 */
export async function runQuietly(log, command, args, { onLine, ...options } = {}) {
  const folder = join(root, '.strata', 'logs');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${log}.log`);
  const output = createWriteStream(file);
  const child = spawn(command, args, { cwd: root, ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  const lines = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.pipe(output, { end: false });
    createInterface({ input: stream }).on('line', (raw) => {
      const line = raw.replace(CONTROL, '').trimEnd();
      lines.push(line);
      onLine?.(line);
    });
  }
  const code = await endOf(child);
  output.end();
  if (code !== 0) {
    const tail = lines.slice(-40).join('\n').trim();
    throw new UserError(
      `${tail}\n\n\`${[command, ...args].join(' ')}\` ended with ${code}. The whole output is in ${file}.`,
    );
  }
  return lines;
}

/** Runs a program with our own input and output and returns its exit code; a signal counts as 128 + its number. */
export function exitCode(command, args, options = {}) {
  return endOf(spawn(command, args, { cwd: root, stdio: 'inherit', ...options }));
}

async function endOf(child) {
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exit, signal) => resolve(exit ?? 128 + (constants.signals[signal] ?? 0)));
  });
  endIfInterrupted();
  return code;
}

/**
 * The environment in which the demo and the tests run: no Terraform configuration of the user's, no version check, and no
 * extra certificates. Those are for the way to the network, which is not used, and cost every start of Node 80 ms.
 */
export function terraformEnvironment(binary) {
  const folder = join(root, '.strata');
  mkdirSync(folder, { recursive: true });
  const configuration = join(folder, 'terraform.rc');
  closeSync(openSync(configuration, 'a'));
  const environment = {
    ...process.env,
    TF_CLI_CONFIG_FILE: configuration,
    TERRAFORM_BINARY_NAME: binary,
    CHECKPOINT_DISABLE: '1',
    DISABLE_VERSION_CHECK: '1',
  };
  delete environment.NODE_EXTRA_CA_CERTS;
  return environment;
}
