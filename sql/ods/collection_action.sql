--@ source: mysql loans.collection_action
--@ freshness: 15m
CREATE TABLE collection_action (
  action_id       BIGINT NOT NULL COMMENT "id in the core system",
  acted_on        DATE NOT NULL COMMENT "day of the action, UTC+8; never changes",
  acted_at        DATETIME NOT NULL COMMENT "moment of the action, UTC+8",
  loan_id         BIGINT NOT NULL COMMENT "see ods.loan",
  kind            VARCHAR(16) NOT NULL COMMENT "sms, call, visit, legal or write_off",
  agent           VARCHAR(32) NULL COMMENT "code of the agent; none for automatic actions",
  result          VARCHAR(16) NOT NULL COMMENT "sent, no_contact, refused, promise or closed",
  promised_amount DECIMAL(18, 2) NULL COMMENT "CNY; only when the result is a promise",
  promised_on     DATE NULL COMMENT "last day of the promise, UTC+8",
  updated_at      DATETIME NOT NULL COMMENT "last change in the core system, UTC+8"
)
PRIMARY KEY (action_id, acted_on)
COMMENT "One row per step taken to collect an overdue loan; steps entered by mistake have no row."
PARTITION BY date_trunc('month', acted_on)
DISTRIBUTED BY HASH (action_id)
PROPERTIES (
  "datacache.enable" = "true",
  "datacache.partition_duration" = "3 MONTH"
);
