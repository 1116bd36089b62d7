/** Types as one text: what the engine prints for a column and what a file says for the same become equal. */

import type { DataType, DecimalType, StringType } from '@strata/starrocks-sql';

/** What STRING is. */
const STRING_LENGTH = 65533;
/** Longest VARCHAR and VARBINARY. */
const LONGEST = 1048576;

export function typeText(type: DataType): string {
  switch (type.kind) {
    case 'simple':
      return type.name === 'STRING' ? `varchar(${STRING_LENGTH})` : type.name.toLowerCase();
    case 'string':
      return stringText(type);
    case 'decimal':
      return decimalText(type);
    case 'array':
      return `array<${typeText(type.element)}>`;
    case 'map':
      return `map<${typeText(type.key)},${typeText(type.value)}>`;
    case 'struct':
      return `struct<${type.fields.map((field) => `${field.name.toLowerCase()} ${typeText(field.type)}`).join(',')}>`;
    case 'aggregate-state':
      return `${type.function.toLowerCase()}(${type.arguments.map((argument) => typeText(argument.type)).join(',')})`;
  }
}

function stringText(type: StringType): string {
  const binary = type.name === 'VARBINARY' || type.name === 'BINARY';
  const name = binary ? 'varbinary' : type.name.toLowerCase();
  const length = type.length === '*' ? LONGEST : type.length;
  if (binary) return length === undefined || length === LONGEST ? name : `${name}(${length})`;
  return `${name}(${length ?? 1})`;
}

function decimalText(type: DecimalType): string {
  const widest = { DECIMAL: 10, DECIMALV2: 9, DECIMAL32: 9, DECIMAL64: 18, DECIMAL128: 38, DECIMAL256: 76 };
  const name = type.name === 'DECIMALV2' ? 'decimalv2' : 'decimal';
  return `${name}(${type.precision ?? widest[type.name]},${type.scale ?? 0})`;
}
