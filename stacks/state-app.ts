import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'cdktf';
import { parseAccount } from '@strata/environment';
import type { Environment } from '@strata/environment';
import { registryLock, standInProvider } from './local-providers';
import { STATE_STACK, StateStack } from './state-stack';
import { prepareTerraformFolder } from './terraform-folder';

/** What a resource is called in Terraform, and in the cloud. */
export interface StateResource {
  readonly address: string;
  /** By which it is found when it is there already. */
  readonly id: string;
}

/** A Terraform program that is ready to run. */
export interface StateProgram {
  readonly folder: string;
  readonly resources: readonly StateResource[];
}

/**
 * Writes the program that makes the state backend of a checkout.
 *
 * @param outdir empty folder for it
 */
export function writeStateProgram(root: string, target: Environment['target'], outdir: string): StateProgram {
  const account = parseAccount(readFileSync(join(root, 'strata.yaml'), 'utf8'), 'strata.yaml');
  const app = new App({ outdir, skipValidation: false });
  const { backend } = new StateStack(app, { account });
  app.synth();
  const folder = join(outdir, 'stacks', STATE_STACK);
  const lock = registryLock(root);
  prepareTerraformFolder(folder, {
    providers: target === 'sandbox' ? [standInProvider(root)] : [],
    ...(target === 'sandbox' || lock === undefined ? {} : { registryLock: lock }),
  });
  return {
    folder,
    resources: backend.existing.map(({ resource, id }) => ({
      address: `${resource.terraformResourceType}.${resource.friendlyUniqueId}`,
      id,
    })),
  };
}
