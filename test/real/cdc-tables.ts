import { parseStatement } from '@strata/starrocks-sql';
import type { CreateTableStatement } from '@strata/starrocks-sql';
import { parseSource } from '@strata/ingest';
import type { IngestTable } from '@strata/ingest';

/** A table of the source with what the generator has to carry: numbers at their limits, old days, emoji, JSON, NULL. */
export const SOURCE_DDL = `
CREATE DATABASE loans CHARACTER SET utf8mb4;
CREATE TABLE loans.payment (
  id        BIGINT NOT NULL PRIMARY KEY,
  loan_id   BIGINT UNSIGNED NOT NULL,
  amount    DECIMAL(18, 2) NOT NULL,
  exact     DECIMAL(38, 10) NULL,
  rate      DOUBLE NULL,
  flag      TINYINT(1) NOT NULL,
  kind      SMALLINT NULL,
  born_on   DATE NULL,
  paid_at   DATETIME(6) NOT NULL,
  payer     VARCHAR(64) NOT NULL,
  note      TEXT NULL,
  detail    LONGTEXT NULL
) ENGINE = InnoDB;`;

export const ODS_DDL = `CREATE TABLE payment (
  id       BIGINT NOT NULL COMMENT "id",
  loan_id  LARGEINT NOT NULL COMMENT "an unsigned bigint",
  amount   DECIMAL(18, 2) NOT NULL COMMENT "CNY",
  exact    DECIMAL(38, 10) NULL COMMENT "at the limit",
  rate     DOUBLE NULL COMMENT "a share",
  flag     BOOLEAN NOT NULL COMMENT "tinyint(1)",
  kind     SMALLINT NULL COMMENT "a code",
  born_on  DATE NULL COMMENT "also before 1970",
  paid_at  DATETIME NOT NULL COMMENT "microseconds",
  payer    VARCHAR(256) NOT NULL COMMENT "any language",
  note     STRING NULL COMMENT "lines and tabs",
  detail   JSON NULL COMMENT "any document"
)
PRIMARY KEY (id)
DISTRIBUTED BY HASH (id)`;

/** The ODS table as the generator takes it. */
export function odsPayment(): IngestTable {
  const source = parseSource('mysql loans.payment');
  if (typeof source === 'string') throw new Error(source);
  const statement = parseStatement(ODS_DDL, { file: 'payment.sql' }) as CreateTableStatement;
  return { file: 'payment.sql', database: 'ods', statement, source };
}

/** Rows `from` to `to` of the source, each determined by its id. */
export function fillSql(from: number, to: number): string {
  return `INSERT INTO loans.payment SELECT seq, 18446744073709551615 - seq, seq * 1.01,
    IF(seq % 7 = 0, NULL, IF(seq % 2 = 0, 1, -1) * (9999999999999999999999999999.9999999999 - seq)),
    IF(seq % 5 = 0, NULL, seq / 7), seq % 2, IF(seq % 11 = 0, NULL, CAST(seq % 65536 AS SIGNED) - 32768),
    IF(seq % 13 = 0, NULL, DATE_ADD('1931-01-01', INTERVAL seq % 40000 DAY)),
    TIMESTAMPADD(MICROSECOND, seq * 7919, '2026-01-31 23:59:58.000000'),
    ELT(1 + seq % 5, 'Ana', '李小龍', 'Łukasz 🦊', 'O''Brien "Bob"', 'नमस्ते'),
    IF(seq % 3 = 0, NULL, CONCAT('line one ', seq, '\\nline two\\ttab \\\\ back')),
    IF(seq % 4 = 0, NULL, CONCAT('{"n": ', seq, ', "tags": ["a", "b\\\\"c"], "ok": true}'))
  FROM loans.seq_${from}_to_${to}`;
}

/** A change of many rows at a time; `round` makes each another one. */
export function changeSql(round: number): readonly string[] {
  const first = round * 1_000 + 1;
  return [
    `UPDATE loans.payment SET amount = amount + ${round + 1}, note = CONCAT(IFNULL(note, ''), ' 🚀${round}') WHERE id BETWEEN ${first} AND ${first + 499}`,
    `DELETE FROM loans.payment WHERE id BETWEEN ${first + 500} AND ${first + 599}`,
    `UPDATE loans.payment SET id = id + 10000000 WHERE id BETWEEN ${first + 600} AND ${first + 799}`,
    fillSql(200_000 + round * 200 + 1, 200_000 + round * 200 + 200),
  ];
}

/** Text of every column, the same in source and warehouse, so that rows can be compared. */
const CELLS: readonly string[] = [
  'CAST(id AS CHAR)',
  'CAST(loan_id AS CHAR)',
  'CAST(amount AS CHAR)',
  'CAST(exact AS CHAR)',
  'CAST(ROUND(rate * 1000000) AS SIGNED)',
  'CAST(flag AS SIGNED)',
  'CAST(kind AS CHAR)',
  "DATE_FORMAT(born_on, '%Y-%m-%d')",
  "DATE_FORMAT(paid_at, '%Y-%m-%d %H:%i:%s.%f')",
  'payer',
  'note',
];

export const SOURCE_QUERY = `SELECT ${CELLS.join(', ')}, detail FROM loans.payment ORDER BY id`;
export const ODS_QUERY =
  'SELECT CAST(id AS VARCHAR), CAST(loan_id AS VARCHAR), CAST(amount AS VARCHAR), CAST(exact AS VARCHAR), ' +
  'CAST(ROUND(rate * 1000000) AS BIGINT), CAST(flag AS INT), CAST(kind AS VARCHAR), ' +
  "DATE_FORMAT(born_on, '%Y-%m-%d'), DATE_FORMAT(paid_at, '%Y-%m-%d %H:%i:%s.%f'), payer, note, " +
  'detail FROM ods.payment ORDER BY id';
