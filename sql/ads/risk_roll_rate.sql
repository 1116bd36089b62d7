--@ freshness: 30m
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
  m.month_start,
  m.from_bucket,
  m.to_bucket,
  m.loans,
  m.principal,
  round(m.principal / t.principal, 4) AS rate
FROM (
  SELECT month_start, from_bucket, bucket AS to_bucket, count(*) AS loans, sum(from_principal) AS principal
  FROM (
    SELECT
      month_start,
      bucket,
      lag(bucket, 1) OVER (PARTITION BY loan_id ORDER BY month_start) AS from_bucket,
      lag(outstanding_principal, 1) OVER (PARTITION BY loan_id ORDER BY month_start) AS from_principal
    FROM cdm.loan_month_end
  ) AS moves
  WHERE from_bucket IS NOT NULL AND from_bucket NOT IN ('settled', 'written_off')
  GROUP BY month_start, from_bucket, bucket
) AS m
JOIN (
  SELECT month_start, from_bucket, sum(from_principal) AS principal
  FROM (
    SELECT
      month_start,
      lag(bucket, 1) OVER (PARTITION BY loan_id ORDER BY month_start) AS from_bucket,
      lag(outstanding_principal, 1) OVER (PARTITION BY loan_id ORDER BY month_start) AS from_principal
    FROM cdm.loan_month_end
  ) AS moves
  WHERE from_bucket IS NOT NULL AND from_bucket NOT IN ('settled', 'written_off')
  GROUP BY month_start, from_bucket
) AS t ON t.month_start = m.month_start AND t.from_bucket = m.from_bucket;
