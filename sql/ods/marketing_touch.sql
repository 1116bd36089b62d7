--@ source: kafka marketing_touch
--@ freshness: 5m
CREATE TABLE marketing_touch (
  touch_id    VARCHAR(36) NOT NULL COMMENT "id given by the campaign tool",
  touched_on  DATE NOT NULL COMMENT "day of the touch, UTC+8; never changes",
  touched_at  DATETIME NOT NULL COMMENT "moment of the touch, UTC+8",
  campaign    VARCHAR(64) NOT NULL COMMENT "code of the campaign",
  channel     VARCHAR(32) NOT NULL COMMENT "search, social, affiliate, sms or offline",
  kind        VARCHAR(16) NOT NULL COMMENT "impression or click",
  device_id   VARCHAR(36) NOT NULL COMMENT "pseudonymous id of the device that was reached",
  customer_id BIGINT NULL COMMENT "known once the device has registered, see ods.customer",
  cost        DECIMAL(18, 4) NOT NULL COMMENT "CNY charged for this touch"
)
PRIMARY KEY (touch_id, touched_on)
COMMENT "One row per contact of a campaign with a device; sent again when the device becomes a customer."
PARTITION BY date_trunc('month', touched_on)
DISTRIBUTED BY HASH (touch_id)
PROPERTIES (
  "datacache.enable" = "true",
  "datacache.partition_duration" = "1 MONTH"
);
