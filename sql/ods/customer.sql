--@ source: mysql loans.customer
--@ freshness: 5m
CREATE TABLE customer (
  customer_id    BIGINT NOT NULL COMMENT "id in the core system",
  registered_at  DATETIME NOT NULL COMMENT "moment of registration, UTC+8",
  birth_year     SMALLINT NOT NULL COMMENT "year of birth",
  province       VARCHAR(64) NOT NULL COMMENT "province of residence",
  city           VARCHAR(96) NOT NULL COMMENT "city of residence",
  occupation     VARCHAR(64) NULL COMMENT "as the customer stated it",
  monthly_income DECIMAL(18, 2) NULL COMMENT "CNY a month, as the customer stated it",
  risk_grade     VARCHAR(2) NOT NULL COMMENT "A (best) to E, from the scorecard",
  status         VARCHAR(16) NOT NULL COMMENT "active or frozen",
  updated_at     DATETIME NOT NULL COMMENT "last change in the core system, UTC+8"
)
PRIMARY KEY (customer_id)
COMMENT "One row per registered customer, as the core system last saw it; an erased customer has no row."
DISTRIBUTED BY HASH (customer_id)
PROPERTIES ("datacache.enable" = "true");
