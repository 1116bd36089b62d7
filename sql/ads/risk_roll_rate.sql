--@ freshness: 1d
CREATE MATERIALIZED VIEW risk_roll_rate (
  month_start COMMENT "first day of the month in which the loans moved",
  from_bucket COMMENT "bucket at the end of the month before",
  to_bucket COMMENT "bucket at the end of this month",
  loans COMMENT "loans that moved so",
  principal COMMENT "CNY outstanding at the end of the month before",
  rate COMMENT "principal / all principal of from_bucket, 4 decimals"
)
COMMENT "One row per month and pair of buckets: how overdue loans roll forward, cure or stay."
DISTRIBUTED BY HASH (month_start)
REFRESH DEFERRED ASYNC
AS
SELECT
  month_start,
  from_bucket,
  to_bucket,
  rolled_loans AS loans,
  rolled_principal AS principal,
  round(rolled_principal / sum(rolled_principal) OVER (PARTITION BY month_start, from_bucket), 4) AS rate
FROM cdm.metric_roll_month;
