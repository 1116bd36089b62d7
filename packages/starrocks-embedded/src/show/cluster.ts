import type { ServerContext, SessionState } from '../engine/context';
import { globalVariable, systemVariable } from '../engine/context';
import { VERSION } from '../engine/identity';
import { formatTime } from '../engine/times';
import { VARIABLE_DEFAULTS } from '../engine/variable-defaults';
import { showGroups } from '../engine/named/resource-groups';
import { resourceRows } from '../engine/named/resources';
import { volumeNames } from '../engine/named/volumes';
import { analysisError, unsupported } from '../errors';
import { databaseNames, sessionList } from '../info/rows';
import { ColumnType } from '../protocol/constants';
import { resultColumn, rowsResult, textResult } from '../protocol/result';
import type { Row, StatementResult } from '../protocol/result';
import { isWord } from '../sql/scanner';
import type { Token } from '../sql/scanner';
import { applyTail, readTail } from './filter';
import { listing } from './show';

const FIRST_WORDS = new Set(
  (
    'VARIABLES SESSION GLOBAL VERBOSE PROCESSLIST FRONTENDS BACKENDS COMPUTE WAREHOUSES PROC CATALOGS WARNINGS ERRORS STATUS ENGINES CHARSET CHARACTER COLLATION STORAGE RESOURCE ' +
    'RESOURCES PLUGINS TRIGGERS EVENTS PROCEDURE FUNCTION OPEN'
  ).split(' '),
);

/** SHOW of the server itself. */
export function isClusterShow(tokens: readonly Token[]): boolean {
  return FIRST_WORDS.has(tokens[0]?.text.toUpperCase() ?? '');
}

export function showCluster(
  context: ServerContext,
  session: SessionState,
  tokens: readonly Token[],
  full: boolean,
): StatementResult {
  const [first, second] = tokens;
  switch (first?.text.toUpperCase()) {
    case 'VARIABLES':
      return showVariables(context, session, tokens, 1, false);
    case 'SESSION':
    case 'GLOBAL':
      if (isWord(second, 'VARIABLES')) return showVariables(context, session, tokens, 2, isWord(first, 'GLOBAL'));
      if (isWord(second, 'STATUS')) return listing(['Variable_name', 'Value'], [], tokens, 2);
      break;
    case 'PROCESSLIST':
      return showProcesses(context, full);
    case 'FRONTENDS':
      return showFrontends(context);
    case 'BACKENDS':
      return textResult(BACKEND_COLUMNS, []);
    case 'COMPUTE':
      if (isWord(second, 'NODES')) return showComputeNodes(context);
      break;
    case 'WAREHOUSES':
      return listing(WAREHOUSE_COLUMNS, [WAREHOUSE_ROW], tokens, 1, 1);
    case 'PROC':
      return showProc(context, second?.text ?? '');
    default:
      return showFixed(context, tokens);
  }
  throw unsupported(
    `SHOW ${tokens
      .slice(0, 2)
      .map((token) => token.text.toUpperCase())
      .join(' ')}`,
  );
}

