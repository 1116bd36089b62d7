import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SandboxError } from './errors';

/** Where the sandbox of a checkout keeps things. All of it lies under `.strata/`, which git ignores. */
export interface SandboxFolder {
  /** The checkout. */
  readonly checkout: string;
  /** `.strata/sandbox` */
  readonly path: string;
  /** Process, port and checkout of the running control plane. */
  readonly infoFile: string;
  /** What exists: resources, jobs, ports. */
  readonly stateFile: string;
  readonly logFile: string;
  readonly secrets: string;
  readonly instances: string;
  /** Terraform state of sandbox stacks. */
  readonly terraformState: string;
}

/** Header that names the checkout whose sandbox a caller means: after a crash, its port may be another one's. */
export const CHECKOUT_HEADER = 'x-strata-checkout';

/** The running control plane of a checkout. */
export interface ControlPlaneInfo {
  readonly pid: number;
  readonly port: number;
  readonly checkout: string;
}

/** The sandbox folder of a checkout. */
export function sandboxFolder(checkout: string): SandboxFolder {
  const path = join(checkout, '.strata', 'sandbox');
  return {
    checkout,
    path,
    infoFile: join(path, 'control-plane.json'),
    stateFile: join(path, 'state.json'),
    logFile: join(path, 'control-plane.log'),
    secrets: join(path, 'secrets'),
    instances: join(path, 'instances'),
    terraformState: join(checkout, '.strata', 'state'),
  };
}

/**
 * Finds the sandbox folder for a process that was started somewhere inside a checkout: the nearest folder upwards that
 * has `.strata/sandbox`, unless `override` (the variable STRATA_SANDBOX_DIR) names it or the checkout.
 *
 * @throws SandboxError STR1701 when there is none
 */
export function findSandboxFolder(start: string, override: string | undefined): SandboxFolder {
  if (override !== undefined && override !== '') {
    const isCheckout = existsSync(join(override, '.strata', 'sandbox'));
    return sandboxFolder(isCheckout ? override : dirname(dirname(override)));
  }
  for (let folder = realpathSync(start); ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.strata', 'sandbox'))) return sandboxFolder(folder);
    if (dirname(folder) === folder) {
      throw new SandboxError(
        'STR1701',
        `No sandbox was found in ${start} or above it. Start one in the checkout: npx strata sandbox up`,
      );
    }
  }
}

/**
 * What `control-plane.json` says, true or not: a control plane that was killed leaves it behind, and its process id may be
 * another program's by now. Only what answers on the port proves who runs (`runningControlPlane`).
 */
export function recordedControlPlane(folder: SandboxFolder): ControlPlaneInfo | undefined {
  if (!existsSync(folder.infoFile)) return undefined;
  const recorded = parseJson(readFileSync(folder.infoFile, 'utf8'));
  return isControlPlaneInfo(recorded) ? recorded : undefined;
}

/** By hand: every process of the stand-in reads this, and a validation library takes longer to load than all the rest. */
function isControlPlaneInfo(value: unknown): value is ControlPlaneInfo {
  if (typeof value !== 'object' || value === null) return false;
  const { pid, port, checkout } = value as Partial<Record<keyof ControlPlaneInfo, unknown>>;
  return Number.isInteger(pid) && Number.isInteger(port) && typeof checkout === 'string';
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
