/** The official client. It takes a fifth of a second to load, so only calls load this file. */

import Credential from '@alicloud/credentials';
import Client, { Config, OpenApiRequest, Params } from '@alicloud/openapi-client';
import { RuntimeOptions } from '@alicloud/tea-util';
import type { ApiCall } from './open-api';
import type { Endpoint, Target } from './target';

/** Keys of the sandbox, which checks none. */
const SANDBOX_KEY = 'sandbox';
const CONNECT_TIMEOUT_MS = 10_000;

export type OpenApiClient = Client;

export function createClient(target: Target, endpoint: Endpoint, environment: NodeJS.ProcessEnv): OpenApiClient {
  const shared = { endpoint: endpoint.host, protocol: endpoint.protocol, regionId: target.region };
  if (target.kind === 'sandbox') {
    return new Client(new Config({ ...shared, accessKeyId: SANDBOX_KEY, accessKeySecret: SANDBOX_KEY }));
  }
  // The names that the official Terraform provider reads come first; the client's own chain knows the others.
  const { ALICLOUD_ACCESS_KEY, ALICLOUD_SECRET_KEY, ALICLOUD_SECURITY_TOKEN } = environment;
  if (ALICLOUD_ACCESS_KEY && ALICLOUD_SECRET_KEY) {
    return new Client(
      new Config({
        ...shared,
        accessKeyId: ALICLOUD_ACCESS_KEY,
        accessKeySecret: ALICLOUD_SECRET_KEY,
        ...(ALICLOUD_SECURITY_TOKEN ? { securityToken: ALICLOUD_SECURITY_TOKEN, type: 'sts' } : {}),
      }),
    );
  }
  return new Client(new Config({ ...shared, credential: new Credential() }));
}

/** Sends a call and gives the body of the answer; errors are the client's. */
export async function send(
  client: OpenApiClient,
  endpoint: Endpoint,
  call: ApiCall,
  timeoutMs: number,
): Promise<unknown> {
  const params = new Params({
    action: call.action,
    version: call.version,
    protocol: endpoint.protocol.toUpperCase(),
    pathname: call.path ?? '/',
    method: call.method,
    authType: 'AK',
    style: call.style,
    reqBodyType: call.style === 'RPC' ? 'formData' : 'json',
    bodyType: 'json',
  });
  const request = new OpenApiRequest({
    ...(call.query === undefined ? {} : { query: call.query }),
    headers: { ...endpoint.headers, ...call.headers },
    ...(call.body === undefined ? {} : { body: call.body }),
  });
  const runtime = new RuntimeOptions({
    connectTimeout: Math.min(timeoutMs, CONNECT_TIMEOUT_MS),
    readTimeout: timeoutMs,
    autoretry: false,
  });
  const answer = (await client.callApi(params, request, runtime)) as { readonly body?: unknown };
  return answer.body;
}
