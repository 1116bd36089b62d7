import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { App } from 'cdktf';
import type { Environment } from '@strata/environment';
import { addPlatform } from '../../stacks/platform';
import { prepareTerraformFolder } from '../../stacks/terraform-folder';
import { account } from './environment';
import { root } from './root';

/** One change of a plan. */
export interface PlannedChange {
  readonly address: string;
  readonly type: string;
  readonly actions: readonly string[];
  readonly after: Readonly<Record<string, unknown>>;
}

interface RemoteState {
  backend: string;
  config: Readonly<Record<string, unknown>>;
}

const execute = promisify(execFile);

/** Environments of the cloud, planned on this machine: the stand-in serves `alicloud`, states are local. */
export class OfflinePlans {
  private readonly folder = mkdtempSync(join(tmpdir(), 'strata-plan-'));

  constructor(environments: readonly Environment[]) {
    const app = new App({ outdir: join(this.folder, 'cdktf.out'), skipValidation: false });
    const stacks = addPlatform(app, { account: account(), environments, sqlFolder: join(root, 'sql') });
    app.synth();
    for (const { node } of stacks) this.makeOffline(join(app.outdir, 'stacks', node.id));
  }

  /** Plans a stack as Terraform does, before anything exists. */
  public async plan(stack: string): Promise<readonly PlannedChange[]> {
    const cwd = join(this.folder, 'cdktf.out', 'stacks', stack);
    await this.terraform(cwd, 'init', '-input=false');
    await this.terraform(cwd, 'plan', '-input=false', '-out=plan');
    const shown = JSON.parse(await this.terraform(cwd, 'show', '-json', 'plan')) as {
      resource_changes?: {
        address: string;
        type: string;
        change: { actions: string[]; after: Record<string, unknown> };
      }[];
    };
    return (shown.resource_changes ?? []).map(({ address, type, change }) => ({
      address,
      type,
      actions: change.actions,
      after: change.after,
    }));
  }

  public remove(): void {
    rmSync(this.folder, { recursive: true });
  }

  private makeOffline(folder: string): void {
    prepareTerraformFolder(folder, {
      providers: [
        {
          source: 'strata/strata',
          version: '0.1.0',
          executable: join(root, 'packages/terraform-provider-strata/dist/terraform-provider-strata'),
        },
        {
          source: 'aliyun/alicloud',
          version: '1.289.0',
          executable: join(root, 'packages/alicloud-sandbox/bin/terraform-provider-alicloud'),
        },
      ],
    });
    const file = join(folder, 'cdk.tf.json');
    const text = readFileSync(file, 'utf8');
    const stack = JSON.parse(text) as {
      terraform: { backend: unknown };
      data?: { terraform_remote_state?: Record<string, RemoteState> };
    };
    stack.terraform.backend = { local: { path: 'terraform.tfstate' } };
    for (const [name, remote] of Object.entries(stack.data?.terraform_remote_state ?? {})) {
      remote.backend = 'local';
      remote.config = { path: this.stateWith(name, outputsOf(text, name)) };
    }
    writeFileSync(file, JSON.stringify(stack));
  }

  /** A state that has given each output the value that it would have after a deploy. */
  private stateWith(name: string, outputs: readonly string[]): string {
    const states = join(this.folder, 'states');
    mkdirSync(states, { recursive: true });
    const file = join(states, `${name}.tfstate`);
    const values = outputs.map((output) => [output, { value: `id-of-${output.length}`, type: 'string' }] as const);
    const state = { version: 4, terraform_version: '1.11.0', serial: 1, lineage: name, resources: [] };
    writeFileSync(file, JSON.stringify({ ...state, outputs: Object.fromEntries(values) }));
    return file;
  }

  private async terraform(cwd: string, ...args: readonly string[]): Promise<string> {
    const configuration = join(this.folder, 'terraform.rc');
    writeFileSync(configuration, '');
    const { stdout } = await execute('terraform', [...args, '-no-color'], {
      cwd,
      maxBuffer: 64 * 1024 * 1024,
      env: {
        ...process.env,
        TF_CLI_CONFIG_FILE: configuration,
        CHECKPOINT_DISABLE: '1',
        ...passwords(),
        STRATA_SANDBOX_DIR: this.folder,
      },
    });
    return stdout;
  }
}

/** The passwords that Terraform asks for, of both cloud environments. */
function passwords(): Readonly<Record<string, string>> {
  const variables = ['risk_dev', 'risk_prod'].flatMap((environment) => [
    `TF_VAR_${environment}_starrocks_bootstrap_password`,
    `TF_VAR_${environment}_core_replication_password`,
  ]);
  return Object.fromEntries(variables.map((name) => [name, 'Given-when-it-runs-1']));
}

/** Outputs of another stack that a stack's text reads. */
function outputsOf(text: string, remote: string): readonly string[] {
  const pattern = new RegExp(`data\\.terraform_remote_state\\.${remote}\\.outputs\\.([\\w-]+)`, 'g');
  return [...text.matchAll(pattern)].map(([, output]) => output ?? '');
}
