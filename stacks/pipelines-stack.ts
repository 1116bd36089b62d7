import type { Construct } from 'constructs';
import { StrataProvider } from '@strata/provider-strata/lib/provider';
import { EnvironmentStack } from '../constructs/core/environment-stack';
import type { EnvironmentStackProps } from '../constructs/core/environment-stack';

export interface PipelinesStackProps extends Omit<EnvironmentStackProps, 'lifecycle'> {
  /** Folder with a folder of SQL files for each layer. */
  readonly sqlFolder: string;
}

/** What changes daily: the SQL layers and the jobs that fill them. Reads no other stack's state, so it is planned before anything exists. */
export class PipelinesStack extends EnvironmentStack {
  constructor(scope: Construct, props: PipelinesStackProps) {
    super(scope, { ...props, lifecycle: 'pipelines' });
    new StrataProvider(this, 'Strata');
  }
}
