import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { build } from './build.mjs';
import { root, runQuietly, terraformEnvironment } from './run.mjs';
import { UserError, step } from './steps.mjs';

const NODE_MINIMUM = [20, 19];
const TERRAFORM_MINIMUM = [1, 11];

/**
 * Makes a checkout ready to run: checks Node and Terraform, installs packages when the lock changed, builds what changed.
 *
 * @returns the environment in which Terraform is started
 */
export async function prepare() {
  requireNode();
  const terraform = requireTerraform();
  await install();
  await build();
  return terraformEnvironment(terraform);
}

/** Fails when Node is older than the packages need. */
export function requireNode(version = process.versions.node) {
  if (isOlder(version, NODE_MINIMUM)) {
    throw new UserError(
      `Node ${NODE_MINIMUM.join('.')} or newer is needed, this is ${version}. Install a current Node 20 or 22 and run the command again.`,
    );
  }
}

/** Finds Terraform, else OpenTofu, on the PATH; fails when neither is there or it is too old. */
export function requireTerraform() {
  const wanted = process.env.TERRAFORM_BINARY_NAME;
  const candidates = wanted === undefined ? ['terraform', 'tofu'] : [wanted];
  const found = candidates.map((name) => ({ name, version: versionOf(name) })).find((c) => c.version !== undefined);
  if (found === undefined) {
    throw new UserError(
      `Neither terraform nor tofu is on the PATH (looked for: ${candidates.join(', ')}). ` +
        `Install Terraform ${TERRAFORM_MINIMUM.join('.')} or newer, or OpenTofu, and run the command again.`,
    );
  }
  const minimum = found.name.endsWith('tofu') ? [1, 10] : TERRAFORM_MINIMUM;
  if (isOlder(found.version, minimum)) {
    throw new UserError(
      `${found.name} ${minimum.join('.')} or newer is needed, this is ${found.version}. Install a newer one and run the command again.`,
    );
  }
  return found.name;
}

function versionOf(binary) {
  const { status, stdout } = spawnSync(binary, ['version', '-json'], {
    encoding: 'utf8',
    env: terraformEnvironment(binary),
  });
  if (status !== 0) return undefined;
  try {
    return String(JSON.parse(stdout).terraform_version);
  } catch {
    return undefined;
  }
}

function isOlder(version, [major, minor]) {
  const [gotMajor = 0, gotMinor = 0] = version.split('.').map(Number);
  return gotMajor < major || (gotMajor === major && gotMinor < minor);
}

async function install() {
  const stamp = join(root, 'node_modules', '.strata-installed');
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .update(process.version)
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  await step('Install packages', async () => {
    await runQuietly('install', 'npm', ['ci', '--no-audit', '--no-fund', '--prefer-offline']);
    writeFileSync(stamp, wanted);
  });
}
