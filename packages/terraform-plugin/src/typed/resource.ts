/** The typed door for resources. */

import { PluginError } from '../errors';
import type {
  ApplyAnswer,
  ApplyRequest,
  AttributePath,
  ImportAnswer,
  ImportRequest,
  PlanAnswer,
  PlanRequest,
  ReadAnswer,
  ReadRequest,
  Diagnostic,
  UpgradeRequest,
  ValidateRequest,
} from '../handlers';
import type { Logger } from '../process/log';
import type { Schema } from '../schema';
import type { Value, ValueObject } from '../values';
import { errorDiagnostic } from '../wire/calls';
import { checkConfig } from './check';
import { Diagnostics, withinTime } from './context';
import type { Context, PrivateContext } from './context';
import { planComputed, replacedPaths } from './plan-defaults';
import { schemaOf } from './schema';
import type { SchemaDefinition } from './schema';
import type { Attributes, Blocks, Config, Planned, Proposed, State } from './types';

export interface ValidateContext<A, B> extends Context {
  /** Values from other resources are unknown. */
  readonly config: Config<A, B>;
}

export interface PlanContext<A, B> extends PrivateContext {
  /** `null` when the object is to be created. */
  readonly prior: State<A, B> | null;
  readonly config: Config<A, B>;
  /** What the plan will say unless the handler returns something else. */
  readonly proposed: Proposed<A, B>;
}

/** What a `plan` handler changes. */
export interface PlanChanges<A, B> {
  /** Computed attributes that are known already, or that become unknown. Configured values must stay as they are. */
  readonly planned?: Partial<Proposed<A, B>>;
  /** Attributes whose change needs a new object, besides those defined with `replace`. */
  readonly requiresReplace?: readonly AttributePath[];
}

export interface DestroyContext<A, B> extends PrivateContext {
  readonly prior: State<A, B>;
}

export interface CreateContext<A, B> extends PrivateContext {
  readonly planned: Planned<A, B>;
  /**
   * Says what exists so far: if the handler fails later, Terraform keeps this as a tainted object, which it will
   * replace. A handler that can resume by itself does not call it: a failed creation then leaves no state.
   */
  readonly reached: (state: State<A, B>) => void;
}

export interface UpdateContext<A, B> extends PrivateContext {
  readonly prior: State<A, B>;
  readonly planned: Planned<A, B>;
  /** Says what exists so far: if the handler fails later, this is the state. Without a call it is the prior state. */
  readonly reached: (state: State<A, B>) => void;
}

export interface ReadContext<A, B> extends PrivateContext {
  readonly state: State<A, B>;
}

export interface ImportContext extends PrivateContext {
  /** What the user gave to `terraform import`. */
  readonly id: string;
}

export interface UpgradeContext {
  /** Version of the schema that wrote the state. */
  readonly version: number;
  readonly state: ValueObject;
}

/** Milliseconds that a call may take; without one it may take as long as it wants. */
export interface Timeouts {
  readonly read?: number;
  readonly create?: number;
  readonly update?: number;
  readonly delete?: number;
}

/** One resource type. `A` and `B` are inferred from `attributes` and `blocks`. */
export interface ResourceDefinition<A, B> {
  readonly description?: string;
  /** Version of the stored state. @default 0 */
  readonly version?: number;
  readonly attributes: A;
  readonly blocks?: B;
  readonly timeouts?: Timeouts;
  validate?(context: ValidateContext<A, B>): void | Promise<void>;
  /** Must be a pure function of its context: Terraform asks again during apply and insists on the same answer. */
  plan?(context: PlanContext<A, B>): PlanChanges<A, B> | void | Promise<PlanChanges<A, B> | void>;
  /** Refuses a destruction with an error diagnostic, or warns of what it takes along. Pure as well. */
  planDestroy?(context: DestroyContext<A, B>): void | Promise<void>;
  create(context: CreateContext<A, B>): Promise<State<A, B>>;
  /** Brings the state up to date; `null` when the object is gone. */
  read(context: ReadContext<A, B>): Promise<State<A, B> | null>;
  /** Without it every change needs a new object. */
  update?(context: UpdateContext<A, B>): Promise<State<A, B>>;
  delete(context: DestroyContext<A, B>): Promise<void>;
  /** Returns what it knows from the id; Terraform reads the rest. Attributes left out are null. */
  import?(context: ImportContext): Promise<Partial<State<A, B>>>;
  /** Turns a state of an older version into one of the present version. */
  upgrade?(context: UpgradeContext): ValueObject;
}

