import type { Construct } from 'constructs';
import { cacheDays, ingests } from '@strata/environment';
import { StrataProvider } from '@strata/provider-strata/lib/provider';
import { EnvironmentStack } from '../constructs/core/environment-stack';
import type { EnvironmentStackProps } from '../constructs/core/environment-stack';
import { ValidationError } from '../constructs/core/errors';
import { CdcJob } from '../constructs/ingest/cdc-job';
import type { CdcJobProps } from '../constructs/ingest/cdc-job';
import { LakeCatalog } from '../constructs/lake/lake-catalog';
import type { SharedSettings, SqlLibrary } from '../constructs/schema/sql-library';
import { teamFiles } from '../constructs/schema/team-access';
import type { TeamAccess } from '../constructs/schema/team-access';
import { WarehouseSchema } from '../constructs/schema/warehouse-schema';
import type { WarehouseSchemaProps } from '../constructs/schema/warehouse-schema';
import { REPLICATION_ACCOUNT } from '../constructs/source/source-database';

export interface PipelinesStackProps extends Omit<EnvironmentStackProps, 'lifecycle'> {
  readonly library: SqlLibrary;
}

/** First of the server ids that a job takes; MySQL servers of the account use lower ones. */
const SERVER_ID_START = 5400;

/**
 * What changes daily: the SQL layers and the jobs that fill them. Reads no other stack's state: the strata provider finds
 * instances by name, so this is planned before anything exists.
 */
export class PipelinesStack extends EnvironmentStack {
  public readonly schema: WarehouseSchema;

  constructor(scope: Construct, props: PipelinesStackProps) {
    super(scope, { ...props, lifecycle: 'pipelines' });
    new StrataProvider(this, 'Strata');
    const { library } = props;
    const { environment, names } = this;
    const days = cacheDays(environment.warehouses);
    const access = this.teamAccess();
    this.schema = new WarehouseSchema(this, 'Schema', {
      environment,
      instanceName: names.instance,
      password: environment.adminPassword,
      library,
      layers: environment.layers.map((layer) => library.layer(layer)),
      variables: environment.variables,
      // On one machine, refreshing is a step of whoever loads the data.
      refresh: environment.target === 'sandbox' ? 'manual' : 'scheduled',
      ...(days === undefined ? {} : { cacheDays: days }),
      ...(access === undefined ? {} : { shared: this.sharedSettings() }),
      generated: [...(access === undefined ? [] : teamFiles(access)), ...this.catalogs()],
      protection: environment.protection,
      allowDataLoss: environment.allowDataLoss,
    });
    this.addJobs(library.ingested(this.schema.bundle));
  }

  /** Lakes that the SQL layers read in place. */
  private catalogs(): NonNullable<WarehouseSchemaProps['generated']> {
    const { lake, region } = this.environment;
    return lake.map((catalog) => new LakeCatalog(this, `Lake-${catalog.name}`, { region, catalog }).file);
  }

  /** Who uses a shared instance for the environment; undefined on an instance of its own, whose users are files of sql/. */
  private teamAccess(): TeamAccess | undefined {
    const { instance, layers, borrowedLayers, userPassword, warehouses } = this.environment;
    const [warehouse] = warehouses;
    if (instance.kind === 'dedicated' || userPassword === undefined) return undefined;
    const borrowed = borrowedLayers.map(({ layer }) => layer);
    return {
      name: this.names.sqlUser,
      password: userPassword,
      layers,
      borrowed,
      ...(warehouse === undefined ? {} : { warehouse: warehouse.name }),
      limits: instance.limits,
    };
  }

  private sharedSettings(): SharedSettings {
    const { layers, borrowedLayers } = this.environment;
    const borrowed = borrowedLayers.map(({ layer }) => layer);
    const databases = [...borrowed, ...layers].map((layer) => [layer, this.names.database(layer)]);
    return { borrowed, databases: Object.fromEntries(databases) as Record<string, string> };
  }

