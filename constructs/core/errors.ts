import type { IConstruct } from 'constructs';

/** What constructs and stacks refuse, by number. */
export type ConstructErrorCode =
  /** A zone that the network does not have. */
  | 'STR1202'
  /** A network of a size that holds no vSwitches. */
  | 'STR1203'
  /** No zones, too many, or one of them twice. */
  | 'STR1204'
  /** A number of frontends that cannot vote. */
  | 'STR1205'
  /** Compute units that no node of the instance can have. */
  | 'STR1206'
  /** Compute units that no node of a warehouse can have. */
  | 'STR1207'
  /** A number of nodes that a warehouse cannot have. */
  | 'STR1208'
  /** A cache that no disks can hold. */
  | 'STR1209'
  /** A source server without databases. */
  | 'STR1210'
  /** A time that a source keeps its binlog for that is too short or too long. */
  | 'STR1211'
  /** A prefix of host names that the cloud does not take. */
  | 'STR1212'
  /** A description of a topic that the cloud does not take. */
  | 'STR1213'
  /** A job without tables. */
  | 'STR1214'
  /** A job that cannot be generated. */
  | 'STR1215'
  /** A layer without files. */
  | 'STR1216'
  /** Tables whose source the environment does not name. */
  | 'STR1217'
  /** A provider of this checkout that is not built. */
  | 'STR1220'
  /** A variable of a job without a value. */
  | 'STR1221'
  /** SQL files that cannot be deployed. */
  | 'STR1230'
  /** A name that no whitelist takes. */
  | 'STR1240'
  /** Ranges from which anybody may connect, or none. */
  | 'STR1241'
  /** Ports that there are not. */
  | 'STR1242'
  /** Two clients of one name. */
  | 'STR1243'
  /** A range that is not private, or not whole. */
  | 'STR1244'
  /** A bandwidth that no public address has. */
  | 'STR1245'
  /** A domain that no private zone can have. */
  | 'STR1246'
  /** A name that no host of a private zone can have. */
  | 'STR1247'
  /** Too few nodes for the work that runs in `default_warehouse` alone. */
  | 'STR1248'
  /** A name that no role can have. */
  | 'STR1249'
  /** A role that nobody acts as, or that anybody may. */
  | 'STR1250'
  /** A session that RAM does not give. */
  | 'STR1251'
  /** A right to everything. */
  | 'STR1252'
  /** A policy that is too long for RAM. */
  | 'STR1253'
  /** A leader that cannot be kept out of the way. */
  | 'STR1254'
  /** A parameter with two values. */
  | 'STR1255'
  /** A time zone that there is not. */
  | 'STR1256'
  /** A rule of a schedule without times or days. */
  | 'STR1257'
  /** A rule of a schedule that adds no nodes, or too many. */
  | 'STR1258'
  /** Rules of a schedule that hold together, or have one name. */
  | 'STR1259'
  /** A name that no bucket can have. */
  | 'STR1260'
  /** A time that objects are not kept for. */
  | 'STR1261'
  /** Two expiries for the same objects. */
  | 'STR1262'
  /** A place of states that cannot be. */
  | 'STR1263'
  /** A parameter of a source server that is not its user's to set. */
  | 'STR1264'
  /** A parameter of a source server that needs a restart which nobody allowed. */
  | 'STR1265'
  /** A database of a source server under a name that it cannot have, or twice. */
  | 'STR1266'
  /** A disk that no source server has. */
  | 'STR1267'
  /** Backups that are kept for a time that RDS does not keep them for. */
  | 'STR1268'
  /** A capacity that no Kafka cluster has. */
  | 'STR1269'
  /** A topic that the cloud does not take. */
  | 'STR1270'
  /** A user or a group of Kafka under a name that it cannot have. */
  | 'STR1271'
  /** A user of a Kafka cluster that asks nobody who they are. */
  | 'STR1272'
  /** An alarm that rings too late. */
  | 'STR1273'
  /** Alarms that nobody hears, or a contact that is none. */
  | 'STR1274'
  /** A level at which no alarm can ring, or two alarms of one name. */
  | 'STR1275'
  /** Compute units that no Flink workspace, or no job in it, can have. */
  | 'STR1276'
  /** An external catalog that cannot be reached as it is described. */
  | 'STR1277'
  /** A load of a topic that cannot be. */
  | 'STR1278'
  /** A Flink workspace under a name that it cannot have. */
  | 'STR1279'
  /** A version of Flink's engine that there cannot be. */
  | 'STR1280'
  /** Jobs that need more than their workspace has. */
  | 'STR1281';

/** A construct that was asked for something that cannot be. */
export class ValidationError extends Error {
  /**
   * @param scope the construct that refuses
   * @param code stable
   * @param message the rule, what was got, what to do
   */
  constructor(
    scope: IConstruct,
    readonly code: ConstructErrorCode,
    message: string,
  ) {
    super(`${scope.node.path}\n  ${message} (${code})`);
    this.name = 'ValidationError';
  }
}
