import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LocalProvider } from './terraform-folder';

/** Our provider, as it is built in a checkout. */
export function strataProvider(root: string): LocalProvider {
  return {
    source: 'strata/strata',
    version: '0.1.0',
    executable: join(root, 'packages/terraform-provider-strata/dist/terraform-provider-strata'),
  };
}

/** The stand-in for the alicloud provider, which deploys to the sandbox of a checkout. */
export function standInProvider(root: string): LocalProvider {
  return {
    source: 'aliyun/alicloud',
    version: '1.289.0',
    executable: join(root, 'packages/alicloud-sandbox/bin/terraform-provider-alicloud'),
  };
}

/** Lock of the real providers, with their hashes, for what goes to the cloud; undefined before it is written. */
export function registryLock(root: string): string | undefined {
  const file = join(root, 'packages/provider-alicloud/registry.lock.hcl');
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}