  /** One job for each database server and for each topic. An environment that names neither is loaded by others. */
  private addJobs(tables: CdcJobProps['tables']): void {
    const { sources, streams } = this.environment;
    if (!ingests(this.environment)) return;
    this.validateSources(tables);
    const jobs: CdcJob[] = [];
    for (const source of sources) {
      const { name, databases, password } = source;
      const captured = tables.filter(({ source }) => source.kind === 'mysql' && databases.includes(source.database));
      if (captured.length === 0) continue;
      const job = this.addJob(`mysql-${name}`, captured, {
        mysql: {
          hostname: variable(`mysql-${name}-host`),
          port: source.kind === 'existing' ? source.port : 3306,
          username: source.kind === 'existing' ? source.user : REPLICATION_ACCOUNT,
          password: variable(`mysql-${name}-password`),
          serverTimeZone: 'Asia/Shanghai',
          serverIdStart: SERVER_ID_START,
        },
        variables: {
          [`mysql-${name}-host`]: `plain:${source.kind === 'existing' ? source.host : `${this.names.sourceHost(name)}.mysql.rds.aliyuncs.com`}`,
          [`mysql-${name}-password`]: password,
        },
      });
      jobs.push(job);
    }
    for (const { topic } of streams) {
      const read = tables.filter(({ source }) => source.kind === 'kafka' && source.topic === topic);
      if (read.length === 0) continue;
      const job = this.addJob(`kafka-${topic}`, read, {
        kafka: { bootstrapServers: variable('kafka-bootstrap-servers'), groupId: this.names.consumerGroup(topic) },
        variables: { 'kafka-bootstrap-servers': `kafka-bootstrap:${this.names.kafka}` },
      });
      jobs.push(job);
    }
    this.validateCapacity(jobs);
  }

  /** A workspace that is too small leaves the last job waiting for resources, for ever and without an error. */
  private validateCapacity(jobs: readonly CdcJob[]): void {
    const needed = jobs.reduce((sum, { cu }) => sum + cu, 0);
    const { flinkCu, file } = this.environment;
    if (needed <= flinkCu) return;
    throw new ValidationError(
      this,
      'STR1281',
      `${jobs.length} jobs need ${needed} compute units, the Flink workspace has ${flinkCu}. Set \`flink.cu\` to ${Math.ceil(needed)} or more in ${file}.`,
    );
  }

  private addJob(
    name: string,
    tables: CdcJobProps['tables'],
    { variables, ...source }: Pick<CdcJobProps['connections'], 'mysql' | 'kafka'> & Pick<CdcJobProps, 'variables'>,
  ): CdcJob {
    const access = this.teamAccess();
    const jobName = this.names.job(name.replaceAll('_', '-'));
    return new CdcJob(this, `Job-${name}`, {
      environment: this.environment,
      workspaceName: this.names.flinkWorkspace,
      namespace: this.names.flinkNamespace,
      jobName,
      tables,
      connections: {
        ...source,
        dialect: 'vvr',
        labelPrefix: jobName.replaceAll('-', '_'),
        starrocks: {
          jdbcUrl: `jdbc:mysql://${variable('starrocks-host')}:9030`,
          loadUrl: `${variable('starrocks-host')}:8030`,
          username: access?.name ?? 'admin',
          password: variable('starrocks-password'),
        },
      },
      variables: {
        'starrocks-host': `starrocks-host:${this.names.instance}`,
        'starrocks-password': access?.password ?? this.environment.adminPassword,
        ...variables,
      },
      // The sink reads the table's columns when the job starts.
      dependsOn: [this.schema.resource],
    });
  }

  private validateSources(tables: CdcJobProps['tables']): void {
    const databases = new Set(this.environment.sources.flatMap((source) => source.databases));
    const topics = new Set(this.environment.streams.map(({ topic }) => topic));
    const missing = tables.flatMap(({ file, source }) => {
      switch (source.kind) {
        case 'mysql':
          return databases.has(source.database) ? [] : [`${file}: database ${source.database} in \`sources\``];
        case 'kafka':
          return topics.has(source.topic) ? [] : [`${file}: topic ${source.topic} in \`streams\``];
      }
    });
    if (missing.length > 0) {
      throw new ValidationError(
        this,
        'STR1217',
        `tables come from sources that ${this.environment.file} does not name. Add them:\n  ${missing.join('\n  ')}`,
      );
    }
  }
}

/** A variable of the Flink namespace: hosts and passwords stand in no job. */
function variable(name: string): string {
  return `\${secret_values.${name}}`;
}
