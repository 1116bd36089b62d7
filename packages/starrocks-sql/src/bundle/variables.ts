/** Values that an environment puts into the SQL of a layer: `'var:name'` in a file stands for a text. */

import type { SqlFileError } from '../errors';
import { SqlSyntaxError } from '../errors';
import { positionAt, tokenize, TokenKind, unquoteString } from '../lexer';
import type { Tokens } from '../lexer';
import { suggestion } from '../nearest';
import type { BundleOptions, SqlFile } from './bundle';
import { fileError } from './files';

const PREFIX = 'var:';

export interface ResolvedFile {
  readonly file: SqlFile;
  readonly errors: readonly SqlFileError[];
}

/** Replaces the variables of a file of a layer that is deployed; of other files nobody here knows the values. */
export function withVariables(file: SqlFile, { layers, variables = {} }: BundleOptions): ResolvedFile {
  const layer = file.path.split('/').at(-2) ?? '';
  if (variables === 'kept' || !layers.includes(layer) || !file.text.includes(PREFIX)) return { file, errors: [] };
  const values = variables[layer] ?? {};
  const errors: SqlFileError[] = [];
  let text = '';
  let end = 0;
  for (const { name, from, to, at } of variablesIn(file.text)) {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined) {
      const known = Object.keys(values);
      const which = known.length === 0 ? 'it gives the layer none' : `it gives the layer ${known.join(', ')}`;
      errors.push(
        fileError(
          'STR1306',
          file,
          at,
          `the environment gives '${PREFIX}${name}' no value; ${which}. Add it to \`variables\` of the layer.${suggestion(name, known)}`,
        ),
      );
      continue;
    }
    text += `${file.text.slice(end, from)}'${value.replaceAll("'", "''")}'`;
    end = to;
  }
  return { file: { path: file.path, text: text + file.text.slice(end) }, errors };
}

/** Names of the variables that a text of SQL reads; none when it is no SQL. */
export function variableNames(sql: string): readonly string[] {
  return [...new Set(variablesIn(sql).map(({ name }) => name))];
}

interface Variable {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly at: { readonly offset: number; readonly line: number; readonly column: number };
}

function variablesIn(sql: string): readonly Variable[] {
  const tokens = tokensOf(sql);
  if (tokens === undefined) return [];
  const { count, kinds, starts, ends, lines } = tokens;
  const found: Variable[] = [];
  for (let index = 0; index < count; index++) {
    const [from = 0, to = 0] = [starts[index], ends[index]];
    const isText = (kinds[index] as TokenKind) === TokenKind.String;
    const literal = isText ? unquoteString(sql.slice(from, to)) : '';
    if (!literal.startsWith(PREFIX)) continue;
    found.push({ name: literal.slice(PREFIX.length), from, to, at: positionAt(lines, from) });
  }
  return found;
}

/** The tokens of a text; undefined when they cannot be told apart: reading the file says what is wrong. */
function tokensOf(sql: string): Tokens | undefined {
  try {
    return tokenize(sql);
  } catch (error) {
    if (error instanceof SqlSyntaxError) return undefined;
    throw error;
  }
}
