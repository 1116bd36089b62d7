import { parse } from 'yaml';
import { readTests } from '../../src/sql-tests/read';

const read = (text: string) => readTests('cdm/tests/v.yaml', parse(text) as unknown);

const FILE = `
object: cdm.v
variables: { as_of: 2024-02-29, n: 3 }
given:
  ods.a: [{ id: 1, day: '\${as_of}' }]
  ods.b: [{ id: 2 }]
tests:
  - name: first
    expect: [{ n: '\${n}', text: 'until \${as_of}' }]
  - name: second
    variables: { n: 4 }
    given: { ods.b: [] }
    where: day <= '\${as_of}'
    expect: [{ n: '\${n}' }]
`;

describe('a test file', () => {
  test('gives its rows to each test, which may replace those of a table', () => {
    const [first, second] = read(FILE);
    expect([...(first?.given ?? [])]).toEqual([
      ['ods.a', [{ id: 1, day: '2024-02-29' }]],
      ['ods.b', [{ id: 2 }]],
    ]);
    expect(second?.given.get('ods.b')).toEqual([]);
  });

  test('puts variables into values, alone with their type', () => {
    const [first, second] = read(FILE);
    expect(first?.expect).toEqual([{ n: 3, text: 'until 2024-02-29' }]);
    expect(second?.expect).toEqual([{ n: 4 }]);
    expect(second?.where).toBe("day <= '2024-02-29'");
  });

  test.each([
    ['no mapping', '- 1', /the file is a mapping/],
    ['an unknown key', 'object: cdm.v\ntest: []', /no key test, known are object/],
    ['a name without a layer', 'object: v\ntests: [{}]', /object: names the view under test/],
    ['no tests', 'object: cdm.v\ntests: []', /none is there/],
    ['a test without a name', 'object: cdm.v\ntests: [{ expect: [] }]', /tests\[0\]\.name/],
    ['a test without expected rows', 'object: cdm.v\ntests: [{ name: x }]', /tests\[0\]\.expect: is a list of rows/],
    ['a row that is none', 'object: cdm.v\ntests: [{ name: x, expect: [1] }]', /expect\[0\]: is a mapping/],
    ['a cell that is a list', 'object: cdm.v\ntests: [{ name: x, expect: [{ a: [1] }] }]', /expect\[0\]\.a: is a text/],
    [
      'an unknown variable',
      "object: cdm.v\ntests: [{ name: x, expect: [{ a: '${y}' }] }]",
      /no variable y, known are none/,
    ],
  ])('fails for %s', (_, text, message) => expect(() => read(text)).toThrow(message));
});
