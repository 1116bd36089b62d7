/** Calls of a sandbox's control plane through the official client, which signs them as the cloud wants it. */

import Client, { Config, OpenApiRequest, Params } from '@alicloud/openapi-client';
import { RuntimeOptions } from '@alicloud/tea-util';

type Values = Readonly<Record<string, unknown>>;

export interface OfficialClient {
  /** A call in ROA style; gives the body of the answer. */
  roa(path: string, given?: { query?: Values; body?: unknown; method?: string; headers?: Values }): Promise<Values>;
  /** A call in RPC style; parameters go in the form, or for GET in the query, in the flat form of the style. */
  rpc(version: string, action: string, parameters: Values, method?: 'GET' | 'POST'): Promise<Values>;
}

export function officialClient(port: number): OfficialClient {
  const client = new Client(
    new Config({ endpoint: `127.0.0.1:${port}`, protocol: 'http', accessKeyId: 'any', accessKeySecret: 'any' }),
  );
  const send = async (params: Values, request: Values): Promise<Values> => {
    const all = new Params({ protocol: 'HTTP', authType: 'AK', bodyType: 'json', ...params });
    const answer = (await client.callApi(all, new OpenApiRequest(request), new RuntimeOptions({}))) as { body: Values };
    return answer.body;
  };
  return {
    roa: (path, { query = {}, body, method = 'POST', headers = {} } = {}) =>
      send(
        { action: 'Any', version: '2022-10-19', pathname: path, method, style: 'ROA', reqBodyType: 'json' },
        { query: texts(query), headers, ...(body === undefined ? {} : { body }) },
      ),
    rpc: (version, action, parameters, method = 'POST') =>
      send(
        { action, version, pathname: '/', method, style: 'RPC', reqBodyType: 'formData' },
        method === 'GET' ? { query: flat(parameters) } : { body: flat(parameters) },
      ),
  };
}

function texts(values: Values): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
  );
}

/** `A.B.1.C` of nested values, as the clients of the RPC style make it. */
function flat(values: Values, prefix = ''): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]): [string, string][] => {
      const path = `${prefix}${name}`;
      if (Array.isArray(value)) return Object.entries(flat(oneBased(value), `${path}.`));
      if (typeof value === 'object' && value !== null) return Object.entries(flat(value as Values, `${path}.`));
      return [[path, String(value)]];
    }),
  );
}

function oneBased(list: readonly unknown[]): Values {
  return Object.fromEntries(list.map((each, index) => [String(index + 1), each]));
}
