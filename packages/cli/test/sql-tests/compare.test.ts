import { compareRows, shownDifference } from '../../src/sql-tests/compare';

describe('rows are the same', () => {
  test.each([
    ['in any order', [{ a: 1 }, { a: 2 }], [{ a: 2 }, { a: 1 }]],
    ['with other columns beside those that are expected', [{ a: 1 }], [{ a: 1, b: 2 }]],
    ['with zeros behind the point', [{ a: 1.5 }, { a: 100 }], [{ a: '1.5000' }, { a: '100.00' }]],
    ['with true for 1', [{ a: true }], [{ a: 1 }]],
  ])('%s', (_, expected, got) => expect(compareRows(expected, got)).toEqual([]));
});

describe('rows differ', () => {
  test('fails with the cells of the row that is most like the expected one', () => {
    const got = [
      { k: 2, a: 5, b: 'x' },
      { k: 1, a: 4, b: 'x' },
    ];
    const differences = compareRows(
      [
        { k: 1, a: 5, b: 'x' },
        { k: 2, a: 5, b: 'x' },
      ],
      got,
    );
    expect(differences.map(shownDifference)).toEqual(['~ { k: 1, b: x }\n    a: expected 5, got 4']);
  });

  test('fails with rows that are missing and rows that are too many', () => {
    expect(compareRows([{ k: 1 }], []).map(shownDifference)).toEqual(['- expected { k: 1 }']);
    expect(compareRows([], [{ k: null }]).map(shownDifference)).toEqual(['+ got      { k: null }']);
    expect(compareRows([{ k: 1 }], [{ k: 1 }, { k: 1 }])).toEqual([{ kind: 'unexpected', got: { k: 1 } }]);
  });

  test.each([
    [{ a: null }, { a: '' }],
    [{ a: 0 }, { a: null }],
    [{ a: '10' }, { a: '100' }],
    [{ a: 'x' }, { a: 'X' }],
    [{ z: 1 }, { a: 1 }],
  ])('fails for %j against %j', (expected, got) => expect(compareRows([expected], [got])).not.toEqual([]));

  test('fails for a column that the view does not have, by its name', () =>
    expect(compareRows([{ a: 1, z: 1 }], [{ a: 1 }]).map(shownDifference)).toEqual([
      '~ { a: 1 }\n    z: expected 1, got no such column',
    ]));
});
