import { INT, VARCHAR } from '../types';
import { aliases, row, type FunctionRow } from './row';

/** Functions of text. Positions count characters from 1; lengths of `length` count bytes. */
export const STRING_ROWS: readonly FunctionRow[] = [
  row('concat', ['text'], VARCHAR, (...args) => `(${args.join(' || ')})`, {
    least: 1,
    most: Infinity,
    note: 'NULL when an argument is NULL',
  }),
  row('length', ['text'], INT, 'CAST(strlen($1) AS INTEGER)', { note: 'bytes of UTF-8' }),
  ...aliases(
    row('char_length', ['text'], INT, 'CAST(length($1) AS INTEGER)', { note: 'characters' }),
    'character_length',
  ),
  ...aliases(row('lower', ['text'], VARCHAR, 'lower($1)'), 'lcase'),
  ...aliases(row('upper', ['text'], VARCHAR, 'upper($1)'), 'ucase'),
];
