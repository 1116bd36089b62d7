--@ source: mysql loans.application
--@ freshness: 5m
CREATE TABLE application (
  application_id   BIGINT NOT NULL COMMENT "id in the core system",
  applied_on       DATE NOT NULL COMMENT "day of application, UTC+8; never changes",
  applied_at       DATETIME NOT NULL COMMENT "moment of application, UTC+8",
  customer_id      BIGINT NOT NULL COMMENT "applicant, see ods.customer",
  product          VARCHAR(32) NOT NULL COMMENT "cash, installment or car",
  channel          VARCHAR(32) NOT NULL COMMENT "app, web, partner or branch",
  requested_amount DECIMAL(18, 2) NOT NULL COMMENT "CNY",
  term_months      SMALLINT NOT NULL COMMENT "requested term, months",
  status           VARCHAR(16) NOT NULL COMMENT "submitted, approved, rejected, cancelled or disbursed",
  updated_at       DATETIME NOT NULL COMMENT "last change in the core system, UTC+8"
)
PRIMARY KEY (application_id, applied_on)
COMMENT "One row per loan application, as the core system last saw it; duplicates that were withdrawn have no row."
PARTITION BY date_trunc('month', applied_on)
DISTRIBUTED BY HASH (application_id)
PROPERTIES (
  "datacache.enable" = "true",
  "datacache.partition_duration" = "3 MONTH"
);
