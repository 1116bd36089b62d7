/** Where the cloud's APIs are: Alibaba's, or the sandbox's control plane, which speaks the same. */

import { ProviderError } from '../errors';
import { TARGET_KINDS } from '../reference';
import type { TargetKind } from '../reference';
import { sandboxEndpoint } from './sandbox';

/** One place where instances live. */
export interface Target {
  readonly kind: TargetKind;
  /** E.g. `cn-hangzhou`. */
  readonly region: string;
}

/** Products whose APIs this provider calls. */
export type Product = 'starrocks' | 'foasconsole' | 'ververica' | 'kms' | 'alikafka';

export interface Endpoint {
  readonly host: string;
  readonly protocol: 'http' | 'https';
  /** Headers that every call carries. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** What a process knows of its surroundings. */
export interface Surroundings {
  readonly workingDirectory: string;
  readonly environment: NodeJS.ProcessEnv;
}

export function targetOf(kind: string, region: string): Target {
  if (kind === 'sandbox' || kind === 'cloud') return { kind, region };
  throw new ProviderError('STR1619', `\`target\` must be one of ${TARGET_KINDS.join(', ')}, got "${kind}".`);
}

/** Where a product's API answers. `ALIBABA_CLOUD_ENDPOINT_<PRODUCT>` overrides it in the cloud, as in the official provider. */
export function endpointOf(target: Target, product: Product, surroundings: Surroundings): Endpoint {
  const { environment, workingDirectory } = surroundings;
  switch (target.kind) {
    case 'sandbox':
      return { ...sandboxEndpoint(workingDirectory, environment['STRATA_SANDBOX_DIR']), protocol: 'http' };
    case 'cloud': {
      const override = environment[`ALIBABA_CLOUD_ENDPOINT_${product.toUpperCase()}`];
      if (override) return { host: override, protocol: 'https' };
      return { host: cloudHost(product, target.region), protocol: 'https' };
    }
  }
}

function cloudHost(product: Product, region: string): string {
  switch (product) {
    case 'foasconsole':
      return 'foasconsole.aliyuncs.com';
    case 'starrocks':
    case 'ververica':
    case 'kms':
    case 'alikafka':
      return `${product}.${region}.aliyuncs.com`;
  }
}
