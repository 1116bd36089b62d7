/** The schema engine as this provider uses it, so that its rules can be tested without a warehouse. */

import type {
  ApplyOptions,
  ApplyResult,
  ConnectOptions,
  Connection,
  LiveModel,
  Model,
  Plan,
  PlanPolicy,
} from '@strata/starrocks-schema';

/** Pure functions, one reader and one writer. */
export interface SchemaEngine {
  /** The declared model in a bundle (JSON text). */
  declared(bundle: string): Model;
  /** What brings a warehouse from what it holds to what is declared. */
  plan(desired: Model, live: LiveModel, policy: PlanPolicy): Plan;
  /** What brings a creation on that was cut off, as far as it is safe. */
  resumption(desired: Model, live: LiveModel, policy: PlanPolicy): Plan;
  /** A model without objects, declared for the destruction of an environment. */
  nothing(): Model;
  empty(environment: string): LiveModel;
  hashes(model: Model | LiveModel): Readonly<Record<string, string>>;
  serialise(model: LiveModel): string;
  deserialise(text: string): LiveModel;
  connect(options: ConnectOptions): Promise<Connection>;
  /**
   * @param databases - those to read beside what the ledger names
   * @param resolveSecret - gives the values of secrets, so that changed ones are noticed
   */
  introspect(
    connection: Connection,
    environment: string,
    databases: readonly string[],
    resolveSecret: (reference: string) => Promise<string>,
  ): Promise<LiveModel>;
  apply(connection: Connection, plan: Plan, options: ApplyOptions): Promise<ApplyResult>;
}

/** Loads the engine; a process that only answers for its schema never does. */
export type LoadEngine = () => Promise<SchemaEngine>;
