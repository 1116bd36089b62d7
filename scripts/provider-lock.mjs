import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { root, terraformEnvironment } from './internal/run.mjs';
import { UserError, main } from './internal/steps.mjs';

/**
 * Writes packages/provider-alicloud/registry.lock.hcl: the registry's hashes of the pinned alicloud provider for every
 * platform on which cloud environments are deployed. Synth copies it into their stacks.
 */
const PLATFORMS = ['linux_amd64', 'linux_arm64', 'darwin_amd64', 'darwin_arm64'];

await main(() => {
  const folder = join(root, 'packages', 'provider-alicloud');
  const { source, version } = JSON.parse(readFileSync(join(folder, 'provider.json'), 'utf8'));
  const scratch = mkdtempSync(join(tmpdir(), 'strata-lock-'));
  try {
    const binary = process.env.TERRAFORM_BINARY_NAME ?? 'terraform';
    writeFileSync(
      join(scratch, 'main.tf.json'),
      JSON.stringify({ terraform: { required_providers: { alicloud: { source, version } } } }),
    );
    const platforms = PLATFORMS.map((platform) => `-platform=${platform}`);
    execFileSync(binary, ['providers', 'lock', ...platforms], {
      cwd: scratch,
      env: terraformEnvironment(binary),
      encoding: 'utf8',
    });
    copyFileSync(join(scratch, '.terraform.lock.hcl'), join(folder, 'registry.lock.hcl'));
  } catch (error) {
    throw new UserError(
      `The registry did not give the hashes of ${source} ${version}:\n${error.stderr ?? error.message}`,
    );
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
});
