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
  | 'STR1247';

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
