/** Namespaces of Flink workspaces. */

import type { Cloud } from './cloud';
import { FLINK_WORKSPACE } from './cloud';
import { ApiError } from './errors';
import type { ApiRequest } from './http';
import { requestObject } from './rpc-nested';
import type { Attributes } from './state';

/** The namespace that every workspace has. */
export function firstNamespace(workspaceName: string): string {
  return `${workspaceName}-default`;
}

export function describeNamespaces(cloud: Cloud, request: ApiRequest): unknown {
  const given = requestObject(request, 'DescribeNamespacesRequest');
  const found = namespacesOf(workspace(cloud, given)).filter(
    (name) => given['Namespace'] === undefined || name === given['Namespace'],
  );
  const Namespaces = found.map((Namespace) => ({ Namespace, Status: 'SUCCESS' }));
  return { Namespaces, TotalCount: found.length, PageIndex: 1, PageSize: found.length, TotalPage: 1 };
}

export function createNamespace(cloud: Cloud, request: ApiRequest): unknown {
  const given = requestObject(request, 'CreateNamespaceRequest');
  const there = namespacesOf(workspace(cloud, given));
  const name = nameOf(given);
  if (there.includes(name)) throw new ApiError(400, 'NamespaceExists', `Namespace ${name} exists already.`);
  cloud.update(FLINK_WORKSPACE, String(given['InstanceId']), { namespaces: [...there, name] });
  return {};
}

export function deleteNamespace(cloud: Cloud, request: ApiRequest): unknown {
  const given = requestObject(request, 'DeleteNamespaceRequest');
  const own = workspace(cloud, given);
  const [there, name] = [namespacesOf(own), nameOf(given)];
  if (!there.includes(name)) throw new ApiError(404, 'NamespaceNotFound', `Namespace ${name} does not exist.`);
  cloud.update(FLINK_WORKSPACE, String(given['InstanceId']), { namespaces: there.filter((one) => one !== name) });
  forgetWorkspace(cloud, String(own['resource_id']), name);
  return {};
}

/** Deployments, jobs and variables of a workspace, or of one namespace of it, are gone. */
export function forgetWorkspace(cloud: Cloud, workspaceResource: string, namespace?: string): void {
  const { deployments, jobs, variables } = cloud.state;
  const isIn = (one: { readonly workspace: string; readonly namespace: string }): boolean =>
    one.workspace === workspaceResource && (namespace === undefined || one.namespace === namespace);
  for (const one of Object.values(deployments)) if (isIn(one)) delete deployments[one.deploymentId];
  for (const one of Object.values(jobs)) if (isIn(one)) delete jobs[one.jobId];
  for (const scope of Object.keys(variables)) {
    const [owner = '', name = ''] = scope.split('/');
    if (isIn({ workspace: owner, namespace: name })) delete variables[scope];
  }
  cloud.save();
}

/** @throws ApiError 400 when none is named, 404 when it does not exist */
function workspace(cloud: Cloud, given: Attributes): Attributes {
  const id = given['InstanceId'];
  if (typeof id !== 'string') throw new ApiError(400, 'MissingInstanceId', 'InstanceId is mandatory.');
  return cloud.get(FLINK_WORKSPACE, id);
}

function namespacesOf(own: Attributes): readonly string[] {
  const names = own['namespaces'];
  return Array.isArray(names) ? names.map(String) : [firstNamespace(String(own['vvp_instance_name']))];
}

function nameOf(given: Attributes): string {
  const name = given['Namespace'];
  if (typeof name !== 'string' || name === '') throw new ApiError(400, 'MissingNamespace', 'Namespace is mandatory.');
  return name;
}
