import type { ColumnDefinition, CreateTableStatement } from '@strata/starrocks-sql';
import { IngestError } from './errors';
import type { IngestProblem } from './errors';
import type { IngestSource } from './source';
import { flinkType } from './types';

/** An ODS table and where its rows come from. */
export interface IngestTable {
  /** The file that declares it, for messages. */
  readonly file: string;
  /** Database in StarRocks. */
  readonly database: string;
  readonly statement: CreateTableStatement;
  readonly source: IngestSource;
}

/** How to reach a MySQL server. Values may be variables of the Flink namespace, `${secret_values.name}`. */
export interface MysqlConnection {
  readonly hostname: string;
  readonly port: number;
  readonly username: string;
  readonly password: string;
  /** Zone that DATETIME values of the server are meant in, e.g. Asia/Shanghai. */
  readonly serverTimeZone: string;
  /** First of the server ids of this job; no other client of the server may use the ids after it. */
  readonly serverIdStart: number;
}

export interface KafkaConnection {
  readonly bootstrapServers: string;
  readonly groupId: string;
}

export interface StarRocksConnection {
  /** `jdbc:mysql://host:9030`. */
  readonly jdbcUrl: string;
  /** `host:8030`. */
  readonly loadUrl: string;
  readonly username: string;
  readonly password: string;
}

export interface FlinkJobOptions {
  readonly starrocks: StarRocksConnection;
  /** Required when a table comes from MySQL. */
  readonly mysql?: MysqlConnection;
  /** Required when a table comes from Kafka. */
  readonly kafka?: KafkaConnection;
  /** Begins the labels of exactly-once loads; a job that starts without state needs a new one. */
  readonly labelPrefix: string;
  /**
   * Whose names for connectors: open-source Flink (`mysql-cdc`) or Realtime Compute (`mysql`).
   *
   * @default 'flink'
   */
  readonly dialect?: 'flink' | 'vvr';
  /**
   * Subtasks of each source; so many server ids are taken for each MySQL table.
   *
   * @default 1
   */
  readonly parallelism?: number;
  /**
   * Seconds between checkpoints: how old data in the warehouse may be, and what is read again after a failure.
   *
   * @default 60
   */
  readonly checkpointSeconds?: number;
}

export interface FlinkJob {
  /** Table definitions and one statement set. */
  readonly sql: string;
  /** Settings of the deployment: checkpoints, restarts. */
  readonly configuration: Readonly<Record<string, string>>;
}

/**
 * Generates one Flink SQL job that keeps ODS tables equal to their sources.
 *
 * Tables are loaded exactly once, with the checkpoints of the job.
 *
 * @throws IngestError with every table and column that cannot be ingested
 */
export function generateFlinkJob(tables: readonly IngestTable[], options: FlinkJobOptions): FlinkJob {
  const problems = tables.flatMap((table) => check(table, options));
  if (problems.length > 0) throw new IngestError(problems);
  const sorted = [...tables].sort((a, b) => (sinkName(a) < sinkName(b) ? -1 : 1));
  const definitions = sorted.flatMap((table, index) => [sourceTable(table, index, options), sinkTable(table, options)]);
  const inserts = sorted.map(insert).join('\n');
  return {
    sql: `${[...definitions, `BEGIN STATEMENT SET;\n${inserts}\nEND;`].join('\n\n')}\n`,
    configuration: {
      'execution.checkpointing.interval': `${options.checkpointSeconds ?? 60}s`,
      'execution.checkpointing.mode': 'EXACTLY_ONCE',
      // The sink does not try a failed load again, the job does.
      'restart-strategy.type': 'exponential-delay',
      'restart-strategy.exponential-delay.max-backoff': '2min',
    },
  };
}

function check({ file, statement, source }: IngestTable, options: FlinkJobOptions): readonly IngestProblem[] {
  const problems: IngestProblem[] = [];
  const report = (code: IngestProblem['code'], at: { line: number; column: number }, message: string): void => {
    problems.push({ code, file, line: at.line, column: at.column, message });
  };
  const table = statement.name.parts.at(-1) ?? '';
  if (source.kind === 'mysql' && options.mysql === undefined) {
    report(
      'STR2003',
      statement.at,
      `\`${table}\` comes from MySQL, but the job has no MySQL connection. Add a source to the environment.`,
    );
  }
  if (source.kind === 'kafka' && options.kafka === undefined) {
    report(
      'STR2003',
      statement.at,
      `\`${table}\` comes from Kafka, but the job has no Kafka connection. Add a topic to the environment.`,
    );
  }
  if (source.kind === 'mysql' && statement.key?.model !== 'PRIMARY') {
    report(
      'STR2004',
      statement.at,
      `\`${table}\` must have a PRIMARY KEY, got ${statement.key?.model ?? 'none'}. Rows of MySQL are updated and deleted, which only a primary-key table follows.`,
    );
  }
  for (const column of ingestedColumns(statement)) {
    if (column.type !== undefined && flinkType(column.type) !== undefined) continue;
    report(
      'STR2005',
      column.at,
      `\`${column.name}\` has a type that a job cannot load. Use a number, a date, text or JSON, or compute the column in CDM.`,
    );
  }
  return problems;
}

