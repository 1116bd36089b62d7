/** The stand-in as Terraform calls it. Decisions come from the engine; the world is the control plane's door. */

import type {
  ApplyAnswer,
  ApplyRequest,
  Diagnostic,
  PlanAnswer,
  PlanRequest,
  ProtocolHandlers,
  Value,
  ValueObject,
} from '@strata/terraform-plugin';

import { SandboxError } from '../control-plane/errors';
import type { Door } from './control-plane-door';
import type { ProviderData } from './data';
import { readDataSource } from './data-sources';
import type { Engine } from './engine';
import { creationWarnings, ignoredUpdateWarnings, keptOnDelete } from './ignored-updates';
import { refuseBackend, refuseCredentials } from './refusals';
import { CloudError } from './sandbox-http';
import { appliedState, creationBody, importedState, readState, updateBody } from './state';
import { textOf, valueAt } from './text';

/** The real provider takes this region when none is configured. */
const DEFAULT_REGION = 'cn-beijing';

export interface StandIn {
  readonly data: ProviderData;
  readonly engine: Engine;
  readonly door: Door;
  /** Folder of the stack that is served. */
  readonly stackFolder: string;
}

type Verb = 'Create' | 'Describe' | 'Update' | 'Delete' | 'List';

function camelCase(type: string): string {
  const words = type.replace(/^alicloud_/, '').split('_');
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}

/** An error as the real provider words those of the cloud's API. */
function failure(verb: Verb, type: string, id: string, error: unknown): Diagnostic {
  if (error instanceof SandboxError) {
    const [summary = error.message, ...rest] = error.message.split('\n\n');
    return { severity: 'error', summary: `${error.code}: ${summary}`, detail: rest.join('\n\n') };
  }
  if (!(error instanceof CloudError)) throw error;
  const what = id === '' ? type : `${type} (${id})`;
  return {
    severity: 'error',
    summary: `[ERROR] Resource ${what} ${verb}${camelCase(type)} Failed!!! [sandbox control plane ERROR]`,
    detail: `SDKError:\n   StatusCode: ${error.status}\n   Code: ${error.code}\n   Message: code: ${error.status}, ${error.message}`,
  };
}

async function create(
  standIn: StandIn,
  region: string,
  request: ApplyRequest,
  planned: ValueObject,
): Promise<ApplyAnswer> {
  const { typeName: type, signal } = request;
  const fields = standIn.engine.fields(type);
  try {
    const resource = await standIn.door.create(type, creationBody(fields, planned, region), signal);
    return { state: appliedState(type, fields, planned, resource) };
  } catch (error) {
    // As in the real provider: without an id nothing is kept, with one the object is tainted.
    const made = error instanceof CloudError ? error.resource : undefined;
    return {
      state: made === undefined ? null : appliedState(type, fields, planned, made),
      diagnostics: [failure('Create', type, made?.id ?? '', error)],
    };
  }
}

async function update(
  standIn: StandIn,
  request: ApplyRequest,
  prior: ValueObject,
  planned: ValueObject,
): Promise<ApplyAnswer> {
  const { typeName: type, signal } = request;
  const fields = standIn.engine.fields(type);
  const id = textOf(valueAt(prior, 'id'));
  try {
    const resource = await standIn.door.update(type, id, updateBody(type, fields, prior, planned), signal);
    return { state: appliedState(type, fields, planned, resource) };
  } catch (error) {
    return { state: prior, diagnostics: [failure('Update', type, id, error)] };
  }
}

async function remove(standIn: StandIn, request: ApplyRequest, prior: ValueObject): Promise<ApplyAnswer> {
  const { typeName: type, signal } = request;
  const id = textOf(valueAt(prior, 'id'));
  if (keptOnDelete(type, prior) !== undefined) return { state: null };
  try {
    await standIn.door.remove(type, id, signal);
    return { state: null };
  } catch (error) {
    return { state: prior, diagnostics: [failure('Delete', type, id, error)] };
  }
}

function planDeletion(request: PlanRequest): PlanAnswer {
  const kept = request.priorState === null ? undefined : keptOnDelete(request.typeName, request.priorState);
  const diagnostics: Diagnostic[] =
    kept === undefined
      ? []
      : [
          {
            severity: 'warning',
            summary: `Sandbox: the real alicloud provider does not delete this ${request.typeName}`,
            detail: kept,
          },
        ];
  return { plannedState: null, diagnostics, legacyTypeSystem: true };
}

function plan(engine: Engine, request: PlanRequest): PlanAnswer {
  const { typeName: type, priorState: prior, proposedState: proposed } = request;
  if (proposed === null) return planDeletion(request);
  const { state, requiresReplace, changed } = engine.plan(type, prior, proposed);
  const replaced = requiresReplace.length > 0;
  const diagnostics = [
    ...(prior === null ? creationWarnings(type, state) : []),
    ...(replaced ? [] : ignoredUpdateWarnings(type, changed)),
  ];
  return { plannedState: state, requiresReplace, diagnostics, legacyTypeSystem: true };
}

/** The handlers of the stand-in. */
export function standInHandlers(standIn: StandIn): ProtocolHandlers {
  let region = DEFAULT_REGION;
  const { data, engine, door } = standIn;
  return {
    getProviderSchema: () => data.schema,
    prepareProviderConfig: ({ config }) => ({ config, diagnostics: refuseCredentials(config) }),
    validateResource: ({ typeName, config }) => engine.validate(typeName, config),
    configure: ({ config }) => {
      const configured: Value = valueAt(config, 'region');
      if (typeof configured === 'string' && configured !== '') region = configured;
      return [...refuseCredentials(config), ...refuseBackend(standIn.stackFolder)];
    },
    plan: (request) => plan(engine, request),
    apply: async (request) => {
      const { priorState: prior, plannedState: planned } = request;
      if (planned !== null && prior === null) {
        return { ...(await create(standIn, region, request, planned)), legacyTypeSystem: true };
      }
      if (planned !== null && prior !== null) {
        return { ...(await update(standIn, request, prior, planned)), legacyTypeSystem: true };
      }
      return prior === null ? { state: null } : remove(standIn, request, prior);
    },
    read: async ({ typeName, state, signal }) => {
      const id = textOf(valueAt(state, 'id'));
      try {
        const resource = await door.read(typeName, id, signal, state);
        return { state: resource === undefined ? null : readState(typeName, engine.fields(typeName), state, resource) };
      } catch (error) {
        return { state, diagnostics: [failure('Describe', typeName, id, error)] };
      }
    },
    readDataSource: async ({ typeName: type, config, signal }) => {
      try {
        return { state: await readDataSource(data, door, { type, config, region, signal }) };
      } catch (error) {
        return { state: null, diagnostics: [failure('List', type, '', error)] };
      }
    },
    import: ({ typeName, id }) => {
      if (data.facts.get(typeName)?.importable !== true) {
        const summary = `resource ${typeName} doesn't support import (as in the real alicloud provider; this is the sandbox)`;
        return { resources: [], diagnostics: [{ severity: 'error', summary }] };
      }
      return { resources: [{ typeName, state: importedState(engine.fields(typeName), id) }] };
    },
  };
}
