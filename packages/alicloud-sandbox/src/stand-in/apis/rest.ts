/** Attributes that no call of the sandbox's API carries: they go through the generic door, so that nothing is lost. */

import { CloudError, record } from '../sandbox-http';
import type { ApiContext, Attributes, ResourceApi } from './resource-api';

/** An API of which the sandbox has a part. @param carried - attributes that its calls carry */
export function withRest(type: string, api: ResourceApi, carried: ReadonlySet<string>): ResourceApi {
  const path = (id: string): string => `/sandbox/resources/${type}/${encodeURIComponent(id)}`;
  const keepRest = async ({ call, signal }: ApiContext, id: string, attributes: Attributes): Promise<void> => {
    const rest = Object.entries(attributes).filter(([name]) => !carried.has(name));
    if (rest.length > 0) await call({ method: 'PUT', path: path(id), body: Object.fromEntries(rest), signal });
  };
  const keptRest = async ({ call, signal }: ApiContext, id: string): Promise<Attributes> => {
    try {
      return record(record(await call({ method: 'GET', path: path(id), signal }))['attributes']);
    } catch (error) {
      if (error instanceof CloudError && error.status === 404) return {};
      throw error;
    }
  };
  return {
    ...api,
    complete: async (context, id, attributes) => {
      await api.complete?.(context, id, attributes);
      await keepRest(context, id, attributes);
    },
    read: async (context, id, known) => {
      const answered = await api.read(context, id, known);
      if (answered === undefined) return undefined;
      return { ...(await keptRest(context, id)), ...answered };
    },
    update: async (context, id, changes) => {
      await api.update(context, id, changes);
      await keepRest(context, id, changes);
    },
  };
}
