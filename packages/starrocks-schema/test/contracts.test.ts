import { checkContracts, contractTables } from '../src';

import { modelOfFiles } from './helpers/files';

const MODEL = modelOfFiles({
  'ods/loan.sql': 'CREATE TABLE loan (loan_id BIGINT NOT NULL, amount INT NULL) PRIMARY KEY (loan_id);',
  'cdm/paid.sql': `CREATE VIEW paid AS SELECT l.loan_id, sum(r.amount) AS amount
FROM ods.loan AS l JOIN lake.raw.repayment AS r ON r.loan_id = l.loan_id WHERE r.state = 'done' GROUP BY l.loan_id;`,
  'ads/calls.sql': 'CREATE VIEW calls AS SELECT call_id FROM lake.raw.calls;',
});

describe('contracts with catalogs outside', () => {
  test('are on the tables that views read there', () => {
    expect(contractTables(MODEL)).toEqual(['lake.raw.calls', 'lake.raw.repayment']);
  });

  test('hold while all columns that are read exist, in any case and among others', () => {
    const columns = new Map([
      ['lake.raw.calls', ['CALL_ID', 'at']],
      ['lake.raw.repayment', ['loan_id', 'amount', 'state']],
    ]);
    expect(checkContracts(MODEL, columns)).toEqual([]);
  });

  test('are broken by a column or a table that is gone', () => {
    const columns = new Map([
      ['lake.raw.calls', undefined],
      ['lake.raw.repayment', ['loan_id', 'amount', 'status']],
    ]);
    expect(checkContracts(MODEL, columns)).toEqual([
      { object: 'ads.calls', file: 'ads/calls.sql', table: 'lake.raw.calls' },
      { object: 'cdm.paid', file: 'cdm/paid.sql', table: 'lake.raw.repayment', column: 'state' },
    ]);
  });

  test('are not judged for tables that were not read', () => {
    expect(checkContracts(MODEL, new Map())).toEqual([]);
  });
});
