/** Bundles as synthesis ships them, from statements. */

import { createHash } from 'node:crypto';
import { parseStatement } from '@strata/starrocks-sql';

export interface File {
  readonly layer: string;
  readonly name: string;
  readonly sql: string;
  readonly references?: readonly string[];
  readonly allowDrop?: boolean;
}

export function bundleOf(files: readonly File[]): { readonly text: string; readonly sha256: string } {
  const objects = files.map(({ layer, name, sql, references = [], allowDrop = false }) => ({
    layer,
    name,
    file: `sql/${layer}/${name}.sql`,
    statement: parseStatement(sql),
    references,
    annotations: { allowDrop, ignore: [] },
  }));
  const text = JSON.stringify({ version: 1, objects });
  return { text, sha256: createHash('sha256').update(text).digest('hex') };
}
