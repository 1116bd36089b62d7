/** A provider of the typed door. */

import { PluginError } from '../errors';
import type { Answer, ProtocolHandlers } from '../handlers';
import { createLogger } from '../process/log';
import type { Logger } from '../process/log';
import type { ProviderSchema } from '../schema';
import { EMPTY_SCHEMA } from '../schema';
import { serveProtocol } from '../serve-protocol';
import type { Configuration, DataSource } from './data-source';
import type { Resource } from './resource';

/** Everything that a provider has. */
export interface Provider {
  /** Last part of its address, e.g. `strata`. */
  readonly name: string;
  readonly version: string;
  readonly configuration?: Configuration;
  /** By resource type, e.g. `strata_schema`. */
  readonly resources: Readonly<Record<string, Resource>>;
  readonly dataSources?: Readonly<Record<string, DataSource>>;
  /** Called before the process ends: closes what `configure` opened. */
  close?(): Answer<void>;
}

/** The schema that Terraform gets. */
export function providerSchema(provider: Provider): ProviderSchema {
  return {
    provider: provider.configuration?.schema ?? EMPTY_SCHEMA,
    resources: schemasOf(provider.resources),
    dataSources: schemasOf(provider.dataSources ?? {}),
  };
}

/** Serves the provider to the Terraform that started this process. @see serveProtocol */
export async function serve(provider: Provider): Promise<void> {
  const log = createLogger(provider.name, (line) => process.stderr.write(line));
  await serveProtocol(providerHandlers(provider, log), { name: provider.name, version: provider.version });
}

/** The provider as the low-level door sees it. */
export function providerHandlers(provider: Provider, log: Logger): ProtocolHandlers {
  const resource = (name: string): Resource => find(provider.resources, name);
  const dataSource = (name: string): DataSource => find(provider.dataSources ?? {}, name);
  return {
    getProviderSchema: () => providerSchema(provider),
    configure: (request) => provider.configuration?.configure(request, log) ?? [],
    validateResource: (request) => resource(request.typeName).validate(request, log),
    validateDataSource: (request) => dataSource(request.typeName).validate(request.config, request.signal, log),
    upgrade: (request) => ({ state: resource(request.typeName).upgrade(request) }),
    read: (request) => resource(request.typeName).read(request, log),
    plan: (request) => resource(request.typeName).plan(request, log),
    apply: (request) => resource(request.typeName).apply(request, log),
    import: (request) => resource(request.typeName).import(request, log),
    readDataSource: (request) => dataSource(request.typeName).read(request, log),
    close: () => provider.close?.(),
  };
}

function schemasOf(all: Readonly<Record<string, Resource | DataSource>>): ProviderSchema['resources'] {
  return Object.fromEntries(Object.entries(all).map(([name, one]) => [name, one.schema]));
}

function find<T>(all: Readonly<Record<string, T>>, name: string): T {
  const one = all[name];
  if (one === undefined) throw new PluginError('STR1505', `The provider does not have ${name}.`);
  return one;
}
