/** The asset with the environment's SQL. Its hash is in the configuration, so reading it is reproducible. */

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { errorMessage, ProviderError } from '../errors';

/** Text of a bundle. @throws ProviderError STR1605 when it cannot be read, or has another hash than the configuration says */
export function readBundle(path: string, sha256: string, workingDirectory: string): string {
  const file = resolve(workingDirectory, path);
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    throw new ProviderError(
      'STR1605',
      `The bundle of SQL files cannot be read: ${errorMessage(error)}. Synthesize again.`,
      {
        cause: error,
      },
    );
  }
  const found = createHash('sha256').update(bytes).digest('hex');
  if (found !== sha256) {
    throw new ProviderError(
      'STR1605',
      `The bundle ${path} is not the one that the configuration names: its SHA-256 is ${found}, bundle_sha256 says ${sha256}. ` +
        `Synthesize and plan again.`,
    );
  }
  return bytes.toString('utf8');
}
