/** The schema engine of `@strata/starrocks-schema`. Loaded when a schema is planned or touched. */

import {
  apply,
  connect,
  deserialiseModel,
  emptyModel,
  introspect,
  loadModel,
  objectHashes,
  parseBundle,
  planOffline,
  planResumption,
  serialiseModel,
} from '@strata/starrocks-schema';
import type { SchemaEngine } from './engine';

export const starRocksEngine: SchemaEngine = {
  declared: (bundle) => loadModel(parseBundle(bundle)),
  plan: (desired, live, policy) => planOffline(live, desired, policy),
  resumption: planResumption,
  nothing: () => ({ kind: 'declared', objects: [] }),
  empty: emptyModel,
  hashes: objectHashes,
  serialise: serialiseModel,
  deserialise: deserialiseModel,
  connect,
  introspect: (connection, environment, databases, resolveSecret) =>
    introspect(connection, { environment, databases, resolveSecret }),
  apply,
};
