/** The typed door for data sources and for the provider block. */

import type { ConfigureRequest, Diagnostic, ReadDataSourceAnswer, ReadDataSourceRequest } from '../handlers';
import type { Logger } from '../process/log';
import type { Schema } from '../schema';
import type { ValueObject } from '../values';
import { checkConfig } from './check';
import { Diagnostics } from './context';
import type { Context } from './context';
import { schemaOf } from './schema';
import type { Attributes, Blocks, Config, Planned, State } from './types';

export interface ReadDataSourceContext<A, B> extends Context {
  readonly config: Planned<A, B>;
}

export interface DataSourceDefinition<A, B> {
  readonly description?: string;
  readonly attributes: A;
  readonly blocks?: B;
  validate?(context: Context & { readonly config: Config<A, B> }): void | Promise<void>;
  read(context: ReadDataSourceContext<A, B>): Promise<State<A, B>>;
}

/** A data source behind which the types are no longer needed. */
export interface DataSource {
  readonly schema: Schema;
  validate(config: ValueObject, signal: AbortSignal, log: Logger): Promise<readonly Diagnostic[]>;
  read(request: ReadDataSourceRequest, log: Logger): Promise<ReadDataSourceAnswer>;
}

/** Defines a data source. */
export function defineDataSource<const A extends Attributes, const B extends Blocks = Record<never, never>>(
  definition: DataSourceDefinition<A, B>,
): DataSource {
  const schema = schemaOf(definition);
  return {
    schema,
    async validate(config, signal, log) {
      const basic = checkConfig(schema.block, config);
      if (basic.length > 0) return basic;
      const diagnostics = new Diagnostics();
      await definition.validate?.({ config: config as unknown as Config<A, B>, diagnostics, log, signal });
      return diagnostics.all;
    },
    async read(request, log) {
      const diagnostics = new Diagnostics();
      const config = request.config as unknown as Planned<A, B>;
      const state = await definition.read({ config, diagnostics, log, signal: request.signal });
      return { state, diagnostics: diagnostics.all };
    },
  };
}

export interface ConfigurationDefinition<A, B> {
  readonly description?: string;
  readonly attributes: A;
  readonly blocks?: B;
  /** Called once before any resource is touched. Values may be unknown during a plan. */
  configure(
    context: Context & { readonly config: Config<A, B>; readonly terraformVersion: string },
  ): void | Promise<void>;
}

/** The provider block behind which the types are no longer needed. */
export interface Configuration {
  readonly schema: Schema;
  configure(request: ConfigureRequest, log: Logger): Promise<readonly Diagnostic[]>;
}

/** Defines what the `provider` block takes. What `configure` makes of it is kept where the resources can see it. */
export function defineConfiguration<const A extends Attributes, const B extends Blocks = Record<never, never>>(
  definition: ConfigurationDefinition<A, B>,
): Configuration {
  return {
    schema: schemaOf(definition),
    async configure(request, log) {
      const diagnostics = new Diagnostics();
      const config = request.config as unknown as Config<A, B>;
      const { signal, terraformVersion } = request;
      await definition.configure({ config, terraformVersion, diagnostics, log, signal });
      return diagnostics.all;
    },
  };
}
