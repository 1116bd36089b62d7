/** Data types. */

import type { AggregateStateArgument, DataType } from '../ast';
import { assertNever, printComment, printIdentifier } from './names';

/** A type in upper case, e.g. `ARRAY<DECIMAL(18, 2)>`. */
export function printDataType(type: DataType): string {
  switch (type.kind) {
    case 'simple':
      return type.name;
    case 'string':
      return type.length === undefined ? type.name : `${type.name}(${type.length})`;
    case 'decimal':
      if (type.precision === undefined) return type.name;
      return `${type.name}(${type.precision}${type.scale === undefined ? '' : `, ${type.scale}`})`;
    case 'array':
      return `ARRAY<${printDataType(type.element)}>`;
    case 'map':
      return `MAP<${printDataType(type.key)}, ${printDataType(type.value)}>`;
    case 'struct':
      return `STRUCT<${type.fields.map(printField).join(', ')}>`;
    case 'aggregate-state':
      return `${type.function}(${type.arguments.map(printArgument).join(', ')})`;
    default:
      return assertNever(type);
  }
}

function printField(field: { readonly name: string; readonly type: DataType; readonly comment?: string }): string {
  return `${printIdentifier(field.name)} ${printDataType(field.type)}${printComment(field.comment)}`;
}

function printArgument(argument: AggregateStateArgument): string {
  return `${printDataType(argument.type)}${printNullable(argument.nullable)}`;
}

/** ` NULL`, ` NOT NULL` or nothing. */
export function printNullable(nullable: boolean | undefined): string {
  if (nullable === undefined) return '';
  return nullable ? ' NULL' : ' NOT NULL';
}
