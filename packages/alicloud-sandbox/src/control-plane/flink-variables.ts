import { ApiError } from './errors';
import type { SandboxState } from './state';

/** Variables of a namespace (ververica 2022-07-18). The values of encrypted ones are taken and never given back, nor kept. */
export interface VariableScope {
  readonly state: SandboxState;
  readonly workspace: string;
  readonly namespace: string;
  readonly save: () => void;
}

type Body = Readonly<Record<string, unknown>>;

const KINDS: readonly unknown[] = ['Plain', 'Encrypted'];

export function listVariables(scope: VariableScope, page: number, pageSize: number): readonly unknown[] {
  const all = Object.values(variables(scope)).sort((a, b) => (a.name < b.name ? -1 : 1));
  return all.slice((page - 1) * pageSize, page * pageSize);
}

export function createVariable(scope: VariableScope, body: Body): unknown {
  const name = body['name'];
  if (typeof name !== 'string' || !/^[A-Za-z][\w-]*$/.test(name)) throw invalid('the name of a variable');
  if (variables(scope)[name] !== undefined) throw new ApiError(400, '990302', `Variable ${name} exists already.`);
  return put(scope, name, body);
}

export function updateVariable(scope: VariableScope, name: string, body: Body): unknown {
  if (variables(scope)[name] === undefined) throw missing(name);
  return put(scope, name, body);
}

export function deleteVariable(scope: VariableScope, name: string): unknown {
  if (variables(scope)[name] === undefined) throw missing(name);
  delete variables(scope)[name];
  scope.save();
  return {};
}

function put(scope: VariableScope, name: string, { kind, value, description }: Body): unknown {
  if (!KINDS.includes(kind)) throw invalid(`kind must be ${KINDS.join(' or ')}`);
  if (typeof value !== 'string' || value === '') throw invalid('value is mandatory');
  const stored = {
    name,
    kind: String(kind),
    ...(kind === 'Plain' ? { value } : {}),
    ...(typeof description === 'string' ? { description } : {}),
  };
  variables(scope)[name] = stored;
  scope.save();
  return stored;
}

function variables({ state, workspace, namespace }: VariableScope): Record<string, Stored> {
  return (state.variables[`${workspace}/${namespace}`] ??= {});
}

type Stored = SandboxState['variables'][string][string];

function invalid(what: string): ApiError {
  return new ApiError(400, '990101', `Invalid parameter: ${what}.`);
}

function missing(name: string): ApiError {
  return new ApiError(404, '990301', `Variable ${name} does not exist in the sandbox.`);
}
