import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'cdktf';
import type { CloudThing, Environment } from '@strata/environment';
import { sandboxFolder } from '../../packages/alicloud-sandbox/src/control-plane/folder';
import { sandboxResources } from '../../packages/alicloud-sandbox/src/control-plane/resources';
import type { ControlPlane } from '../../packages/alicloud-sandbox/src/control-plane/server';
import { startControlPlane } from '../../packages/alicloud-sandbox/src/control-plane/server';
import { addPlatform } from '../../stacks/platform';
import { prepareTerraformFolder } from '../../stacks/terraform-folder';
import { account } from './environment';
import { root } from './root';

export interface TerraformRun {
  readonly code: number;
  /** In one line. */
  readonly output: string;
}

/** A checkout with a sandbox of its own, to which real Terraform deploys the stacks of an environment. */
export class SandboxDeploys {
  public static async start(): Promise<SandboxDeploys> {
    const checkout = mkdtempSync(join(tmpdir(), 'strata-deploys-'));
    mkdirSync(join(checkout, '.strata', 'state'), { recursive: true });
    const folder = sandboxFolder(checkout);
    const ports = { control: 0, query: 47_000, http: 48_000 };
    return new SandboxDeploys(checkout, await startControlPlane({ folder, ports, log: () => undefined }));
  }

  private constructor(
    private readonly checkout: string,
    private readonly controlPlane: ControlPlane,
  ) {}

  /** Writes the stacks of an environment as it is now. */
  public synthesize(environment: Environment): void {
    const app = new App({ outdir: join(this.checkout, 'cdktf.out'), skipValidation: false });
    const stacks = addPlatform(app, { account: account(), environments: [environment], sqlFolder: join(root, 'sql') });
    app.synth();
    for (const { node } of stacks) {
      prepareTerraformFolder(this.folderOf(node.id), {
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
    }
  }

  public plan(stack: string): Promise<TerraformRun> {
    return this.run(stack, 'plan');
  }

  public deploy(stack: string): Promise<TerraformRun> {
    return this.run(stack, 'apply', '-auto-approve');
  }

  /** Plans so that the code tells: 0 nothing to change, 2 something, 1 an error. */
  public planExactly(stack: string): Promise<TerraformRun> {
    return this.run(stack, 'plan', '-detailed-exitcode');
  }

  public destroy(stack: string): Promise<TerraformRun> {
    return this.run(stack, 'destroy', '-auto-approve');
  }

  /** Deploys stacks one after the other. @throws Error with what Terraform says when one cannot be */
  public async deployAll(...stacks: readonly string[]): Promise<void> {
    for (const stack of stacks) {
      const { code, output } = await this.deploy(stack);
      if (code !== 0) throw new Error(`${stack}: ${output}`);
    }
  }

  /** Makes a state for a stack that is not deployed, with a value for each of its outputs: others read them. */
  public pretendDeployed(stack: string): void {
    const { output = {} } = JSON.parse(readFileSync(join(this.folderOf(stack), 'cdk.tf.json'), 'utf8')) as {
      output?: Readonly<Record<string, unknown>>;
    };
    const outputs = Object.fromEntries(Object.keys(output).map((name) => [name, { value: 'c-1', type: 'string' }]));
    const state = { version: 4, terraform_version: '1.11.0', serial: 1, lineage: stack, resources: [], outputs };
    writeFileSync(this.stateOf(stack), JSON.stringify(state));
  }

  /** The addresses that are in the state of a stack. */
  public addresses(stack: string): readonly string[] {
    const { resources } = JSON.parse(readFileSync(this.stateOf(stack), 'utf8')) as {
      resources: readonly { type: string; name: string }[];
    };
    return resources.map(({ type, name }) => `${type}.${name}`);
  }

  /** Everything that exists in the sandbox, whatever the states say. */
  public async existing(): Promise<readonly CloudThing[]> {
    return (await sandboxResources(sandboxFolder(this.checkout))) ?? [];
  }

  public async remove(): Promise<void> {
    await this.controlPlane.stop();
    rmSync(this.checkout, { recursive: true });
  }

  private async run(stack: string, ...args: readonly string[]): Promise<TerraformRun> {
    const initialized = await this.terraform(stack, 'init');
    return initialized.code === 0 ? this.terraform(stack, ...args) : initialized;
  }

  private terraform(stack: string, ...args: readonly string[]): Promise<TerraformRun> {
    const configuration = join(this.checkout, 'terraform.rc');
    writeFileSync(configuration, '');
    const options = {
      cwd: this.folderOf(stack),
      maxBuffer: 64 * 1024 * 1024,
      env: { ...process.env, TF_CLI_CONFIG_FILE: configuration, CHECKPOINT_DISABLE: '1' },
    };
    return new Promise((resolve) => {
      execFile('terraform', [...args, '-input=false', '-no-color'], options, (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 1;
        resolve({ code, output: `${stdout}${stderr}`.replace(/[│╷╵\s]+/g, ' ') });
      });
    });
  }

  private stateOf(stack: string): string {
    return join(this.checkout, '.strata', 'state', `${stack}.tfstate`);
  }

  private folderOf(stack: string): string {
    return join(this.checkout, 'cdktf.out', 'stacks', stack);
  }
}