/** SHOW statements whose answer does not depend on anything. */
function showFixed(context: ServerContext, tokens: readonly Token[]): StatementResult {
  const [first, second] = tokens;
  switch (first?.text.toUpperCase()) {
    case 'CATALOGS':
      return listing(['Catalog', 'Type', 'Comment'], catalogRows(context), tokens, 1);
    case 'WARNINGS':
    case 'ERRORS':
      return textResult(['Level', 'Code', 'Message'], []);
    case 'STATUS':
      return listing(['Variable_name', 'Value'], [], tokens, 1);
    case 'ENGINES':
      return textResult(
        ['Engine', 'Support', 'Comment', 'Transactions', 'XA', 'Savepoints'],
        [['OLAP', 'YES', 'Default storage engine of StarRocks', 'NO', 'NO', 'NO']],
      );
    case 'CHARSET':
    case 'CHARACTER':
      return textResult(
        ['Charset', 'Description', 'Default collation', 'Maxlen'],
        [['utf8', 'UTF-8 Unicode', 'utf8_general_ci', '3']],
      );
    case 'COLLATION':
      return rowsResult(
        [
          resultColumn('Collation', ColumnType.VAR_STRING),
          resultColumn('Charset', ColumnType.VAR_STRING),
          resultColumn('Id', ColumnType.LONGLONG),
          resultColumn('Default', ColumnType.VAR_STRING),
          resultColumn('Compiled', ColumnType.VAR_STRING),
          resultColumn('Sortlen', ColumnType.LONGLONG),
        ],
        [['utf8_general_ci', 'utf8', '33', 'Yes', 'Yes', '1']],
      );
    case 'STORAGE':
      if (isWord(second, 'VOLUMES'))
        return listing(
          ['Storage Volume'],
          volumeNames(context).map((name) => [name]),
          tokens,
          2,
        );
      break;
    case 'RESOURCE':
      if (isWord(second, 'GROUPS')) return showGroups(context, undefined);
      if (isWord(second, 'GROUP')) return showGroups(context, tokens[2]?.text ?? '');
      break;
    case 'RESOURCES':
      return textResult(['Name', 'ResourceType', 'Key', 'Value'], resourceRows(context));
    case 'TRIGGERS':
      return textResult(
        [
          'Trigger',
          'Event',
          'Table',
          'Statement',
          'Timing',
          'Created',
          'sql_mode',
          'Definer',
          'character_set_client',
          'collation_connection',
          'Database Collation',
        ],
        [],
      );
    default:
      break;
  }
  throw unsupported(
    `SHOW ${tokens
      .slice(0, 2)
      .map((token) => token.text.toUpperCase())
      .join(' ')}`,
  );
}

function catalogRows(context: ServerContext): readonly Row[] {
  return [
    ['default_catalog', 'Internal', "An internal catalog contains this cluster's self-managed tables."],
    ...context.catalog.namedOf('catalog').map((catalog) => {
      const type = catalog.properties['type'] ?? '';
      return [
        catalog.name,
        type.charAt(0).toUpperCase() + type.slice(1).toLowerCase(),
        catalog.comment === '' ? null : catalog.comment,
      ];
    }),
  ];
}

const WAREHOUSE_COLUMNS =
  'Id Name State NodeCount CurrentClusterCount MaxClusterCount StartedClusters RunningSql QueuedSql CreatedOn ResumedOn UpdatedOn Property Comment'.split(
    ' ',
  );
const WAREHOUSE_ROW: Row = [
  '0',
  'default_warehouse',
  'AVAILABLE',
  '1',
  '1',
  '1',
  '1',
  '0',
  '0',
  '',
  '',
  '',
  '',
  'An internal warehouse init after FE is ready',
];

const BACKEND_COLUMNS = (
  'BackendId IP HeartbeatPort BePort HttpPort BrpcPort LastStartTime LastHeartbeat Alive SystemDecommissioned ClusterDecommissioned TabletNum DataUsedCapacity AvailCapacity TotalCapacity UsedPct ' +
  'MaxDiskUsedPct ErrMsg Version Status DataTotalCapacity DataUsedPct CpuCores MemLimit NumRunningQueries MemUsedPct CpuUsedPct DataCacheMetrics Location StatusCode StarletPort WorkerId WarehouseName'
).split(' ');

const COMPUTE_NODE_COLUMNS = (
  'ComputeNodeId IP HeartbeatPort BePort HttpPort BrpcPort LastStartTime LastHeartbeat Alive SystemDecommissioned ClusterDecommissioned ErrMsg Version CpuCores MemLimit NumRunningQueries MemUsedPct ' +
  'CpuUsedPct DataCacheMetrics HasStoragePath StatusCode StarletPort WorkerId WarehouseName TabletNum'
).split(' ');

const FRONTEND_COLUMNS =
  'Id Name IP EditLogPort HttpPort QueryPort RpcPort Role ClusterId Join Alive ReplayedJournalId LastHeartbeat IsHelper ErrMsg StartTime Version'.split(
    ' ',
  );

function showVariables(
  context: ServerContext,
  session: SessionState,
  tokens: readonly Token[],
  at: number,
  global: boolean,
): StatementResult {
  const names = [...new Set([...Object.keys(VARIABLE_DEFAULTS), ...context.catalog.globalVariables().keys()])].sort();
  const rows = names.map((name): Row => [
    name,
    (global ? globalVariable(context, name) : systemVariable(context, session, name)) ?? '',
  ]);
  return listing(['Variable_name', 'Value'], rows, tokens, at);
}

