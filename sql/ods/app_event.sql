--@ source: kafka app_event
--@ freshness: 5m
CREATE TABLE app_event (
  event_id    VARCHAR(36) NOT NULL COMMENT "id given by the device",
  event_on    DATE NOT NULL COMMENT "day of the event, UTC+8; never changes",
  occurred_at DATETIME NOT NULL COMMENT "moment of the event on the device, UTC+8",
  device_id   VARCHAR(36) NOT NULL COMMENT "pseudonymous id of the installation",
  customer_id BIGINT NULL COMMENT "who was logged in, see ods.customer",
  event_name  VARCHAR(32) NOT NULL COMMENT "open, view_offer, start_application, submit_application or view_plan",
  platform    VARCHAR(16) NOT NULL COMMENT "android, ios or web",
  attributes  JSON NULL COMMENT "further properties of the event, as the app sent them"
)
PRIMARY KEY (event_id, event_on)
COMMENT "One row per event in the app; events of erased customers are deleted."
PARTITION BY date_trunc('day', event_on)
DISTRIBUTED BY HASH (event_id)
PROPERTIES (
  "datacache.enable" = "true",
  "datacache.partition_duration" = "7 DAY"
);
