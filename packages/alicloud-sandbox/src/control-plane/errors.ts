/** What can go wrong in the sandbox, by number. */
export type SandboxErrorCode =
  /** No sandbox in the folder or above it. */
  | 'STR1701'
  /** The record of the sandbox cannot be read. */
  | 'STR1702'
  /** A name that no secret of the sandbox can have. */
  | 'STR1703'
  /** The embedded StarRocks of an instance does not start. */
  | 'STR1704'
  /** The embedded StarRocks of an instance does not run. */
  | 'STR1705'
  /** The sandbox runs already. */
  | 'STR1706'
  /** The port belongs to the sandbox of another checkout. */
  | 'STR1707'
  /** The port belongs to another program. */
  | 'STR1708'
  /** The sandbox does not start. */
  | 'STR1709'
  /** The sandbox does not stop. */
  | 'STR1710'
  /** The stand-in for the alicloud provider finds no sandbox that runs. */
  | 'STR1720'
  /** Credentials in the provider block of a sandbox stack. */
  | 'STR1721'
  /** A stack whose state does not lie on this machine. */
  | 'STR1722'
  /** A region whose zones the sandbox does not know. */
  | 'STR1723';

/** An error of the sandbox whose message is made for users. */
export class SandboxError extends Error {
  constructor(
    readonly code: SandboxErrorCode,
    message: string,
  ) {
    super(message);
    this.name = 'SandboxError';
  }
}

/** An error that an API of the control plane answers, in the cloud's terms. */
export class ApiError extends Error {
  constructor(
    /** HTTP status, e.g. 404. */
    readonly status: number,
    /** The cloud's error code, e.g. `InvalidInstance.NotFound`. */
    readonly code: string,
    message: string,
  ) {
    super(message);
    this.name = 'ApiError';
  }
}
