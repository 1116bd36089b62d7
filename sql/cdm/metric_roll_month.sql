-- Generated from metrics.yaml by `strata sql metrics --write`: change it there.
CREATE VIEW metric_roll_month (
  month_start COMMENT "first day of the month in which the loans moved",
  from_bucket COMMENT "bucket at the end of the month before",
  to_bucket COMMENT "bucket at the end of this month",
  rolled_loans COMMENT "that moved so, loans",
  rolled_principal COMMENT "outstanding at the end of the month before, CNY"
)
COMMENT "One row per month and pair of buckets."
AS
SELECT
  month_start,
  from_bucket,
  to_bucket,
  count(*) AS rolled_loans,
  sum(from_principal) AS rolled_principal
FROM cdm.loan_transition
GROUP BY month_start, from_bucket, to_bucket;
