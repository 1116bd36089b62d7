/** An error of the sandbox whose message is made for users. */
export class SandboxError extends Error {
  constructor(
    readonly code: `STR17${string}`,
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
