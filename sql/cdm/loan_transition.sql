CREATE VIEW loan_transition (
  loan_id COMMENT "see cdm.fact_loan",
  month_start COMMENT "first day of the month in which the loan moved",
  from_bucket COMMENT "bucket at the end of the month before, see cdm.loan_month_end",
  to_bucket COMMENT "bucket at the end of this month",
  from_principal COMMENT "CNY not paid back at the end of the month before"
)
COMMENT "One row per loan and month that it entered with something to pay back: from which bucket into which it went."
AS
SELECT
  m.loan_id,
  m.month_start,
  m.from_bucket,
  m.to_bucket,
  m.from_principal
FROM (
  SELECT
    loan_id,
    month_start,
    bucket AS to_bucket,
    lag(bucket, 1) OVER (PARTITION BY loan_id ORDER BY month_start) AS from_bucket,
    lag(outstanding_principal, 1) OVER (PARTITION BY loan_id ORDER BY month_start) AS from_principal
  FROM cdm.loan_month_end
) AS m
WHERE m.from_bucket IS NOT NULL AND m.from_bucket NOT IN ('settled', 'written_off');
