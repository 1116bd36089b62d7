import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Testing } from 'cdktf';
import { FlinkJob } from '@strata/provider-strata/lib/flink-job';
import { Schema } from '@strata/provider-strata/lib/schema';
import { StarrocksAdmin } from '@strata/provider-strata/lib/starrocks-admin';
import { StarrocksDefaultGroup } from '@strata/provider-strata/lib/starrocks-default-group';
import { StarrocksVersion } from '@strata/provider-strata/lib/starrocks-version';

const place = { environment: 'demo', target: 'sandbox', region: 'cn-shanghai' };

describe('the bindings of the strata provider', () => {
  test('are those of its version', () => {
    const provider = JSON.parse(readFileSync(join(__dirname, '..', 'provider.json'), 'utf8')) as unknown;
    expect(provider).toEqual({ source: 'strata/strata', version: '0.1.0' });
  });

  test('have its resources', () => {
    const synthesized = JSON.parse(
      Testing.synthScope((stack) => {
        new StarrocksAdmin(stack, 'Admin', { ...place, instanceName: 'i', password: 'sandbox:admin' });
        new StarrocksVersion(stack, 'Version', { ...place, instanceName: 'i', version: '3.3' });
        new StarrocksDefaultGroup(stack, 'Compute', {
          ...place,
          instanceName: 'i',
          group: 'compute',
          cu: 8,
          nodes: 3,
          diskGb: 200,
        });
        new Schema(stack, 'Schema', {
          ...place,
          instanceName: 'i',
          user: 'admin',
          password: 'sandbox:admin',
          bundle: 'bundle.json',
          bundleSha256: 'x',
        });
        new FlinkJob(stack, 'Job', { ...place, workspaceName: 'w', namespace: 'n', name: 'j', sql: '' });
      }),
    ) as { resource: Record<string, Record<string, object>> };
    expect(Object.keys(synthesized.resource).sort()).toEqual([
      'strata_flink_job',
      'strata_schema',
      'strata_starrocks_admin',
      'strata_starrocks_default_group',
      'strata_starrocks_version',
    ]);
    expect(synthesized.resource['strata_schema']?.['Schema']).toMatchObject({
      bundle: 'bundle.json',
      bundle_sha256: 'x',
    });
  });
});
