/** The low-level door: one function per call of the protocol, with decoded values. */

import type { ProviderSchema } from './schema';
import type { ValueObject } from './values';

/**
 * Where in a configuration something is: names of attributes and blocks, keys of maps, indexes of lists. A path that
 * goes through a set ends at the set, because elements of a set have no address.
 */
export type AttributePath = readonly (string | number)[];

export type Severity = 'error' | 'warning';

/** A message that Terraform prints beside the configuration it is about. */
export interface Diagnostic {
  readonly severity: Severity;
  readonly summary: string;
  readonly detail?: string;
  readonly path?: AttributePath;
}

interface WithDiagnostics {
  readonly diagnostics?: readonly Diagnostic[];
}

/** What every call that may wait gets. */
export interface CallContext {
  /** Aborted when Terraform asks the provider to stop (the user pressed Ctrl-C). */
  readonly signal: AbortSignal;
}

export interface ValidateRequest extends CallContext {
  readonly typeName: string;
  readonly config: ValueObject;
}

export interface PrepareProviderConfigRequest extends CallContext {
  readonly config: ValueObject;
}

export interface PrepareProviderConfigAnswer extends WithDiagnostics {
  /** @default the configuration as it was given */
  readonly config?: ValueObject;
}

export interface ConfigureRequest extends CallContext {
  readonly terraformVersion: string;
  readonly config: ValueObject;
}

export interface UpgradeRequest extends CallContext {
  readonly typeName: string;
  /** Version of the schema that wrote the state. */
  readonly version: number;
  /** The state as JSON has it, not yet fitted to the present schema. */
  readonly state: ValueObject;
}

export interface UpgradeAnswer extends WithDiagnostics {
  readonly state: ValueObject;
}

export interface ReadRequest extends CallContext {
  readonly typeName: string;
  readonly state: ValueObject;
  readonly private: Uint8Array;
}

export interface ReadAnswer extends WithDiagnostics {
  /** `null` when the object no longer exists. */
  readonly state: ValueObject | null;
  /** @default the private data as it was */
  readonly private?: Uint8Array;
}

export interface PlanRequest extends CallContext {
  readonly typeName: string;
  /** `null` when the object is to be created. */
  readonly priorState: ValueObject | null;
  /** The configuration with prior values of computed attributes filled in; `null` when the object is to be destroyed. */
  readonly proposedState: ValueObject | null;
  /** `null` when the object is to be destroyed. */
  readonly config: ValueObject | null;
  readonly priorPrivate: Uint8Array;
}

export interface PlanAnswer extends WithDiagnostics {
  /** `null` when the object is to be destroyed. */
  readonly plannedState: ValueObject | null;
  /** Attributes whose change needs a new object. */
  readonly requiresReplace?: readonly AttributePath[];
  /** @default the prior private data */
  readonly plannedPrivate?: Uint8Array;
  /** Switches off Terraform's consistency checks, for providers that behave like those of the old SDK. */
  readonly legacyTypeSystem?: boolean;
}

export interface ApplyRequest extends CallContext {
  readonly typeName: string;
  /** `null` when the object is to be created. */
  readonly priorState: ValueObject | null;
  /** `null` when the object is to be destroyed. */
  readonly plannedState: ValueObject | null;
  /** `null` when the object is to be destroyed. */
  readonly config: ValueObject | null;
  readonly plannedPrivate: Uint8Array;
}

export interface ApplyAnswer extends WithDiagnostics {
  /** What exists now, also after an error; `null` when nothing does. */
  readonly state: ValueObject | null;
  /** @default the planned private data */
  readonly private?: Uint8Array;
  readonly legacyTypeSystem?: boolean;
}

export interface ImportRequest extends CallContext {
  readonly typeName: string;
  readonly id: string;
}

export interface ImportedResource {
  readonly typeName: string;
  readonly state: ValueObject;
  readonly private?: Uint8Array;
}

export interface ImportAnswer extends WithDiagnostics {
  readonly resources: readonly ImportedResource[];
}

export interface ReadDataSourceRequest extends CallContext {
  readonly typeName: string;
  readonly config: ValueObject;
}

export interface ReadDataSourceAnswer extends WithDiagnostics {
  readonly state: ValueObject | null;
}

/** What a call may return: now or later. */
export type Answer<T> = T | Promise<T>;

/**
 * A provider as the protocol sees it. Only the schema and the four calls of a resource's life are needed; calls that
 * are left out do the neutral thing. An exception that leaves a handler becomes an error diagnostic.
 */
export interface ProtocolHandlers {
  /** Called once per process, at the first call that needs it. */
  getProviderSchema(): Answer<ProviderSchema>;
  prepareProviderConfig?(request: PrepareProviderConfigRequest): Answer<PrepareProviderConfigAnswer>;
  validateResource?(request: ValidateRequest): Answer<readonly Diagnostic[]>;
  validateDataSource?(request: ValidateRequest): Answer<readonly Diagnostic[]>;
  configure?(request: ConfigureRequest): Answer<readonly Diagnostic[]>;
  /** Without it a state of the present version passes through (attributes that no longer exist are dropped) and any other is refused. */
  upgrade?(request: UpgradeRequest): Answer<UpgradeAnswer>;
  read(request: ReadRequest): Answer<ReadAnswer>;
  plan(request: PlanRequest): Answer<PlanAnswer>;
  apply(request: ApplyRequest): Answer<ApplyAnswer>;
  /** Without it nothing can be imported. */
  import?(request: ImportRequest): Answer<ImportAnswer>;
  readDataSource?(request: ReadDataSourceRequest): Answer<ReadDataSourceAnswer>;
  /** Called when Terraform asks to stop, after the signals of running calls were aborted. */
  stop?(): Answer<void>;
  /** Called before the process ends. */
  close?(): Answer<void>;
}

/** How the low-level door is opened. */
export interface ServeProtocolOptions {
  /** Name of the provider in messages, e.g. `alicloud`. */
  readonly name: string;
  readonly version: string;
  /** Whether plans of a destruction are asked for (`plan` with `proposedState: null`). @default true */
  readonly planDestroy?: boolean;
  /** The schema as it is sent, from `encodeSchemaAnswer`: made at build time it saves each process the work. */
  readonly schemaAnswer?: Uint8Array;
}

/** For use in handlers: no private data. */
export const NO_PRIVATE: Uint8Array = new Uint8Array(0);
