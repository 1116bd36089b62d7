/** The model of the warehouse, as private data of the state: compressed, because a large warehouse has thousands of columns. */

import { gunzipSync, gzipSync } from 'node:zlib';
import type { LiveModel } from '@strata/starrocks-schema';
import { errorMessage, ProviderError } from '../errors';
import type { SchemaEngine } from './engine';

export function writeRecord(engine: SchemaEngine, model: LiveModel): Uint8Array {
  return gzipSync(engine.serialise(model), { level: 9 });
}

/** @throws ProviderError STR1613 when the data is something else */
export function readRecord(engine: SchemaEngine, bytes: Uint8Array, environment: string): LiveModel {
  if (bytes.length === 0) return engine.empty(environment);
  try {
    return engine.deserialise(gunzipSync(bytes).toString('utf8'));
  } catch (error) {
    throw new ProviderError(
      'STR1613',
      `The state holds no readable model of the warehouse: ${errorMessage(error)}. ` +
        `Run terraform apply -refresh-only while the warehouse is in reach.`,
      { cause: error },
    );
  }
}
