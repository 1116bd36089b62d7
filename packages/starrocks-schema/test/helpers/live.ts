/** A warehouse that holds exactly what statements declare, without a server. */

import type { LiveModel, LiveObject, Model } from '../../src';
import { queryHashOf } from '../../src/differences';
import { managedKeysOf } from '../../src/kinds/registry';

/** All objects are managed, unless they are named. */
export function liveOf(
  model: Model,
  options: {
    readonly version?: string;
    readonly unmanaged?: readonly string[];
    readonly inactive?: readonly string[];
  } = {},
): LiveModel {
  const engineVersion = options.version ?? '4.1.0';
  const objects = model.objects.map((object): LiveObject => {
    const { id, kind, database, name, definition, hash } = object;
    const inactive = options.inactive?.includes(id) === true ? { inactive: 'base-table swapped: x' } : {};
    const base = { id, kind, database, name, definition, liveHash: hash, ...inactive };
    if (options.unmanaged?.includes(id) === true) return base;
    return {
      ...base,
      ledger: {
        object: id,
        kind,
        state: 'done',
        writtenHash: hash,
        liveHash: hash,
        queryHash: queryHashOf(definition),
        pendingHash: '',
        declaredProperties: managedKeysOf(definition),
        allowDrop: object.allowDrop,
        engineVersion,
        fence: 1,
      },
    };
  });
  return { kind: 'live', environment: 'demo', engineVersion, objects, missing: [] };
}
