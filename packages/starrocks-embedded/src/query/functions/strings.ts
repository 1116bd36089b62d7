import { unsupported } from '../errors';
import { unify } from '../unify';
import { comparison } from '../operators';
import { arrayOf, BIGINT, BOOLEAN, INT, isInteger, TINYINT, VARCHAR } from '../types';
import { aliases, make, row, type FunctionRow } from './row';

const MANY = { most: Infinity } as const;

const hex = make('scalar', 'hex', ['any'], { note: 'integers and text' }, ({ args, sql }) => {
  const type = args[0]?.type ?? VARCHAR;
  const value = sql[0] ?? '';
  if (type.kind === 'varchar') return { sql: `hex(${value})`, type: VARCHAR };
  if (!isInteger(type)) throw unsupported('hex() of something other than integers and text');
  return { sql: `hex(CAST(${value} AS BIGINT))`, type: VARCHAR };
});

const sha2 = make('scalar', 'sha2', ['text', 'literalInteger'], { note: '256 bits only' }, ({ args, sql }) => {
  if (args[1]?.literal !== 256) throw unsupported('sha2() with another length than 256');
  return { sql: `sha256(${sql[0] ?? ''})`, type: VARCHAR };
});

/** The place of the first argument among the others, 0 when it is not there. */
const field = make('scalar', 'field', ['any'], { least: 2, ...MANY }, ({ args }) => {
  const [needle, ...rest] = args;
  if (needle === undefined) throw unsupported('field() without arguments');
  unify(rest, 'field()');
  const whens = rest.map((item, index) => `WHEN ${comparison('=', needle, item).sql} THEN ${index + 1}`);
  return { sql: `CAST(CASE ${whens.join(' ')} ELSE 0 END AS INTEGER)`, type: INT };
});

/** Functions of text. Positions count characters from 1; lengths of `length` count bytes. */
export const STRING_ROWS: readonly FunctionRow[] = [
  row('concat', ['text'], VARCHAR, (...args) => `(${args.join(' || ')})`, {
    least: 1,
    ...MANY,
    note: 'NULL when an argument is NULL',
  }),
  row('concat_ws', ['text'], VARCHAR, 'concat_ws($*)', {
    least: 2,
    ...MANY,
    note: 'skips NULLs; NULL when the separator is NULL',
  }),
  row('length', ['text'], INT, 'CAST(strlen($1) AS INTEGER)', { note: 'bytes of UTF-8' }),
  ...aliases(
    row('char_length', ['text'], INT, 'CAST(length($1) AS INTEGER)', { note: 'characters' }),
    'character_length',
  ),
  ...aliases(
    row('lower', ['text'], VARCHAR, 'sr_lower($1)', { note: 'refuses letters with case that are not ASCII' }),
    'lcase',
  ),
  ...aliases(
    row('upper', ['text'], VARCHAR, 'sr_upper($1)', { note: 'refuses letters with case that are not ASCII' }),
    'ucase',
  ),
  ...aliases(
    row(
      'substr',
      ['text', 'integer', 'integer'],
      VARCHAR,
      (text = '', from = '', count = '2147483647') => `sr_substr(${text}, ${from}, ${count})`,
      {
        least: 2,
        note: 'from the end when the position is negative; empty at position 0',
      },
    ),
    'substring',
  ),
  ...aliases(
    row('left', ['text', 'integer'], VARCHAR, 'sr_left($1, $2)', { note: 'empty when the count is not positive' }),
    'strleft',
  ),
  ...aliases(
    row('right', ['text', 'integer'], VARCHAR, 'sr_right($1, $2)', { note: 'empty when the count is not positive' }),
    'strright',
  ),
  row('instr', ['text', 'text'], INT, 'sr_locate($2, $1, 1)', { note: '0 when absent; refuses an empty needle' }),
  row(
    'locate',
    ['text', 'text', 'integer'],
    INT,
    (needle = '', text = '', from = '1') => `sr_locate(${needle}, ${text}, ${from})`,
    { least: 2, note: '0 when absent; refuses an empty needle' },
  ),
  row('replace', ['text', 'text', 'text'], VARCHAR, 'replace($1, $2, $3)'),
  row('repeat', ['text', 'integer'], VARCHAR, 'repeat($1, $2)', { note: 'empty when the count is not positive' }),
  row('reverse', ['text'], VARCHAR, 'reverse($1)'),
  row('space', ['integer'], VARCHAR, "repeat(' ', $1)"),
  row('lpad', ['text', 'integer', 'text'], VARCHAR, 'sr_lpad($1, $2, $3)', {
    note: 'characters; refuses an empty filler and a negative length',
  }),
  row('rpad', ['text', 'integer', 'text'], VARCHAR, 'sr_rpad($1, $2, $3)', {
    note: 'characters; refuses an empty filler and a negative length',
  }),
  ...['trim', 'ltrim', 'rtrim'].map((name) =>
    row(name, ['text', 'text'], VARCHAR, (text = '', characters = "' '") => `${name}(${text}, ${characters})`, {
      least: 1,
      note: 'spaces, or the characters given',
    }),
  ),
  row('ascii', ['text'], INT, 'sr_ascii($1)', { note: 'refuses a first character that is not ASCII' }),
  row('split', ['text', 'text'], arrayOf(VARCHAR), 'string_split($1, $2)'),
  row('split_part', ['text', 'text', 'integer'], VARCHAR, 'sr_split_part($1, $2, $3)', {
    note: 'NULL behind the last part; refuses text without the delimiter',
  }),
  row('substring_index', ['text', 'text', 'integer'], VARCHAR, 'sr_substring_index($1, $2, $3)', {
    note: 'refuses 0 and an empty delimiter',
  }),
  row('starts_with', ['text', 'text'], BOOLEAN, 'starts_with($1, $2)'),
  row('ends_with', ['text', 'text'], BOOLEAN, 'ends_with($1, $2)'),
  row(
    'strcmp',
    ['text', 'text'],
    TINYINT,
    'CAST(CASE WHEN $1 = $2 THEN 0 WHEN $1 < $2 THEN -1 WHEN $1 > $2 THEN 1 END AS TINYINT)',
  ),
  row('null_or_empty', ['text'], BOOLEAN, "coalesce($1 = '', true)"),
  row('translate', ['text', 'text', 'text'], VARCHAR, 'translate($1, $2, $3)'),
  row('regexp', ['text', 'literal'], BOOLEAN, 'regexp_matches($1, $2)', {
    note: 'RE2, anywhere in the text; the pattern is a literal',
  }),
  row('regexp_replace', ['text', 'literal', 'literal'], VARCHAR, "regexp_replace($1, $2, $3, 'g')", {
    note: 'RE2, all matches; the pattern is a literal',
  }),
  row('regexp_extract', ['text', 'literal', 'literalInteger'], VARCHAR, 'regexp_extract($1, $2, $3)', {
    note: 'RE2; empty when nothing matches',
  }),
  row('md5', ['text'], VARCHAR, 'md5($1)'),
  row('crc32', ['text'], BIGINT, 'sr_crc32($1)'),
  sha2,
  hex,
  field,
  row('to_base64', ['text'], VARCHAR, 'to_base64(encode($1))'),
  row('bin', ['integer'], VARCHAR, 'bin(CAST($1 AS BIGINT))'),
  row('uuid', [], VARCHAR, 'CAST(uuid() AS VARCHAR)'),
];
