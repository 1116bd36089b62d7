import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../helpers/root';
import { COMMON_CASES } from './cases/common';
import { NETWORK_CASES } from './cases/network';
import { SOURCE_CASES } from './cases/source';
import { STORAGE_CASES } from './cases/storage';
import { STREAM_CASES } from './cases/streams';
import { WAREHOUSE_CASES } from './cases/warehouse';

interface Block {
  readonly attributes?: Readonly<Record<string, unknown>>;
  readonly block_types?: Readonly<Record<string, unknown>>;
}

interface Schema {
  readonly provider_schemas: Readonly<
    Record<string, { readonly resource_schemas: Readonly<Record<string, { readonly block: Block }>> }>
  >;
}

/** Types of resources with what they take, as both providers say. */
function argumentsOf(): ReadonlyMap<string, ReadonlySet<string>> {
  const schemas = ['provider-alicloud', 'provider-strata'].flatMap((name) => {
    const text = readFileSync(join(root, 'packages', name, 'schema.json'), 'utf8');
    return Object.values((JSON.parse(text) as Schema).provider_schemas);
  });
  return new Map(
    schemas.flatMap(({ resource_schemas: types }) =>
      Object.entries(types).map(([type, { block }]) => [
        type,
        new Set([...Object.keys(block.attributes ?? {}), ...Object.keys(block.block_types ?? {}), 'lifecycle']),
      ]),
    ),
  );
}

const CASES = [COMMON_CASES, NETWORK_CASES, SOURCE_CASES, STORAGE_CASES, STREAM_CASES, WAREHOUSE_CASES].flat();

test('rules are tried with arguments that resources really have: one that looks at another could never fail', () => {
  const known = argumentsOf();
  const unknown = CASES.flatMap(({ id, failing }) =>
    [...failing.resources, ...(failing.changes ?? []).map(({ type, after }) => ({ type, attributes: after }))].flatMap(
      ({ type, attributes }) =>
        Object.keys(attributes)
          .filter((name) => known.get(type)?.has(name) !== true)
          .map((name) => `${id}: ${type}.${name}`),
    ),
  );
  expect(unknown).toEqual([]);
});
