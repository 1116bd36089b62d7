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
  count(*) AS applications,
  count(outcome) AS decided,
  sum(if(outcome = 'approve', 1, 0)) AS approved,
  sum(was_referred) AS referred,
  sum(if(decision_seconds <= 300, 1, 0)) AS within_5_minutes,
  round(
    CAST(sum(decision_seconds) AS DECIMAL(18, 0)) / CAST(nullif(count(outcome) * 60, 0) AS DECIMAL(18, 0)),
    2
  ) AS average_minutes,
  max(decision_seconds) AS slowest_seconds,
  round(
    CAST(sum(if(outcome = 'approve', 1, 0)) AS DECIMAL(18, 0)) / CAST(nullif(count(outcome), 0) AS DECIMAL(18, 0)),
    4
  ) AS approval_rate
FROM cdm.fact_application
GROUP BY applied_on, product;
