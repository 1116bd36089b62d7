import { SqlLibrary } from '../../constructs/schema/sql-library';

const layer = {
  name: 'ads',
  files: [{ path: 'ads/cost.sql', text: "CREATE VIEW cost (c) AS SELECT 'var:currency' AS c\n" }],
};
const library = new SqlLibrary('sql', [layer]);

describe('variables of an environment', () => {
  test('reach the bundle that is deployed', () => {
    expect(library.bundle([layer], { variables: { ads: { currency: 'CNY' } } }).text).toContain("'CNY'");
    expect(library.bundle([layer], { variables: { ads: { currency: 'USD' } } }).text).toContain("'USD'");
  });

  test('fails when no file of the layer reads one', () => {
    expect(() => library.bundle([layer], { variables: { ads: { currency: 'CNY', curency: 'CNY' } } })).toThrow(
      /sql\/ads: {2}no file of the layer reads 'var:curency'.*Correct its name/,
    );
  });

  test('fails when a file reads one that has no value', () => {
    expect(() => library.bundle([layer], {})).toThrow(/sql\/ads\/cost\.sql:1:\d+ .*STR1306|sql\/ads\/cost\.sql:1:\d+/);
  });
});
