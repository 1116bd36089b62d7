/** Calls to the control plane of the checkout that the stack lies in. */

import { SandboxError } from '../control-plane/errors';
import { CHECKOUT_HEADER, findSandboxFolder, recordedControlPlane } from '../control-plane/folder';

/** A resource as the control plane keeps it, its attributes named as Terraform names them. */
export interface StoredResource {
  readonly id: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** An error that the control plane answered, in the cloud's terms. */
export class CloudError extends Error {
  public override readonly name = 'CloudError';

  constructor(
    /** HTTP status. */
    public readonly status: number,
    /** The cloud's code, e.g. `ResourceNotFound`. */
    public readonly code: string,
    message: string,
    /** Set when the object exists in spite of the error. */
    public readonly resource: StoredResource | undefined,
  ) {
    super(message);
  }
}

export interface ApiCall {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly body?: unknown;
  readonly signal: AbortSignal;
}

/** Sends a call and gives the JSON that was answered. @throws CloudError for an error that the control plane answers */
export type SendCall = (call: ApiCall) => Promise<unknown>;

const NOT_RUNNING =
  'Everything this provider makes lives in the sandbox of this machine. Start it: npx strata sandbox up';

function notRunning(): SandboxError {
  return new SandboxError('STR1720', `the sandbox is not running: npx strata sandbox up\n\n${NOT_RUNNING}`);
}

interface Address {
  readonly url: string;
  readonly checkout: string;
}

function address(start: string, override: string | undefined): Address {
  try {
    const folder = findSandboxFolder(start, override);
    const recorded = recordedControlPlane(folder);
    if (recorded !== undefined) return { url: `http://127.0.0.1:${recorded.port}`, checkout: recorded.checkout };
  } catch (error) {
    if (!(error instanceof SandboxError)) throw error;
  }
  throw notRunning();
}

/** A JSON object, or an empty one for anything else. */
export function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : {};
}

/** `{ id, attributes }` of an answer, if it has one. */
export function storedResource(body: unknown): StoredResource | undefined {
  const { id, attributes } = record(body);
  return typeof id === 'string' ? { id, attributes: record(attributes) } : undefined;
}

function cloudError(status: number, body: unknown): CloudError {
  const { Code: code, Message: message } = record(body);
  return new CloudError(
    status,
    typeof code === 'string' ? code : 'InternalError',
    typeof message === 'string' ? message : `The sandbox answered ${status}.`,
    storedResource(body),
  );
}

/** Calls to the sandbox that `start` lies in; `override` is STRATA_SANDBOX_DIR. It is looked for at the first call. */
export function callsOf(start: string, override: string | undefined): SendCall {
  let base: Address | undefined;
  return async ({ method, path, body, signal }) => {
    base ??= address(start, override);
    let response: Response;
    try {
      response = await fetch(`${base.url}${path}`, {
        method,
        signal,
        headers: { 'content-type': 'application/json', [CHECKOUT_HEADER]: encodeURIComponent(base.checkout) },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    } catch (error) {
      if (signal.aborted) throw error;
      throw notRunning();
    }
    const answer: unknown = await response.json().catch(() => undefined);
    if (!response.ok) throw cloudError(response.status, answer);
    return answer;
  };
}
