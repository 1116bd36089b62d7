import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { App, TerraformStack } from 'cdktf';
import { literal } from '../../constructs/core/literal';
import { SqlLibrary, SqlLibraryError } from '../../constructs/schema/sql-library';
import { WarehouseSchema } from '../../constructs/schema/warehouse-schema';
import type { WarehouseSchemaProps } from '../../constructs/schema/warehouse-schema';
import { AlicloudProvider } from '@cdktf/provider-alicloud/lib/provider';
import { StrataProvider } from '@strata/provider-strata/lib/provider';

const TABLE = `--@ source: mysql loans.repayment
-- One row per repayment.
CREATE TABLE repayment (id BIGINT NOT NULL COMMENT "id")
PRIMARY KEY (id)
DISTRIBUTED BY HASH (id);
`;
const VIEW = 'CREATE VIEW paid AS SELECT id FROM ods.repayment;\n';

describe('WarehouseSchema', () => {
  let folder: string;
  const put = (path: string, text: string): void => {
    const file = join(folder, 'sql', path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'strata-sql-'));
    put('ods/repayment.sql', TABLE);
    put('cdm/paid.sql', VIEW);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** Synthesizes the layers of the folder; answers the resource and the folder of the stack. */
  function synth(layers: readonly string[] = ['ods', 'cdm'], changes: Partial<WarehouseSchemaProps> = {}) {
    const library = SqlLibrary.fromFolder(join(folder, 'sql'));
    const app = new App({ outdir: join(folder, 'out'), skipValidation: false });
    const stack = new TerraformStack(app, 'test');
    new AlicloudProvider(stack, 'Alicloud');
    new StrataProvider(stack, 'Strata');
    const schema = new WarehouseSchema(stack, 'Schema', {
      environment: { id: 'demo', target: 'sandbox', region: 'cn-shanghai' },
      instanceName: 'demo-starrocks',
      password: 'sandbox:admin',
      library,
      layers: layers.map((layer) => library.layer(layer)),
      ...changes,
    });
    app.synth();
    const stackFolder = join(folder, 'out/stacks/test');
    const json = JSON.parse(readFileSync(join(stackFolder, 'cdk.tf.json'), 'utf8')) as {
      resource: { strata_schema: Record<string, Record<string, unknown>> };
    };
    const [resource = {}] = Object.values(json.resource.strata_schema);
    return { library, schema, resource, stackFolder };
  }

  const errorsOf = (work: () => unknown): readonly string[] => {
    try {
      work();
    } catch (error) {
      if (error instanceof SqlLibraryError) return error.errors.map((text) => text.split('\n')[0] ?? '');
      throw error;
    }
    return [];
  };

  test('keeps no table on the cache disks for longer than they have room for', () => {
    put('ods/repayment.sql', TABLE.replace(/;$/m, ' PROPERTIES ("datacache.partition_duration" = "3 MONTH");'));
    const windowOf = (changes: Partial<WarehouseSchemaProps> = {}): string | undefined =>
      /partition_duration\\" = \\"([^\\]*)/.exec(synth(['ods'], changes).schema.bundle.text)?.[1];
    expect(windowOf()).toBe('3 MONTH');
    expect(windowOf({ cacheDays: 7 })).toBe('7 DAY');
  });

  test('ships the objects of its layers beside the stack, named by their hash', () => {
    const { resource, stackFolder } = synth();
    const asset = readFileSync(join(stackFolder, String(resource['bundle'])));
    expect(createHash('sha256').update(asset).digest('hex')).toBe(resource['bundle_sha256']);
    expect(String(resource['bundle'])).toContain(String(resource['bundle_sha256']));
    const { objects } = JSON.parse(asset.toString()) as { objects: { id: string; references: string[] }[] };
    expect(objects.map(({ id, references }) => [id, references])).toEqual([
      ['ods.repayment', []],
      ['cdm.paid', ['ods.repayment']],
    ]);
  });

  test('protects data unless told otherwise', () => {
    expect(synth().resource).toMatchObject({ protection: true, user: 'admin', instance_name: 'demo-starrocks' });
  });

  test('has another bundle when a file changes, and the same when only a comment does', () => {
    const before = synth().resource['bundle_sha256'];
    put('cdm/paid.sql', `-- What was paid.\n${VIEW}`);
    expect(synth().resource['bundle_sha256']).toBe(before);
    put('cdm/paid.sql', VIEW.replace('id FROM', 'id + 1 AS id FROM'));
    expect(synth().resource['bundle_sha256']).not.toBe(before);
  });

  test('knows the tables that are ingested, with their places in the files', () => {
    const { library, schema } = synth();
    expect(library.ingested(schema.bundle)).toMatchObject([
      {
        file: 'sql/ods/repayment.sql',
        database: 'ods',
        source: { kind: 'mysql', database: 'loans', table: 'repayment' },
        statement: { at: { line: 3 } },
      },
    ]);
  });

  test('fails with the errors of all files at once, each with its place', () => {
    put('ods/repayment.sql', 'CREATE TABEL repayment (id BIGINT);\n');
    put('cdm/paid.sql', 'CREATE VIEW paid AS SELECT id FROM ods.repaymnt;\n');
    expect(errorsOf(() => synth())).toEqual([
      expect.stringMatching(/^sql\/cdm\/paid\.sql:1:\d+ .*ods\.repaymnt/),
      expect.stringMatching(/^sql\/ods\/repayment\.sql:1:8 /),
    ]);
  });

  test('fails when a source cannot be read', () => {
    put('ods/repayment.sql', TABLE.replace('mysql loans.repayment', 'oracle loans'));
    const { library, schema } = synth();
    expect(errorsOf(() => library.ingested(schema.bundle))).toEqual([
      expect.stringMatching(/^sql\/ods\/repayment\.sql:1:1 .*oracle.*STR2001/),
    ]);
  });

  test('fails when a layer has no files', () => {
    expect(() => synth(['ods', 'cdm', 'ads'])).toThrow(/layer ads must have at least one file.*STR1216/);
  });
});

test.each([
  ['${a}', '$${a}'],
  ['%{if}', '%%{if}'],
  ['$a %b {c}', '$a %b {c}'],
])('literal %s is written as %s', (text, expected) => {
  expect(literal(text)).toBe(expected);
});
