/** Bundles as synthesis ships them. */

import { createHash } from 'node:crypto';
import { buildBundle } from '@strata/starrocks-sql';
import type { SqlFile } from '@strata/starrocks-sql';

export function bundleOf(files: readonly SqlFile[]): { readonly text: string; readonly sha256: string } {
  const { bundle, errors } = buildBundle(files, { layers: ['ods', 'ads'] });
  const [error] = errors;
  if (error !== undefined) throw error;
  const text = JSON.stringify(bundle);
  return { text, sha256: createHash('sha256').update(text).digest('hex') };
}
