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
import { SharedWarehouseStack } from './shared-warehouse-stack';
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
  const bases = new Map<string, ActiveStacks>();
  const gone = new Map<string, EnvironmentStack[]>();
  return inOrder(props.environments).flatMap((environment) => {
    const { instance } = environment;
    if (environment.state === 'retired') {
      const stacks = addRetired(app, { account, environment, library });
      if (instance.kind === 'shared')
        gone.set(instance.environment, [...(gone.get(instance.environment) ?? []), ...stacks]);
      // Nobody may be on an instance that is destroyed.
      for (const stack of stacks) for (const guest of gone.get(environment.id) ?? []) stack.addDependency(guest);
      return stacks;
    }
    const stacks = addActive(app, { account, environment, library });
    bases.set(environment.id, stacks);
    const base = instance.kind === 'shared' ? bases.get(instance.environment) : undefined;
    if (base !== undefined) {
      stacks.warehouse.addDependency(base.warehouse);
      // Views on its tables need them.
      stacks.pipelines.addDependency(base.pipelines);
    }
    return stacks.all;
  });
}

/** Who leaves a shared instance, then who has one, then who shares it. */
function inOrder(environments: readonly Environment[]): readonly Environment[] {
  const rank = ({ instance, state }: Environment): number =>
    instance.kind === 'dedicated' ? 1 : state === 'retired' ? 0 : 2;
  return [...environments].sort((a, b) => rank(a) - rank(b));
}

/** The stacks of an environment that is not retired. */
interface ActiveStacks {
  readonly warehouse: EnvironmentStack;
  readonly pipelines: EnvironmentStack;
  /** In the order in which they are deployed. */
  readonly all: readonly EnvironmentStack[];
}

function addActive(app: App, { account, environment, library }: EnvironmentProps): ActiveStacks {
  const { network: settings } = environment;
  const created = settings.kind === 'created' ? new NetworkStack(app, { account, environment, settings }) : undefined;
  const network = (stack: EnvironmentStack): INetwork => {
    if (settings.kind === 'existing') return Network.fromNetworkAttributes(stack, 'Network', settings);
    if (created === undefined) throw new Error('a created network has a stack');
    return created.network;
  };
  const warehouse =
    environment.instance.kind === 'dedicated'
      ? new WarehouseStack(app, { account, environment, network })
      : new SharedWarehouseStack(app, {
          account,
          environment,
          ...(settings.kind === 'none' ? {} : { network }),
        });
  const streams = new StreamsStack(app, {
    account,
    environment,
    network,
    ...(warehouse instanceof WarehouseStack ? { instance: warehouse.instance } : {}),
  });
  const pipelines = new PipelinesStack(app, { account, environment, library });
  // It reads no state of theirs, but what it fills has to be there.
  pipelines.addDependency(warehouse);
  pipelines.addDependency(streams);
  return { warehouse, pipelines, all: [...(created === undefined ? [] : [created]), warehouse, streams, pipelines] };
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
