/** Calls of Alibaba's APIs through the official client, which is loaded at the first call. */

import { errorMessage, ProviderError } from '../errors';
import type * as OpenApiClientModule from './open-api-client';
import type { OpenApiClient } from './open-api-client';
import { withRetries } from './retry';
import { OTHER_CHECKOUT, otherCheckout } from './sandbox';
import { endpointOf } from './target';
import type { Product, Surroundings, Target } from './target';

/** One call. */
export interface ApiCall {
  readonly product: Product;
  /** Version of the API, e.g. `2022-10-19`. */
  readonly version: string;
  readonly action: string;
  readonly style: 'ROA' | 'RPC';
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** @default '/' */
  readonly path?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** Answers a call with the body of the answer. @throws ProviderError STR1603 (refused), STR1604 (no answer) */
export type CallApi = (call: ApiCall) => Promise<unknown>;

const READ_TIMEOUT_MS = 60_000;

/** The APIs of a target. @param timeoutMs - longest wait for an answer */
export function openApi(target: Target, surroundings: Surroundings, timeoutMs: number = READ_TIMEOUT_MS): CallApi {
  const clients = new Map<Product, OpenApiClient>();
  return withRetries(async (call) => {
    const endpoint = endpointOf(target, call.product, surroundings);
    const { createClient, send } = loadClient();
    try {
      const client = clients.get(call.product) ?? createClient(target, endpoint, surroundings.environment);
      clients.set(call.product, client);
      return await send(client, endpoint, call, timeoutMs);
    } catch (error) {
      throw explain(error, call, endpoint.host);
    }
  });
}

/** The client's errors carry the cloud's code and HTTP status; those without came before an answer. */
function explain(error: unknown, call: ApiCall, host: string): ProviderError {
  if (isRefusal(error) && error.code === OTHER_CHECKOUT) return otherCheckout(errorMessage(error), error);
  const what = `${call.action} (${call.product} ${call.version}) at ${host}`;
  if (isRefusal(error)) {
    return new ProviderError('STR1603', `${what} was refused: ${errorMessage(error)}`, { cause: error });
  }
  return new ProviderError(
    'STR1604',
    `${what} got no answer: ${errorMessage(error)}. Check that this machine reaches ${host} and has credentials.`,
    { cause: error },
  );
}

function isRefusal(error: unknown): error is Error & { readonly code: string } {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return false;
  return 'statusCode' in error || 'data' in error;
}

/** True when the cloud said that the thing does not exist. */
export function isNotFound(error: unknown): boolean {
  if (!(error instanceof ProviderError) || error.code !== 'STR1603') return false;
  const cause = error.cause;
  const status = cause instanceof Error && 'statusCode' in cause ? cause.statusCode : undefined;
  return status === 404 || /NotFound|NotExist|990301/i.test(error.message);
}

/** Loaded at the first call: a relative `import()` would need a file extension that tests do not have. */
function loadClient(): typeof OpenApiClientModule {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require('./open-api-client') as typeof OpenApiClientModule;
}
