--@ freshness: 10m
CREATE MATERIALIZED VIEW operations_approval_time (
  applied_on COMMENT "day of application, UTC+8",
  product COMMENT "cash, installment or car",
  applications COMMENT "applications of the day",
  decided COMMENT "of these, have a final decision",
  approved COMMENT "of these, were approved",
  referred COMMENT "applications for which an analyst was asked",
  within_5_minutes COMMENT "decided within 300 seconds",
  average_minutes COMMENT "minutes from application to final decision, 2 decimals; none when none is decided",
  slowest_seconds COMMENT "longest time to a final decision, seconds",
  approval_rate COMMENT "approved / decided, 4 decimals; none when none is decided"
)
COMMENT "One row per day and product: how fast and how often applications are approved."
PARTITION BY date_trunc('month', applied_on)
DISTRIBUTED BY HASH (applied_on)
REFRESH DEFERRED ASYNC
AS
SELECT
  applied_on,
  product,
  applications,
  decided,
  approved,
  referred,
  within_5_minutes,
  average_minutes,
  slowest_seconds,
  approval_rate
FROM cdm.metric_application_day;
