import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { providerSchemaFromJson } from '@strata/terraform-plugin';

import { fillComputed } from '../../src/control-plane/computed';
import { loadProviderData } from '../../src/stand-in/data';
import { createEngine } from '../../src/stand-in/engine';

const data = loadProviderData();
const engine = createEngine(data);
const bindings = providerSchemaFromJson(
  JSON.parse(readFileSync(join(__dirname, '..', '..', '..', 'provider-alicloud', 'schema.json'), 'utf8')),
);
const used = Object.keys(bindings.resources);

describe('the resource types that the bindings have', () => {
  test.each(used)('%s has the same schema in the stand-in', (type) => {
    expect(data.schema.resources[type]).toEqual(bindings.resources[type]);
  });

  test.each(Object.keys(bindings.dataSources))('data source %s has the same schema in the stand-in', (type) => {
    expect(data.schema.dataSources[type]).toEqual(bindings.dataSources[type]);
  });

  test.each(used)('%s gets from the control plane everything that only the cloud fills in', (type) => {
    const filled = fillComputed(type, { id: 'id-1', attributes: {}, sequence: 1, createdAt: new Date(0) });
    const computed = engine.fields(type).filter((field) => field.computed && !field.optional);
    expect(computed.map(({ name }) => name).filter((name) => filled[name] === undefined)).toEqual([]);
  });
});
