import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Testing } from 'cdktf';
import { AlicloudProvider } from '@cdktf/provider-alicloud/lib/provider';
import { Vpc } from '@cdktf/provider-alicloud/lib/vpc';

const folder = join(__dirname, '..');
const read = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), 'utf8'));

interface ProviderSchemas {
  readonly resource_schemas: object;
  readonly data_source_schemas: object;
}

function folderOf(type: string): string {
  return type.replace(/^alicloud_/, '').replaceAll('_', '-');
}

describe('the bindings of the alicloud provider', () => {
  test('are one folder a resource, as published providers have them', () => {
    const { provider_schemas: providers } = read('schema.json') as {
      provider_schemas: Record<string, ProviderSchemas>;
    };
    const folders = Object.values(providers).flatMap(({ resource_schemas, data_source_schemas }) => [
      ...Object.keys(resource_schemas).map((type) => folderOf(type)),
      ...Object.keys(data_source_schemas).map((type) => `data-alicloud-${folderOf(type)}`),
    ]);
    expect(folders).toEqual(expect.arrayContaining(['cms-alarm', 'ots-table', 'data-alicloud-zones']));
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