/** A resource type behind which the types are no longer needed. */
export interface Resource {
  readonly schema: Schema;
  validate(request: ValidateRequest, log: Logger): Promise<readonly Diagnostic[]>;
  plan(request: PlanRequest, log: Logger): Promise<PlanAnswer>;
  apply(request: ApplyRequest, log: Logger): Promise<ApplyAnswer>;
  read(request: ReadRequest, log: Logger): Promise<ReadAnswer>;
  import(request: ImportRequest, log: Logger): Promise<ImportAnswer>;
  upgrade(request: UpgradeRequest): ValueObject;
}

/** Defines a resource type; the types of all handlers follow from `attributes` and `blocks`. */
export function defineResource<const A extends Attributes, const B extends Blocks = Record<never, never>>(
  definition: ResourceDefinition<A, B>,
): Resource {
  const schema = schemaOf(definition);
  return {
    schema,
    validate: (request, log) => validate(definition, schema, request, log),
    plan: (request, log) =>
      request.proposedState === null ? planDestroy(definition, request, log) : plan(definition, request, log),
    apply: (request, log) => apply(definition, request, log),
    read: (request, log) => read(definition, request, log),
    import: (request, log) => importOne(definition, schema, request, log),
    upgrade: (request) => upgrade(definition, schema, request),
  };
}

async function validate<A, B>(
  definition: ResourceDefinition<A, B>,
  schema: Schema,
  request: ValidateRequest,
  log: Logger,
): Promise<readonly Diagnostic[]> {
  const basic = checkConfig(schema.block, request.config);
  if (basic.length > 0) return basic;
  const diagnostics = new Diagnostics();
  const config = request.config as unknown as Config<A, B>;
  await definition.validate?.({ config, diagnostics, log, signal: request.signal });
  return diagnostics.all;
}

async function plan<A, B>(
  definition: ResourceDefinition<A, B>,
  request: PlanRequest,
  log: Logger,
): Promise<PlanAnswer> {
  const untyped = definition as SchemaDefinition;
  const config = request.config ?? {};
  const proposed = planComputed(untyped, request.priorState, request.proposedState ?? {}, config);
  const context = privateContext(request.priorPrivate, request.signal, log);
  const changes = await definition.plan?.({
    ...context.shared,
    prior: request.priorState as unknown as State<A, B> | null,
    config: config as unknown as Config<A, B>,
    proposed: proposed as unknown as Proposed<A, B>,
  });
  const plannedState = { ...proposed, ...((changes?.planned ?? {}) as ValueObject) };
  const replaced =
    request.priorState === null
      ? []
      : replacedPaths(untyped, request.priorState, plannedState, definition.update !== undefined);
  return {
    plannedState,
    plannedPrivate: context.private(),
    requiresReplace: [...replaced, ...(changes?.requiresReplace ?? [])],
    diagnostics: context.shared.diagnostics.all,
  };
}

async function planDestroy<A, B>(
  definition: ResourceDefinition<A, B>,
  request: PlanRequest,
  log: Logger,
): Promise<PlanAnswer> {
  const context = privateContext(request.priorPrivate, request.signal, log);
  if (request.priorState !== null) {
    await definition.planDestroy?.({ ...context.shared, prior: request.priorState as unknown as State<A, B> });
  }
  return { plannedState: null, plannedPrivate: context.private(), diagnostics: context.shared.diagnostics.all };
}

