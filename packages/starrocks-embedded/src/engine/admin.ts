import { SqlError, analysisError, unsupported } from '../errors';
import { OK, textResult } from '../protocol/result';
import type { StatementResult } from '../protocol/result';
import { isSymbol, isWord, scan } from '../sql/scanner';
import type { Token } from '../sql/scanner';
import type { ServerContext } from './context';

/** Configuration keys whose values clients read to learn what they talk to. */
const FIXED: Readonly<Record<string, string>> = {
  run_mode: 'shared_data',
  enable_fast_schema_evolution_in_share_data_mode: 'true',
};

const COLUMNS = ['Key', 'AliasNames', 'Value', 'Type', 'IsMutable', 'Comment'];

/** ADMIN SET FRONTEND CONFIG ("key" = "value") and ADMIN SHOW FRONTEND CONFIG [LIKE '…']. */
export function runAdmin(context: ServerContext, text: string): StatementResult {
  const tokens = scan(text);
  if (isWord(tokens[1], 'CHECK')) return OK;
  if (isWord(tokens[1], 'SET') && isWord(tokens[2], 'REPLICA')) throw replicaStatus(tokens);
  if (!isWord(tokens[2], 'FRONTEND') || !isWord(tokens[3], 'CONFIG')) throw unsupported('this ADMIN statement');
  if (isWord(tokens[1], 'SHOW')) return showConfig(context, tokens);
  const open = tokens.findIndex((token) => isSymbol(token, '('));
  const [key, equals, value] = tokens.slice(open + 1);
  if (!isWord(tokens[1], 'SET') || key === undefined || !isSymbol(equals, '=') || value === undefined)
    throw new SqlError(
      1064,
      'Getting syntax error. Detail message: write ADMIN SET FRONTEND CONFIG ("key" = "value").',
    );
  context.switches.set(key.text, value.text);
  return OK;
}

const REPLICA_KEYS = new Set(['tablet_id', 'backend_id', 'status']);

/** ADMIN SET REPLICA STATUS: there are no replicas here, but its properties are checked. */
function replicaStatus(tokens: readonly Token[]): SqlError {
  const keys = tokens.filter((token, index) => token.kind === 'string' && isSymbol(tokens[index + 1], '='));
  const unknown = keys.find((key) => !REPLICA_KEYS.has(key.text.toLowerCase()));
  if (unknown !== undefined) return analysisError(`Unsupported properties '${unknown.text}'`);
  return unsupported('the status of replicas');
}

function showConfig(context: ServerContext, tokens: readonly Token[]): StatementResult {
  const pattern = isWord(tokens[4], 'LIKE') ? tokens[5]?.text : undefined;
  const matches = (key: string): boolean =>
    pattern === undefined ||
    new RegExp(
      `^${pattern
        .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
        .replaceAll('%', '.*')
        .replaceAll('_', '.')}$`,
      'i',
    ).test(key);
  const rows = [...Object.entries(FIXED), ...context.switches.entries()]
    .filter(([key]) => matches(key))
    .map(([key, value]) => [key, '[]', value, 'String', String(!(key in FIXED)), '']);
  return textResult(COLUMNS, rows);
}
