import { buildBundle, variableNames } from '../src';
import type { BundleOptions } from '../src';

const VIEW = "CREATE VIEW cost (amount) AS SELECT 1 AS amount WHERE 'CNY' = 'var:currency' -- 'var:not_read'\n";

function built(text: string, options: Partial<BundleOptions> = {}) {
  const { bundle, errors } = buildBundle([{ path: 'ads/cost.sql', text }], { layers: ['ads'], ...options });
  return {
    sql: bundle.objects.map((object) => object.sql),
    errors: errors.map(({ code, line, column, reason }) => ({ code, line, column, reason })),
  };
}

describe('variables of a layer', () => {
  test('stand for the texts that the environment gives them', () => {
    const { sql, errors } = built(VIEW, { variables: { ads: { currency: 'US dollar' } } });
    expect(errors).toEqual([]);
    expect(sql[0]).toContain("'US dollar'");
  });

  test('may stand in double quotes', () => {
    const text = VIEW.replace("'var:currency'", '"var:currency"');
    expect(built(text, { variables: { ads: { currency: 'X' } } }).errors).toEqual([]);
  });

  test('are found in texts alone, not in comments', () => {
    expect(variableNames(VIEW)).toEqual(['currency']);
    expect(variableNames('CREATE ` TABLE')).toEqual([]);
  });

  test('stay as they are where only the shape of objects counts', () => {
    expect(built(VIEW, { variables: 'kept' }).sql[0]).toContain('var:currency');
  });

  test('fails at its place when the environment gives it no value', () => {
    const variables = { ads: { currencies: 'X' }, cdm: { currency: 'Y' } };
    expect(built(VIEW, { variables }).errors).toEqual([
      {
        code: 'STR1306',
        line: 1,
        column: 63,
        reason: expect.stringMatching(
          /^the environment gives 'var:currency' no value; it gives the layer currencies\. Add it to `variables` of the layer\./,
        ) as string,
      },
    ]);
  });

  test('fails without any values, so that no variable is ever taken for a text', () => {
    expect(built(VIEW).errors).toMatchObject([{ code: 'STR1306', reason: expect.stringContaining('none') as string }]);
  });
});
