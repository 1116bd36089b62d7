import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { generateFlinkJob, IngestError } from '@strata/ingest';
import type { FlinkJobOptions, IngestTable } from '@strata/ingest';
import { FlinkJob } from '@strata/provider-strata/lib/flink-job';
import type { Environment } from '@strata/environment';
import { ValidationError } from '../core/errors';
import { literal } from '../core/literal';

export interface CdcJobProps {
  readonly environment: Pick<Environment, 'id' | 'target' | 'region'>;
  /** Name of the Flink workspace; the provider finds it by that. */
  readonly workspaceName: string;
  readonly namespace: string;
  /** Unique in the namespace; never changes, because a new name starts from nothing. */
  readonly jobName: string;
  /** ODS tables that the job keeps equal to their sources. */
  readonly tables: readonly IngestTable[];
  /** How the job reaches sources and warehouse. Passwords are variables of the namespace. */
  readonly connections: FlinkJobOptions;
  /**
   * Variables of the namespace that `connections` refer to: name to where the value comes from, which is a reference to
   * a secret, `starrocks-host:<instance>`, `kafka-bootstrap:<instance>`, or `plain:<value>` for what is no secret.
   * Every variable that the generated SQL reads must be here.
   *
   * @default - none
   */
  readonly variables?: Readonly<Record<string, string>>;
  /**
   * What must be there before the job starts.
   *
   * @default - nothing
   */
  readonly dependsOn?: readonly ITerraformDependable[];
}

/** Engine that jobs run on: the newest one whose end of support is more than a year away. */
const ENGINE_VERSION = 'vvr-11.7-jdk11-flink-1.20';

/** How Flink SQL reads a variable of the namespace. */
const VARIABLE = /\$\{secret_values\.([^}]+)\}/g;

/** Defines a Flink job, generated from the tables that it fills. */
export class CdcJob extends Construct {
  /** The generated Flink SQL. */
  public readonly sql: string;
  /** The primary resource, for settings these props do not cover. */
  public readonly resource: FlinkJob;

  constructor(scope: Construct, id: string, props: CdcJobProps) {
    super(scope, id);
    const { environment, connections } = props;
    const label = `labels-${props.jobName}`;
    const variables = { ...props.variables, [label]: 'start-label' };
    const { sql, configuration } = this.generate(props, label);
    this.validateVariables(sql, variables);
    this.sql = sql;
    this.resource = new FlinkJob(this, 'Resource', {
      environment: environment.id,
      target: environment.target,
      region: environment.region,
      workspaceName: props.workspaceName,
      namespace: props.namespace,
      name: props.jobName,
      sql: literal(sql),
      engineVersion: ENGINE_VERSION,
      parallelism: connections.parallelism ?? 1,
      flinkConf: { ...configuration },
      variables,
      ...(props.dependsOn === undefined ? {} : { dependsOn: [...props.dependsOn] }),
    });
  }

  /** A job that reads a variable which nothing sets fails when it starts, long after the plan. */
  private validateVariables(sql: string, variables: Readonly<Record<string, string>>): void {
    const read = new Set([...sql.matchAll(VARIABLE)].map(([, name = '']) => name));
    const missing = [...read].filter((name) => !Object.hasOwn(variables, name));
    if (missing.length > 0) {
      throw new ValidationError(
        this,
        'STR1221',
        `\`variables\` must name every variable that the job's SQL reads, got no ${missing.join(', ')}. Say where the value comes from.`,
      );
    }
  }

  /** Labels of loads begin with a variable that is another one after each start from nothing. */
  private generate({ tables, connections }: CdcJobProps, label: string): ReturnType<typeof generateFlinkJob> {
    if (tables.length === 0) {
      throw new ValidationError(this, 'STR1214', '`tables` must name at least one table, got none. Remove the job.');
    }
    try {
      const labelPrefix = `${connections.labelPrefix}_\${secret_values.${label}}`;
      return generateFlinkJob(tables, { ...connections, labelPrefix });
    } catch (error) {
      if (error instanceof IngestError)
        throw new ValidationError(this, 'STR1215', `cannot be generated:\n${error.message}`);
      throw error;
    }
  }
}