const PROCESS_COLUMNS = [
  'ServerName VAR_STRING',
  'Id LONGLONG',
  'User VAR_STRING',
  'Host VAR_STRING',
  'Db VAR_STRING',
  'Command VAR_STRING',
  'ConnectionStartTime VAR_STRING',
  'Time LONG',
  'State VAR_STRING',
  'Info VAR_STRING',
  'IsPending VAR_STRING',
  'Warehouse VAR_STRING',
  'CNGroup VAR_STRING',
  'Catalog VAR_STRING',
  'QueryId VAR_STRING',
].map((definition) => {
  const [name = '', type = 'VAR_STRING'] = definition.split(' ');
  return resultColumn(name, ColumnType[type as 'VAR_STRING' | 'LONGLONG' | 'LONG']);
});

function showProcesses(context: ServerContext, full: boolean): StatementResult {
  const rows = sessionList(context).map((other): Row => {
    const info = other.running?.text ?? '';
    const since = other.running?.sinceMs ?? other.connectedMs;
    return [
      serverName(context),
      String(other.connectionId),
      other.user,
      other.address,
      other.database,
      other.running === undefined ? 'Sleep' : 'Query',
      formatTime(other.connectedMs, context.timeZone),
      String(Math.floor((Date.now() - since) / 1000)),
      'OK',
      full ? info : info.slice(0, 100),
      'false',
      'default_warehouse',
      '',
      'default_catalog',
      '',
    ];
  });
  return rowsResult(PROCESS_COLUMNS, rows);
}

function serverName(context: ServerContext): string {
  return `127.0.0.1_${context.ports.mysql}_${context.startMs}`;
}

function showFrontends(context: ServerContext): StatementResult {
  const now = formatTime(Date.now(), context.timeZone);
  const start = formatTime(context.startMs, context.timeZone);
  const { mysql, http } = context.ports;
  return textResult(FRONTEND_COLUMNS, [
    [
      '1',
      serverName(context),
      '127.0.0.1',
      '0',
      String(http),
      String(mysql),
      '0',
      'LEADER',
      '1',
      'true',
      'true',
      '1',
      now,
      'true',
      '',
      start,
      VERSION,
    ],
  ]);
}

function showComputeNodes(context: ServerContext): StatementResult {
  const now = formatTime(Date.now(), context.timeZone);
  const start = formatTime(context.startMs, context.timeZone);
  const values: Readonly<Record<string, string>> = {
    ComputeNodeId: '10001',
    IP: '127.0.0.1',
    HttpPort: String(context.ports.http),
    LastStartTime: start,
    LastHeartbeat: now,
    Alive: 'true',
    SystemDecommissioned: 'false',
    ClusterDecommissioned: 'false',
    ErrMsg: '',
    Version: VERSION,
    NumRunningQueries: '0',
    DataCacheMetrics: 'N/A',
    HasStoragePath: 'false',
    StatusCode: 'OK',
    WorkerId: '1',
    WarehouseName: 'default_warehouse',
  };
  return textResult(COMPUTE_NODE_COLUMNS, [COMPUTE_NODE_COLUMNS.map((name) => values[name] ?? '0')]);
}

function showProc(context: ServerContext, path: string): StatementResult {
  switch (path.replace(/\/$/, '')) {
    case '':
      return textResult(['name'], [['dbs'], ['frontends'], ['compute_nodes']]);
    case '/frontends':
      return showFrontends(context);
    case '/compute_nodes':
      return showComputeNodes(context);
    case '/backends':
      return textResult(BACKEND_COLUMNS, []);
    case '/dbs': {
      const names = ['DbId', 'DbName', 'TableNum', 'Quota', 'LastConsistencyCheckTime', 'ReplicaQuota'];
      const rows = databaseNames(context).map((name): Row => {
        const id = context.catalog.database(name)?.id ?? (name === 'sys' ? 100 : 1);
        const count = context.catalog.objects(name).length + context.info.tables(name).length;
        return [String(id), name, String(count), '8388608.000 TB', null, '9223372036854775807'];
      });
      return textResult(names, applyTail(names, rows, readTail([], 0)));
    }
    default:
      throw analysisError(`Unknown proc node path: ${path}. msg: Cannot find path: ${path}`);
  }
}
