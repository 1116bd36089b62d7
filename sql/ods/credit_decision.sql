--@ source: mysql loans.credit_decision
--@ freshness: 5m
CREATE TABLE credit_decision (
  decision_id     BIGINT NOT NULL COMMENT "id in the core system; a later decision has a higher one",
  decided_on      DATE NOT NULL COMMENT "day of decision, UTC+8; never changes",
  decided_at      DATETIME NOT NULL COMMENT "moment of decision, UTC+8",
  application_id  BIGINT NOT NULL COMMENT "see ods.application",
  outcome         VARCHAR(16) NOT NULL COMMENT "approve, reject or refer (to an analyst)",
  decided_by      VARCHAR(16) NOT NULL COMMENT "engine or analyst",
  score           SMALLINT NOT NULL COMMENT "300 to 850, higher is better",
  reason_code     VARCHAR(32) NULL COMMENT "why it was not approved",
  approved_amount DECIMAL(18, 2) NULL COMMENT "CNY; only when approved",
  annual_rate     DECIMAL(9, 6) NULL COMMENT "nominal interest a year, 0.18 = 18 %; only when approved",
  model_version   VARCHAR(16) NOT NULL COMMENT "version of the scorecard"
)
PRIMARY KEY (decision_id, decided_on)
COMMENT "One row per credit decision; an application that was referred or appealed has several."
PARTITION BY date_trunc('month', decided_on)
DISTRIBUTED BY HASH (decision_id)
PROPERTIES (
  "datacache.enable" = "true",
  "datacache.partition_duration" = "3 MONTH"
);
