/** The stand-in's only way to the control plane: the generic door, over HTTP on this machine. */

import { SandboxError } from '../control-plane/errors';
import { CHECKOUT_HEADER, findSandboxFolder, recordedControlPlane } from '../control-plane/folder';

/** A resource as the control plane keeps it. */
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

export interface Door {
  create(type: string, attributes: Record<string, unknown>, signal: AbortSignal): Promise<StoredResource>;
  /** `undefined` when there is none. */
  read(type: string, id: string, signal: AbortSignal): Promise<StoredResource | undefined>;
  update(type: string, id: string, changes: Record<string, unknown>, signal: AbortSignal): Promise<StoredResource>;
  /** Does nothing when there is none. */
  remove(type: string, id: string, signal: AbortSignal): Promise<void>;
}

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

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function stored(body: unknown): StoredResource | undefined {
  const { id, attributes } = record(body);
  return typeof id === 'string' ? { id, attributes: record(attributes) } : undefined;
}

function cloudError(status: number, body: unknown): CloudError {
  const { Code: code, Message: message } = record(body);
  return new CloudError(
    status,
    typeof code === 'string' ? code : 'InternalError',
    typeof message === 'string' ? message : `The sandbox answered ${status}.`,
    stored(body),
  );
}

/** The door of the sandbox that `start` lies in; `override` is STRATA_SANDBOX_DIR. It is looked for at the first call. */
export function openDoor(start: string, override: string | undefined): Door {
  let base: Address | undefined;
  const call = async (method: string, path: string, body: unknown, signal: AbortSignal): Promise<unknown> => {
    base ??= address(start, override);
    let response: Response;
    try {
      response = await fetch(`${base.url}/sandbox/resources/${path}`, {
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
  const one = (type: string, id: string): string => `${type}/${encodeURIComponent(id)}`;
  const found = (body: unknown): StoredResource => {
    const resource = stored(body);
    if (resource === undefined) throw new CloudError(500, 'InvalidAnswer', 'The sandbox gave no id.', undefined);
    return resource;
  };
  const orNothing = async <T>(promise: Promise<T>): Promise<T | undefined> => {
    try {
      return await promise;
    } catch (error) {
      if (error instanceof CloudError && error.status === 404) return undefined;
      throw error;
    }
  };
  return {
    create: async (type, attributes, signal) => found(await call('POST', type, attributes, signal)),
    read: async (type, id, signal) => {
      const body = await orNothing(call('GET', one(type, id), undefined, signal));
      return body === undefined ? undefined : found(body);
    },
    update: async (type, id, changes, signal) => found(await call('PUT', one(type, id), changes, signal)),
    remove: async (type, id, signal) => {
      await orNothing(call('DELETE', one(type, id), undefined, signal));
    },
  };
}
