import type { ColumnDefinition, CreateTableStatement, DataType, KeyModel, Position } from '@strata/starrocks-sql';
import type { FlinkJobOptions, IngestSource, IngestTable } from '../src';

const at: Position = { offset: 0, line: 1, column: 1 };

export const bigint: DataType = { kind: 'simple', name: 'BIGINT' };
export const datetime: DataType = { kind: 'simple', name: 'DATETIME' };
export const text: DataType = { kind: 'string', name: 'VARCHAR', length: 16 };
export const money: DataType = { kind: 'decimal', name: 'DECIMAL', precision: 18, scale: 2 };

export function column(name: string, type: DataType, more: Partial<ColumnDefinition> = {}): ColumnDefinition {
  return { name, type, key: false, autoIncrement: false, at: { offset: 0, line: 3, column: 3 }, ...more };
}

/** A table `ods.<name>` with the given columns, keyed by the first. */
export function table(
  name: string,
  source: IngestSource,
  columns: readonly ColumnDefinition[],
  model: KeyModel = 'PRIMARY',
): IngestTable {
  const statement: CreateTableStatement = {
    kind: 'create-table',
    name: { parts: [name], at },
    ifNotExists: false,
    columns,
    indexes: [],
    key: { model, columns: columns.slice(0, 1).map((first) => first.name) },
    rollups: [],
    properties: [],
    brokerProperties: [],
    at,
  };
  return { file: `sql/ods/${name}.sql`, database: 'ods', statement, source };
}

export const options: FlinkJobOptions = {
  starrocks: {
    jdbcUrl: 'jdbc:mysql://fe:9030',
    loadUrl: 'fe:8030',
    username: 'admin',
    password: '${secret_values.starrocks_password}',
  },
  mysql: {
    hostname: 'core.example',
    port: 3306,
    username: 'strata_cdc',
    password: '${secret_values.core_password}',
    serverTimeZone: 'Asia/Shanghai',
    serverIdStart: 5400,
  },
  kafka: { bootstrapServers: 'kafka:9092', groupId: 'risk-dev-app-event' },
  labelPrefix: 'risk_dev_core',
};
