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
SELECT
  d.event_on,
  d.platform,
  d.devices,
  d.offer_devices,
  d.start_devices,
  d.submit_devices,
  round(CAST(d.submit_devices AS DECIMAL(18, 0)) / CAST(nullif(d.start_devices, 0) AS DECIMAL(18, 0)), 4) AS submit_rate
FROM (
  SELECT
    event_on,
    platform,
    count(DISTINCT device_id) AS devices,
    count(DISTINCT if(step = 2, device_id, NULL)) AS offer_devices,
    count(DISTINCT if(step = 3, device_id, NULL)) AS start_devices,
    count(DISTINCT if(step = 4, device_id, NULL)) AS submit_devices
  FROM cdm.fact_app_event
  GROUP BY event_on, platform
) AS d;
