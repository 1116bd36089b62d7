import { z } from 'zod';
import type { Cloud } from './cloud';
import { ApiError } from './errors';
import type { ApiRequest } from './http';
import { setPace } from './pace';
import { finishChanges } from './starrocks-status';

const attributesSchema = z.record(z.string(), z.unknown());
const faultSchema = z.strictObject({
  /** `create|update|delete <resource type>` or the name of an API operation such as `StopJob`. */
  operation: z.string().min(1),
  message: z.string().min(1),
  code: z.string().min(1).default('SandboxFault'),
  status: z.int().min(400).max(599).default(500),
  times: z.int().min(1).default(1),
});
const paceSchema = z.strictObject({
  /** From the request of a change to its end; 0 ends all that are under way. */
  milliseconds: z.int().min(0),
});
const RESOURCES = /^\/sandbox\/resources\/([a-z0-9_]+)(?:\/(.+))?$/;

/** The sandbox's own door: any resource type by its Terraform name, faults and a pace for tests. */
export async function genericApi(cloud: Cloud, request: ApiRequest): Promise<unknown> {
  if (request.path === '/sandbox/faults' && request.method === 'POST') {
    cloud.addFault(parsed(faultSchema, request.body));
    return {};
  }
  if (request.path === '/sandbox/pace' && request.method === 'POST') {
    setPace(cloud, parsed(paceSchema, request.body).milliseconds);
    await finishChanges(cloud);
    return {};
  }
  const [, type, rawId] = RESOURCES.exec(request.path) ?? [];
  const id = rawId === undefined ? undefined : decodeURIComponent(rawId);
  if (type === undefined) throw new ApiError(404, 'NotFound', `The sandbox does not have ${request.path}.`);
  if (id === undefined) {
    if (request.method === 'GET') return cloud.list(type);
    if (request.method === 'POST') return cloud.createFor(request, type, parsed(attributesSchema, request.body));
  } else {
    if (request.method === 'GET') return { id, attributes: cloud.get(type, id) };
    if (request.method === 'PUT') return cloud.update(type, id, parsed(attributesSchema, request.body));
    if (request.method === 'DELETE') {
      await cloud.remove(type, id);
      return {};
    }
  }
  throw new ApiError(405, 'MethodNotAllowed', `${request.method} is not possible on ${request.path}.`);
}

function parsed<T>(schema: z.ZodType<T>, body: unknown): T {
  const result = schema.safeParse(body);
  if (!result.success) throw new ApiError(400, 'InvalidParameter', z.prettifyError(result.error));
  return result.data;
}
