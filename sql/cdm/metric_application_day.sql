--@ freshness: 10m
-- Generated from metrics.yaml by `strata sql metrics --write`: change it there.
CREATE MATERIALIZED VIEW metric_application_day (
  applied_on COMMENT "day of application, UTC+8",
  product COMMENT "cash, installment or car",
  applications COMMENT "all that were filed, applications",
  decided COMMENT "those with a final decision, applications",
  approved COMMENT "those that were approved, applications",
  referred COMMENT "those for which an analyst was asked, applications",
  within_5_minutes COMMENT "those decided within 300 seconds, applications",
  average_minutes COMMENT "mean time from application to final decision; none when none is decided, minutes",
  slowest_seconds COMMENT "longest time to a final decision, seconds",
  approval_rate COMMENT "approved of decided; none when none is decided, part of 1"
)
COMMENT "One row per day of application and product, with the figures of the applications."
PARTITION BY date_trunc('month', applied_on)
DISTRIBUTED BY HASH (applied_on)
REFRESH DEFERRED ASYNC
AS
SELECT
  applied_on,
  product,
  count(*) AS applications,
  count(outcome) AS decided,
  count(if(outcome = 'approve', 1, NULL)) AS approved,
  sum(was_referred) AS referred,
  count(if(decision_seconds <= 300, 1, NULL)) AS within_5_minutes,
  round(CAST(sum(decision_seconds) AS DECIMAL(18, 0)) / CAST(nullif(count(outcome) * 60, 0) AS DECIMAL(18, 0)), 2) AS average_minutes,
  max(decision_seconds) AS slowest_seconds,
  round(CAST(count(if(outcome = 'approve', 1, NULL)) AS DECIMAL(18, 0)) / CAST(nullif(count(outcome), 0) AS DECIMAL(18, 0)), 4) AS approval_rate
FROM cdm.fact_application
GROUP BY applied_on, product;
