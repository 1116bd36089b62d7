--@ source: mysql loans.repayment_plan
--@ freshness: 5m
CREATE TABLE repayment_plan (
  installment_id BIGINT NOT NULL COMMENT "id in the core system",
  planned_on     DATE NOT NULL COMMENT "day on which this line of the plan was made, UTC+8; never changes",
  loan_id        BIGINT NOT NULL COMMENT "see ods.loan",
  installment_no SMALLINT NOT NULL COMMENT "1 for the first installment of the loan",
  due_on         DATE NOT NULL COMMENT "last day to pay without being late, UTC+8",
  principal_due  DECIMAL(18, 2) NOT NULL COMMENT "CNY",
  interest_due   DECIMAL(18, 2) NOT NULL COMMENT "CNY",
  updated_at     DATETIME NOT NULL COMMENT "last change in the core system, UTC+8"
)
PRIMARY KEY (installment_id, planned_on)
COMMENT "One row per installment of the plan in force; rescheduling and early settlement delete the rest of the old plan."
PARTITION BY date_trunc('month', planned_on)
DISTRIBUTED BY HASH (installment_id)
PROPERTIES (
  "datacache.enable" = "true",
  "datacache.partition_duration" = "12 MONTH"
);
