import { init, isInitialized, parse } from '@polyglot-sql/sdk';
import { ErrorNumber, UnsupportedQueryError, unsupported } from './errors';
import { compact, isRecord, type Node } from './nodes';
import { prepareSource, type PreparedSource } from './source';

/** A parsed query: the tree, and the string literals that the tree names by number. */
interface ParsedQuery {
  readonly tree: Node;
  readonly source: PreparedSource;
}

const CACHE_SIZE = 500;
const cache = new Map<string, ParsedQuery>();

/** Loads the parser; `parseQuery` works only after it. The first parse is slow, so one is done here. */
export async function loadParser(): Promise<void> {
  if (!isInitialized()) await init();
  parse('SELECT 1', 'starrocks' as Parameters<typeof parse>[1]);
}

/** Parses one query. Trees are kept, since clients send the same texts again and again. */
export function parseQuery(text: string): ParsedQuery {
  const known = cache.get(text);
  if (known !== undefined) {
    cache.delete(text);
    cache.set(text, known);
    return known;
  }
  const source = prepareSource(text);
  const parsed = { source, tree: parsePrepared(source) };
  cache.set(text, parsed);
  for (const oldest of cache.keys()) {
    if (cache.size <= CACHE_SIZE) break;
    cache.delete(oldest);
  }
  return parsed;
}

function parsePrepared(source: PreparedSource): Node {
  const result: unknown = parse(source.text, 'starrocks' as Parameters<typeof parse>[1]);
  if (!isRecord(result)) throw unsupported('this statement');
  if (result['success'] !== true) throw syntaxError(source, result);
  const trees: unknown = result['ast'];
  if (!Array.isArray(trees) || trees.length !== 1)
    throw new UnsupportedQueryError('Getting syntax error. Detail message: expected one query.', ErrorNumber.syntax);
  return compact(trees[0] as Node);
}

function syntaxError(source: PreparedSource, result: Readonly<Record<string, unknown>>): UnsupportedQueryError {
  const detail = String(result['error'])
    .replace(/sr_fn_/g, '')
    .replace(/'s(\d+)'/g, (_, index: string) => `'${source.strings[Number(index)] ?? ''}'`);
  return new UnsupportedQueryError(`Getting syntax error. Detail message: ${detail}.`, ErrorNumber.syntax);
}
