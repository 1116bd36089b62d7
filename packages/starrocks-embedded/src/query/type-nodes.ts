import { unsupported } from './errors';
import { list, nameOf, only, record, type Fields, type Node } from './nodes';
import {
  arrayOf,
  BIGINT,
  BOOLEAN,
  DATE,
  DATETIME,
  decimal,
  DOUBLE,
  FLOAT,
  INT,
  JSON_TYPE,
  LARGEINT,
  parseType,
  printType,
  SMALLINT,
  TINYINT,
  VARCHAR,
  type SrType,
} from './types';

/** Type of a CAST, StarRocks' text of it, and the length of a (var)char. */
interface CastTarget {
  readonly type: SrType;
  readonly text: string;
  readonly length?: number;
}

const SIMPLE: Readonly<Record<string, SrType>> = {
  boolean: BOOLEAN,
  tiny_int: TINYINT,
  small_int: SMALLINT,
  int: INT,
  big_int: BIGINT,
  int128: LARGEINT,
  float: FLOAT,
  double: DOUBLE,
  string: VARCHAR,
  text: VARCHAR,
  date: DATE,
  json: JSON_TYPE,
};

/** Names that the parser does not know as types. */
const CUSTOM: Readonly<Record<string, SrType>> = {
  datetime: DATETIME,
  signed: BIGINT,
  largeint: LARGEINT,
  string: VARCHAR,
};

/** Reads the type in a CAST. */
export function typeOfNode(node: Node): CastTarget {
  const fields = record(node, 'a type');
  const name = String(fields['data_type']);
  const simple = SIMPLE[name];
  if (simple !== undefined) {
    only(fields, 'a type', 'data_type', 'integer_spelling', 'real_spelling');
    return { type: simple, text: printType(simple).replace(/\(.*/, '').toUpperCase() };
  }
  switch (name) {
    case 'decimal': {
      only(fields, 'DECIMAL', 'data_type', 'precision', 'scale');
      const [precision, scale] = [Number(fields['precision'] ?? 10), Number(fields['scale'] ?? 0)];
      if (precision > 38) throw unsupported('decimals of more than 38 digits');
      return { type: decimal(precision, scale), text: `DECIMAL(${precision},${scale})` };
    }
    case 'var_char':
    case 'char':
      return characters(name, fields);
    case 'array': {
      only(fields, 'ARRAY', 'data_type', 'element_type');
      const element = typeOfNode(fields['element_type']);
      return { type: arrayOf(element.type), text: `ARRAY<${element.text}>` };
    }
    case 'map': {
      only(fields, 'MAP', 'data_type', 'key_type', 'value_type');
      const [key, value] = [typeOfNode(fields['key_type']), typeOfNode(fields['value_type'])];
      return { type: { kind: 'map', key: key.type, value: value.type }, text: `MAP<${key.text},${value.text}>` };
    }
    case 'struct':
      return struct(fields);
    case 'custom': {
      only(fields, 'a type', 'data_type', 'name');
      const text = String(fields['name']);
      const custom = CUSTOM[text.toLowerCase()] ?? parseType(text);
      return { type: custom, text: text.toUpperCase() };
    }
    default:
      throw unsupported(`CAST to ${name.replace(/_/g, ' ')}`);
  }
}

function characters(name: string, fields: Fields): CastTarget {
  only(fields, 'VARCHAR', 'data_type', 'length');
  const word = name === 'char' ? 'CHAR' : 'VARCHAR';
  const length = fields['length'];
  if (length === null || length === undefined) return { type: VARCHAR, text: word };
  return { type: VARCHAR, text: `${word}(${Number(length)})`, length: Number(length) };
}

function struct(fields: Fields): CastTarget {
  only(fields, 'STRUCT', 'data_type', 'fields');
  const parts = list(fields['fields']).map((part) => {
    const field = record(part, 'a field');
    return { name: nameOf(field['name']) ?? '', type: typeOfNode(field['data_type']).type };
  });
  const type: SrType = { kind: 'struct', fields: parts };
  return { type, text: printType(type).toUpperCase() };
}