/** Columns that the source has; the warehouse computes the others itself. */
function ingestedColumns(statement: CreateTableStatement): readonly ColumnDefinition[] {
  return statement.columns.filter((column) => column.generated === undefined && !column.autoIncrement);
}

const sinkName = ({ database, statement }: IngestTable): string => `${database}_${statement.name.parts.at(-1) ?? ''}`;
const sourceName = (table: IngestTable): string => `source_${sinkName(table)}`;

function sourceTable(table: IngestTable, index: number, options: FlinkJobOptions): string {
  const { source } = table;
  const columns = columnLines(table.statement);
  switch (source.kind) {
    case 'mysql':
      return createTable(
        sourceName(table),
        [...columns, ...keyLine(table.statement)],
        mysqlOptions(source, index, options),
      );
    case 'kafka':
      return createTable(sourceName(table), columns, kafkaOptions(source, options));
  }
}

function mysqlOptions(
  source: IngestSource & { kind: 'mysql' },
  index: number,
  { mysql, dialect, parallelism = 1 }: FlinkJobOptions,
): Record<string, string> {
  if (mysql === undefined) return {};
  const first = mysql.serverIdStart + index * parallelism;
  return {
    connector: dialect === 'vvr' ? 'mysql' : 'mysql-cdc',
    hostname: mysql.hostname,
    port: String(mysql.port),
    username: mysql.username,
    password: mysql.password,
    'database-name': source.database,
    'table-name': source.table,
    'server-id': parallelism === 1 ? String(first) : `${first}-${first + parallelism - 1}`,
    'server-time-zone': mysql.serverTimeZone,
    'scan.startup.mode': 'initial',
  };
}

function kafkaOptions(source: IngestSource & { kind: 'kafka' }, { kafka }: FlinkJobOptions): Record<string, string> {
  if (kafka === undefined) return {};
  return {
    connector: 'kafka',
    topic: source.topic,
    'properties.bootstrap.servers': kafka.bootstrapServers,
    'properties.group.id': kafka.groupId,
    'properties.auto.offset.reset': 'earliest',
    'scan.startup.mode': 'group-offsets',
    format: 'json',
    'json.timestamp-format.standard': 'SQL',
  };
}

function sinkTable(table: IngestTable, { starrocks, labelPrefix }: FlinkJobOptions): string {
  const { statement, database } = table;
  return createTable(sinkName(table), [...columnLines(statement), ...keyLine(statement)], {
    connector: 'starrocks',
    'jdbc-url': starrocks.jdbcUrl,
    'load-url': starrocks.loadUrl,
    'database-name': database,
    'table-name': statement.name.parts.at(-1) ?? '',
    username: starrocks.username,
    password: starrocks.password,
    // Nothing is seen before its checkpoint: a job that dies in its first snapshot and reads it again would otherwise
    // leave rows behind that were deleted in between.
    'sink.semantic': 'exactly-once',
    'sink.label-prefix': `${labelPrefix}_${sinkName(table)}`,
    // CSV has no escaping: a line break in a value would become two rows.
    'sink.properties.format': 'json',
    'sink.properties.strip_outer_array': 'true',
  });
}

function columnLines(statement: CreateTableStatement): readonly string[] {
  return ingestedColumns(statement).map(({ name, type, nullable }) => {
    const flink = type === undefined ? undefined : flinkType(type);
    return `${quote(name)} ${flink ?? 'STRING'}${nullable === false ? ' NOT NULL' : ''}`;
  });
}

function keyLine({ key }: CreateTableStatement): readonly string[] {
  if (key?.model !== 'PRIMARY') return [];
  return [`PRIMARY KEY (${key.columns.map(quote).join(', ')}) NOT ENFORCED`];
}

function createTable(name: string, lines: readonly string[], options: Readonly<Record<string, string>>): string {
  const settings = Object.entries(options).map(([key, value]) => `${literal(key)} = ${literal(value)}`);
  // Variables of the namespace are only replaced in temporary tables.
  return `CREATE TEMPORARY TABLE ${quote(name)} (\n${indent(lines)}\n) WITH (\n${indent(settings)}\n);`;
}

function insert(table: IngestTable): string {
  const columns = ingestedColumns(table.statement).map(({ name }) => quote(name));
  const list = columns.join(', ');
  return `INSERT INTO ${quote(sinkName(table))} (${list}) SELECT ${list} FROM ${quote(sourceName(table))};`;
}

const indent = (lines: readonly string[]): string => lines.map((line) => `  ${line}`).join(',\n');
const quote = (name: string): string => `\`${name.replaceAll('`', '``')}\``;
const literal = (value: string): string => `'${value.replaceAll("'", "''")}'`;
