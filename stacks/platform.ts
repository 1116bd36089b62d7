import type { App } from 'cdktf';
import { StrataProvider } from '@strata/provider-strata/lib/provider';
import { lifecyclesOf } from '@strata/environment';
import type { Account, Environment } from '@strata/environment';
import { EnvironmentStack } from '../constructs/core/environment-stack';
import { Network } from '../constructs/network/network';
import type { INetwork } from '../constructs/network/network';
import { SqlLibrary } from '../constructs/schema/sql-library';
import { NetworkStack } from './network-stack';
import { PipelinesStack } from './pipelines-stack';
import { StreamsStack } from './streams-stack';
import { WarehouseStack } from './warehouse-stack';

export interface PlatformProps {
  readonly account: Account;
  readonly environments: readonly Environment[];
  /** Folder with a folder of SQL files for each layer. */
  readonly sqlFolder: string;
}

interface EnvironmentProps {
  readonly account: Account;
  readonly environment: Environment;
  readonly library: SqlLibrary;
}

/**
 * Adds the stacks of environments to an app. The only place where stacks meet.
 *
 * @returns the stacks of each environment in the order in which they are deployed
 */
export function addPlatform(app: App, props: PlatformProps): readonly EnvironmentStack[] {
  const { account, sqlFolder } = props;
  const library = SqlLibrary.fromFolder(sqlFolder);
  return props.environments.flatMap((environment) => addEnvironment(app, { account, environment, library }));
}

function addEnvironment(app: App, props: EnvironmentProps): readonly EnvironmentStack[] {
  switch (props.environment.state) {
    case 'active':
      return addActive(app, props);
    case 'retired':
      return addRetired(app, props);
  }
}

function addActive(app: App, { account, environment, library }: EnvironmentProps): readonly EnvironmentStack[] {
  const { network: settings } = environment;
  const created =
    settings.kind === 'created' ? new NetworkStack(app, { account, environment, cidr: settings.cidr }) : undefined;
  const network = (stack: EnvironmentStack): INetwork => {
    if (settings.kind === 'existing') return Network.fromNetworkAttributes(stack, 'Network', settings);
    if (created === undefined) throw new Error('a created network has a stack');
    return created.network;
  };
  const warehouse = new WarehouseStack(app, { account, environment, network });
  const streams = new StreamsStack(app, { account, environment, network });
  const pipelines = new PipelinesStack(app, { account, environment, library });
  // It reads no state of theirs, but what it fills has to be there.
  pipelines.addDependency(warehouse);
  pipelines.addDependency(streams);
  return created === undefined ? [warehouse, streams, pipelines] : [created, warehouse, streams, pipelines];
}

/** Stacks without resources: deploying them destroys what was there, the pipelines first. */
function addRetired(app: App, { account, environment }: EnvironmentProps): readonly EnvironmentStack[] {
  const stacks = [...lifecyclesOf(environment)].reverse().map((lifecycle) => {
    const stack = new EnvironmentStack(app, { account, environment, lifecycle });
    new StrataProvider(stack, 'Strata');
    return stack;
  });
  stacks.slice(1).forEach((stack, index) => {
    const before = stacks[index];
    if (before !== undefined) stack.addDependency(before);
  });
  return stacks;
}
