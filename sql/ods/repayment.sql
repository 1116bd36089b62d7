--@ source: mysql loans.repayment
--@ freshness: 5m
CREATE TABLE repayment (
  repayment_id   BIGINT NOT NULL COMMENT "id in the core system",
  paid_on        DATE NOT NULL COMMENT "day of payment, UTC+8; never changes",
  paid_at        DATETIME NOT NULL COMMENT "moment of payment, UTC+8",
  loan_id        BIGINT NOT NULL COMMENT "see ods.loan",
  installment_id BIGINT NOT NULL COMMENT "installment that it pays, see ods.repayment_plan",
  amount         DECIMAL(18, 2) NOT NULL COMMENT "CNY; sum of the three parts",
  principal_part DECIMAL(18, 2) NOT NULL COMMENT "CNY",
  interest_part  DECIMAL(18, 2) NOT NULL COMMENT "CNY",
  penalty_part   DECIMAL(18, 2) NOT NULL COMMENT "CNY; for paying late",
  method         VARCHAR(16) NOT NULL COMMENT "autopay, card, transfer or wallet",
  status         VARCHAR(16) NOT NULL COMMENT "succeeded, failed or refunded",
  refunded_on    DATE NULL COMMENT "day on which it was paid back, UTC+8",
  updated_at     DATETIME NOT NULL COMMENT "last change in the core system, UTC+8"
)
PRIMARY KEY (repayment_id, paid_on)
COMMENT "One row per repayment attempt, as the core system last saw it."
PARTITION BY date_trunc('month', paid_on)
DISTRIBUTED BY HASH (repayment_id)
PROPERTIES (
  "datacache.enable" = "true",
  "datacache.partition_duration" = "3 MONTH"
);
