--@ source: mysql loans.loan
--@ freshness: 5m
CREATE TABLE loan (
  loan_id        BIGINT NOT NULL COMMENT "id in the core system",
  disbursed_on   DATE NOT NULL COMMENT "day on which the money was paid out, UTC+8; never changes",
  disbursed_at   DATETIME NOT NULL COMMENT "moment of payout, UTC+8",
  application_id BIGINT NOT NULL COMMENT "see ods.application",
  customer_id    BIGINT NOT NULL COMMENT "borrower, see ods.customer",
  product        VARCHAR(32) NOT NULL COMMENT "cash, installment or car",
  principal      DECIMAL(18, 2) NOT NULL COMMENT "CNY paid out",
  annual_rate    DECIMAL(9, 6) NOT NULL COMMENT "nominal interest a year, 0.18 = 18 %",
  term_months    SMALLINT NOT NULL COMMENT "agreed term, months",
  status         VARCHAR(16) NOT NULL COMMENT "active, settled or written_off",
  closed_on      DATE NULL COMMENT "day on which it was settled or written off, UTC+8",
  updated_at     DATETIME NOT NULL COMMENT "last change in the core system, UTC+8"
)
PRIMARY KEY (loan_id, disbursed_on)
COMMENT "One row per disbursed loan, as the core system last saw it."
PARTITION BY date_trunc('month', disbursed_on)
DISTRIBUTED BY HASH (loan_id)
PROPERTIES (
  "datacache.enable" = "true",
  "datacache.partition_duration" = "12 MONTH"
);
