import type { DataType } from '@strata/starrocks-sql';

import { decimalShape, typeText } from '../../storage/types';

/** A type as error messages name it: `INT`, `DECIMAL64(10,2)`, `VARCHAR(65533)`, `ARRAY<INT>`, `struct<a int(11)>`. */
export function typeLabel(type: DataType): string {
  switch (type.kind) {
    case 'simple':
      return type.name === 'STRING' ? 'VARCHAR(65533)' : type.name;
    case 'string':
      return typeText(type, 'bare').toUpperCase();
    case 'decimal': {
      const { precision, scale } = decimalShape(type);
      const width = precision <= 9 ? 32 : precision <= 18 ? 64 : precision <= 38 ? 128 : 256;
      return `DECIMAL${type.name === 'DECIMALV2' ? 'V2' : Math.max(width, leastWidth(type.name))}(${precision},${scale})`;
    }
    case 'array':
      return `ARRAY<${typeLabel(type.element)}>`;
    case 'map':
      return `MAP<${typeLabel(type.key)},${typeLabel(type.value)}>`;
    case 'struct':
    case 'aggregate-state':
      return typeText(type, 'full');
  }
}

/** DECIMAL is never stored in 32 bits, DECIMAL32 is. */
function leastWidth(name: Extract<DataType, { kind: 'decimal' }>['name']): number {
  return name === 'DECIMAL32' ? 32 : name === 'DECIMAL128' ? 128 : name === 'DECIMAL256' ? 256 : 64;
}
