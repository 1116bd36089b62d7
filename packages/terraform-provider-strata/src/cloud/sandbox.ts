/** Finds the sandbox's control plane of the checkout that this process was started in. */

import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { ProviderError } from '../errors';

/** Folder of the sandbox below a checkout. */
const FOLDER = join('.strata', 'sandbox');
const INFO_FILE = 'control-plane.json';

/** Names the checkout whose sandbox is meant: after a crash, its port may be another checkout's. */
export const CHECKOUT_HEADER = 'x-strata-checkout';

/** Code with which the control plane of another checkout refuses a call. */
export const OTHER_CHECKOUT = 'OtherCheckout';

/** @param message what that control plane says */
export function otherCheckout(message: string, cause?: unknown): ProviderError {
  return new ProviderError(
    'STR1602',
    `This checkout's sandbox is not running; another one has its port. ${message} ` +
      `Stop the other one there (npx strata sandbox down), then start this one: npx strata sandbox up`,
    { cause },
  );
}

const infoSchema = z.object({ port: z.number().int().positive(), checkout: z.string() });

/** Where a control plane answers, and for which checkout. */
export interface SandboxEndpoint {
  readonly host: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Where the control plane is. @throws ProviderError STR1602 when no sandbox runs */
export function sandboxEndpoint(start: string, override: string | undefined): SandboxEndpoint {
  const folder = sandboxFolder(start, override);
  if (folder === undefined) {
    throw new ProviderError(
      'STR1602',
      `No sandbox was found in ${start} or above it. Start one: npx strata sandbox up`,
    );
  }
  const file = join(folder, INFO_FILE);
  if (!existsSync(file)) {
    throw new ProviderError('STR1602', `The sandbox in ${folder} is not running. Start it: npx strata sandbox up`);
  }
  const info = infoSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (!info.success)
    throw new ProviderError('STR1602', `${file} does not name a port and a checkout: ${z.prettifyError(info.error)}`);
  return {
    host: `127.0.0.1:${info.data.port}`,
    headers: { [CHECKOUT_HEADER]: encodeURIComponent(info.data.checkout) },
  };
}

function sandboxFolder(start: string, override: string | undefined): string | undefined {
  if (override !== undefined && override !== '') {
    // Either the sandbox's own folder or the checkout that has it.
    const inside = resolve(override, FOLDER);
    return existsSync(inside) ? inside : resolve(override);
  }
  for (let folder = resolve(start); ; folder = dirname(folder)) {
    const candidate = join(folder, FOLDER);
    if (existsSync(candidate)) return candidate;
    if (dirname(folder) === folder) return undefined;
  }
}
