import { execFile, execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareTerraformFolder } from '../../stacks/terraform-folder';
import { sandboxResources } from '@strata/alicloud-sandbox';
import type { TestSandbox } from '../../packages/alicloud-sandbox/test/control-plane/helpers';
import { testSandbox } from '../../packages/alicloud-sandbox/test/control-plane/helpers';
import { root } from './root';

export interface Run {
  readonly code: number;
  readonly output: string;
}

/** Real Terraform with both providers, before a control plane of its own. */
export interface TerraformLab {
  /** Takes the text of a synthesized stack. */
  declare(text: string): void;
  plan(): Promise<Run>;
  apply(): Promise<Run>;
  destroy(): Promise<Run>;
  /** Type and id of everything that the control plane has. */
  resources(): Promise<readonly string[]>;
  remove(): Promise<void>;
}

const STRATA = 'packages/terraform-provider-strata';
const ALICLOUD = 'packages/alicloud-sandbox';

/** @param first the text of the stack that is declared first */
export async function terraformLab(first: string): Promise<TerraformLab> {
  const sandbox: TestSandbox = testSandbox();
  await sandbox.start();
  const folder = mkdtempSync(join(tmpdir(), 'strata-lab-'));
  writeFileSync(join(folder, 'empty.tfrc'), '');
  const declare = (text: string): void => writeFileSync(join(folder, 'cdk.tf.json'), text);
  const run = (...args: readonly string[]): Promise<Run> =>
    new Promise((resolve) => {
      const env = {
        ...process.env,
        TF_CLI_CONFIG_FILE: join(folder, 'empty.tfrc'),
        CHECKPOINT_DISABLE: '1',
        STRATA_SANDBOX_DIR: sandbox.folder.checkout,
      };
      execFile('terraform', [...args, '-no-color'], { cwd: folder, env, maxBuffer: 64 << 20 }, (error, out, err) =>
        resolve({ code: error === null ? 0 : 1, output: `${out}${err}`.replace(/\s+/g, ' ') }),
      );
    });
  declare(first);
  prepareTerraformFolder(folder, {
    providers: [
      {
        source: 'strata/strata',
        version: '0.1.0',
        executable: ownCopy(STRATA, 'dist/terraform-provider-strata', folder),
      },
      { source: 'aliyun/alicloud', version: '1.289.0', executable: built(ALICLOUD, 'bin/terraform-provider-alicloud') },
    ],
  });
  const { code, output } = await run('init', '-input=false');
  if (code !== 0) throw new Error(output);
  return {
    declare,
    plan: () => run('plan', '-input=false'),
    apply: () => run('apply', '-input=false', '-auto-approve'),
    destroy: () => run('destroy', '-input=false', '-auto-approve'),
    resources: async () => ((await sandboxResources(sandbox.folder)) ?? []).map(({ type, id }) => `${type} ${id}`),
    remove: async () => {
      rmSync(folder, { recursive: true });
      await sandbox.remove();
    },
  };
}

function built(folder: string, executable: string): string {
  execFileSync(process.execPath, [join(root, folder, 'scripts', 'bundle.mjs')], { stdio: 'pipe' });
  return join(root, folder, executable);
}

/** Whoever builds meanwhile would change what Terraform has locked. */
function ownCopy(folder: string, executable: string, into: string): string {
  const own = join(into, 'terraform-provider-strata');
  copyFileSync(built(folder, executable), own);
  return own;
}