/** Runs one of create, update and delete; what they reached before an error is the state. */
async function apply<A, B>(
  definition: ResourceDefinition<A, B>,
  request: ApplyRequest,
  log: Logger,
): Promise<ApplyAnswer> {
  const context = privateContext(request.plannedPrivate, request.signal, log);
  const prior = request.priorState as unknown as State<A, B> | null;
  const planned = request.plannedState as unknown as Planned<A, B> | null;
  let state: State<A, B> | null = prior;
  const reached = (now: State<A, B>): void => {
    state = now;
  };
  const run = async (signal: AbortSignal): Promise<State<A, B> | null> => {
    const shared = { ...context.shared, signal };
    if (planned === null) {
      if (prior !== null) await definition.delete({ ...shared, prior });
      return null;
    }
    if (prior === null) return definition.create({ ...shared, planned, reached });
    if (definition.update === undefined) throw new PluginError('STR1511', 'The resource cannot be updated in place.');
    return definition.update({ ...shared, prior, planned, reached });
  };
  const action = planned === null ? 'delete' : prior === null ? 'create' : 'update';
  try {
    const end = await withinTime(`To ${action} it`, definition.timeouts?.[action], request.signal, run);
    // A handler may also report an error and return: then only what it said to have reached counts.
    if (!context.shared.diagnostics.hasErrors) state = end;
  } catch (error) {
    context.add(errorDiagnostic(error));
  }
  return { state: state as ValueObject | null, private: context.private(), diagnostics: context.diagnostics() };
}

async function read<A, B>(
  definition: ResourceDefinition<A, B>,
  request: ReadRequest,
  log: Logger,
): Promise<ReadAnswer> {
  const context = privateContext(request.private, request.signal, log);
  const state = request.state as unknown as State<A, B>;
  const now = await withinTime('To read it', definition.timeouts?.read, request.signal, (signal) =>
    definition.read({ ...context.shared, signal, state }),
  );
  return { state: now as ValueObject | null, private: context.private(), diagnostics: context.diagnostics() };
}

async function importOne<A, B>(
  definition: ResourceDefinition<A, B>,
  schema: Schema,
  request: ImportRequest,
  log: Logger,
): Promise<ImportAnswer> {
  if (definition.import === undefined) {
    throw new PluginError(
      'STR1506',
      `${request.typeName} cannot be imported: create it, or adopt what exists by its own means.`,
    );
  }
  const context = privateContext(new Uint8Array(0), request.signal, log);
  const known = (await definition.import({ ...context.shared, id: request.id })) as ValueObject;
  const blank = Object.fromEntries(Object.keys(schema.block.attributes).map((name): [string, Value] => [name, null]));
  return {
    resources: [{ typeName: request.typeName, state: { ...blank, ...known }, private: context.private() }],
    diagnostics: context.diagnostics(),
  };
}

function upgrade<A, B>(definition: ResourceDefinition<A, B>, schema: Schema, request: UpgradeRequest): ValueObject {
  if (request.version === schema.version) return request.state;
  if (definition.upgrade !== undefined && request.version < schema.version) {
    return definition.upgrade({ version: request.version, state: request.state });
  }
  throw new PluginError(
    'STR1504',
    `The state of ${request.typeName} was written with version ${request.version} of its schema, this provider has version ` +
      `${schema.version} and no way from one to the other. Use the version of the provider that wrote it.`,
  );
}

interface PrivateBox {
  readonly shared: PrivateContext;
  private(): Uint8Array;
  diagnostics(): readonly Diagnostic[];
  add(diagnostic: Diagnostic): void;
}

function privateContext(bytes: Uint8Array, signal: AbortSignal, log: Logger): PrivateBox {
  let current = bytes;
  const diagnostics = new Diagnostics();
  const added: Diagnostic[] = [];
  return {
    shared: {
      diagnostics,
      log,
      signal,
      private: bytes,
      setPrivate: (now) => {
        current = now;
      },
    },
    private: () => current,
    diagnostics: () => [...diagnostics.all, ...added],
    add: (diagnostic) => added.push(diagnostic),
  };
}
