--@ freshness: 15m
-- Generated from metrics.yaml by `strata sql metrics --write`: change it there.
CREATE MATERIALIZED VIEW metric_app_day (
  event_on COMMENT "day, UTC+8",
  platform COMMENT "android, ios or web",
  devices COMMENT "that did anything in the app, devices",
  offer_devices COMMENT "that saw an offer, devices",
  start_devices COMMENT "that started an application, devices",
  submit_devices COMMENT "that submitted an application, devices",
  submit_rate COMMENT "submitted of started; none when nobody started, part of 1"
)
COMMENT "One row per day and platform, with the devices that were in the app."
PARTITION BY date_trunc('day', event_on)
DISTRIBUTED BY HASH (event_on)
REFRESH DEFERRED ASYNC
AS
SELECT
  event_on,
  platform,
  count(DISTINCT device_id) AS devices,
  count(DISTINCT if(step = 2, device_id, NULL)) AS offer_devices,
  count(DISTINCT if(step = 3, device_id, NULL)) AS start_devices,
  count(DISTINCT if(step = 4, device_id, NULL)) AS submit_devices,
  round(CAST(count(DISTINCT if(step = 4, device_id, NULL)) AS DECIMAL(18, 0)) / CAST(nullif(count(DISTINCT if(step = 3, device_id, NULL)), 0) AS DECIMAL(18, 0)), 4) AS submit_rate
FROM cdm.fact_app_event
GROUP BY event_on, platform;
