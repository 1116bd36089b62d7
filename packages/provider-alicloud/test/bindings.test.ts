import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Testing } from 'cdktf';
import { AlicloudProvider } from '@cdktf/provider-alicloud/lib/provider';
import { Vpc } from '@cdktf/provider-alicloud/lib/vpc';

const folder = join(__dirname, '..');
const read = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), 'utf8'));

describe('the bindings of the alicloud provider', () => {
  test('are one folder a resource, as published providers have them', () => {
    const schema = read('schema.json') as { provider_schemas: Record<string, { resource_schemas: object }> };
    const types = Object.values(schema.provider_schemas).flatMap(({ resource_schemas }) =>
      Object.keys(resource_schemas),
    );
    const folders = types.map((type) => type.replace(/^alicloud_/, '').replaceAll('_', '-'));
    const found = readdirSync(join(folder, 'lib'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(found.map(({ name }) => name).sort()).toEqual([...folders, 'provider'].sort());
    for (const name of folders) expect(existsSync(join(folder, 'lib', name, 'index.d.ts'))).toBe(true);
  });

  test('require exactly the version that they were generated for', () => {
    const { source, version } = read('provider.json') as { source: string; version: string };
    const synthesized = JSON.parse(
      Testing.synthScope((stack) => {
        new AlicloudProvider(stack, 'Alicloud', { region: 'cn-shanghai' });
        new Vpc(stack, 'Vpc', { cidrBlock: '10.0.0.0/8' });
      }),
    ) as { resource: unknown };
    expect(synthesized.resource).toMatchObject({ alicloud_vpc: { Vpc: { cidr_block: '10.0.0.0/8' } } });
    expect(AlicloudProvider.tfResourceType).toBe('alicloud');
    expect({ source, version }).toEqual({ source: 'aliyun/alicloud', version: '1.289.0' });
  });

  test('have no barrel, which would cost a minute', () => {
    expect(() => jest.requireActual<object>('@cdktf/provider-alicloud')).toThrow();
  });
});
