import { buildBundle } from '@strata/starrocks-sql';
import { FILES, inOrder, LAYERS, namesIn, objectOf } from './declared-objects';

const files = FILES.map(({ path, text }) => ({ path, text }));
const { bundle, errors } = buildBundle(files, { layers: LAYERS });

describe('the bundle of sql/', () => {
  test('is built without an error', () => expect(errors.map(({ message }) => message)).toEqual([]));

  test('holds every file, each after what it reads', () => {
    const ids = bundle.objects.map(({ id }) => id);
    expect([...ids].sort()).toEqual(FILES.map(({ layer, name }) => `${layer}.${name}`).sort());
    for (const { id, references } of bundle.objects) {
      expect(references.filter((reference) => ids.indexOf(reference) >= ids.indexOf(id))).toEqual([]);
    }
  });

  test.each(inOrder(FILES).map((file) => [file.path, file] as const))(
    '%s: references are those of its query',
    (_, file) => {
      const declared = objectOf(file);
      const names = declared.kind === 'create-table' ? [] : [...namesIn(declared.query.text)].sort();
      expect(bundle.objects.find(({ id }) => id === `${file.layer}.${file.name}`)?.references).toEqual(names);
    },
  );

  test('on a shared instance names physical databases, also inside queries', () => {
    const shared = buildBundle(files, { layers: LAYERS, databaseOf: (layer) => `risk_dev_${layer}` });
    const text = shared.bundle.objects.map(({ sql }) => sql.replace(/"[^"]*"/g, '')).join('\n');
    expect(text).toContain('risk_dev_cdm.business_date');
    expect(text).not.toMatch(/\b(?<!_)(ods|cdm|ads)\.\w/);
  });
});
