import type { DataType, SimpleTypeName } from '@strata/starrocks-sql';

/** Types whose values Flink's StarRocks sink writes without a loss; absent ones have no counterpart in a source. */
const SIMPLE: Readonly<Partial<Record<SimpleTypeName, string>>> = {
  BOOLEAN: 'BOOLEAN',
  TINYINT: 'TINYINT',
  SMALLINT: 'SMALLINT',
  INT: 'INT',
  BIGINT: 'BIGINT',
  // The connector accepts a decimal for LARGEINT; 38 digits are the most that Flink has.
  LARGEINT: 'DECIMAL(38, 0)',
  FLOAT: 'FLOAT',
  DOUBLE: 'DOUBLE',
  DATE: 'DATE',
  DATETIME: 'TIMESTAMP(6)',
  STRING: 'STRING',
  // The sink inlines text as JSON when the column is of that type.
  JSON: 'STRING',
};

/** The Flink type for a column of a StarRocks table, or undefined when there is none. */
export function flinkType(type: DataType): string | undefined {
  switch (type.kind) {
    case 'simple':
      return SIMPLE[type.name];
    case 'string':
      // Lengths are bytes in StarRocks and characters in Flink: the warehouse checks them.
      return type.name === 'CHAR' || type.name === 'VARCHAR' ? 'STRING' : undefined;
    case 'decimal':
      return decimal(type.precision ?? 10, type.scale ?? 0);
    case 'array':
    case 'map':
    case 'struct':
    case 'aggregate-state':
      return undefined;
  }
}

function decimal(precision: number, scale: number): string | undefined {
  return precision > 38 ? undefined : `DECIMAL(${precision}, ${scale})`;
}
