import type { LintRule } from '../rule';

/** Words of names that mean money. */
const MONEY =
  /(^|_)(amount|balance|cash|cost|debt|due|fee|income|interest|paid|payment|penalty|price|principal|refund|revenue|salary|spend)(_|$)/;

export const moneyDecimal: LintRule = {
  id: 'money-decimal',
  demand: 'Columns that hold money are DECIMAL, because FLOAT and DOUBLE do not add up.',
  check({ statement }) {
    if (statement.kind !== 'create-table') return [];
    return statement.columns.flatMap(({ name, type, at }) => {
      const isFloat = type?.kind === 'simple' && (type.name === 'DOUBLE' || type.name === 'FLOAT');
      if (!isFloat || !MONEY.test(name.toLowerCase())) return [];
      return [{ offset: at.offset, message: `'${name}' holds money as ${type.name}: use DECIMAL(18, 2)` }];
    });
  },
};
