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
   * Compute units of the job manager, in steps of a half; one is 1 vCPU and 4 GiB.
   *
   * @default 0.5
   */
  readonly jobManagerCu?: number;
  /**
   * Compute units of each task manager, of which there are as many as the parallelism, in steps of a half.
   *
   * @default 0.5
   */
  readonly taskManagerCu?: number;
  /**
   * Version of the engine that the job runs on.
   *
   * @default 'vvr-11.7-jdk11-flink-1.20'
   */
  readonly engineVersion?: string;
  /**
   * What must be there before the job starts.
   *
   * @default - nothing
   */
  readonly dependsOn?: readonly ITerraformDependable[];
}

/** Engine that jobs run on: the newest one whose end of support is more than a year away. */
const ENGINE_VERSION = 'vvr-11.7-jdk11-flink-1.20';

/** The smallest manager that is sold. */
const LEAST_CU = 0.5;

/** How Flink SQL reads a variable of the namespace. */
const VARIABLE = /\$\{secret_values\.([^}]+)\}/g;

/** Defines a Flink job, generated from the tables that it fills. */
export class CdcJob extends Construct {
  /** The generated Flink SQL. */
  public readonly sql: string;
  /** Compute units that the job takes of its workspace. */
  public readonly cu: number;
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
    const parallelism = connections.parallelism ?? 1;
    const jobManagerCu = props.jobManagerCu ?? LEAST_CU;
    const taskManagerCu = props.taskManagerCu ?? LEAST_CU;
    this.validateCu('jobManagerCu', jobManagerCu);
    this.validateCu('taskManagerCu', taskManagerCu);
    this.validateEngine(props.engineVersion ?? ENGINE_VERSION);
    this.cu = jobManagerCu + taskManagerCu * parallelism;
    this.resource = new FlinkJob(this, 'Resource', {
      environment: environment.id,
      target: environment.target,
      region: environment.region,
      workspaceName: props.workspaceName,
      namespace: props.namespace,
      name: props.jobName,
      sql: literal(sql),
      engineVersion: props.engineVersion ?? ENGINE_VERSION,
      parallelism,
      jobManagerCu,
      taskManagerCu,
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

  private validateCu(name: string, cu: number): void {
    if (cu < LEAST_CU || !Number.isInteger(cu / LEAST_CU)) {
      throw new ValidationError(this, 'STR1276', `\`${name}\` must be 0.5 or more in steps of 0.5, got ${cu}.`);
    }
  }

  private validateEngine(version: string): void {
    if (!/^vvr-\d+(\.\d+)*(-jdk\d+)?-flink-\d+\.\d+$/.test(version)) {
      throw new ValidationError(
        this,
        'STR1280',
        `\`engineVersion\` must be a version such as ${ENGINE_VERSION}, got ${version}.`,
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
