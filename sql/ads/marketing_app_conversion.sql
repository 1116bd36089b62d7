--@ freshness: 15m
CREATE MATERIALIZED VIEW marketing_app_conversion (
  event_on COMMENT "day, UTC+8",
  platform COMMENT "android, ios or web",
  devices COMMENT "devices that opened the app or did anything in it",
  offer_devices COMMENT "devices that saw an offer",
  start_devices COMMENT "devices that started an application",
  submit_devices COMMENT "devices that submitted one",
  submit_rate COMMENT "submit_devices / start_devices, 4 decimals; none when nobody started"
)
COMMENT "One row per day and platform: how far visitors of the app get."
PARTITION BY date_trunc('day', event_on)
DISTRIBUTED BY HASH (event_on)
REFRESH DEFERRED ASYNC
AS
SELECT event_on, platform, devices, offer_devices, start_devices, submit_devices, submit_rate
FROM cdm.metric_app_day;
