CREATE VIEW dim_month (
  month_start COMMENT "first day of the month",
  as_of COMMENT "last day of the month, or the business date in the month that still runs",
  is_complete COMMENT "1 when the business date has reached the last day, else 0"
)
COMMENT "One row per month since the first loan, up to the business date."
AS
SELECT
  m.month_start,
  if(last_day(m.month_start) <= b.business_date, last_day(m.month_start), b.business_date) AS as_of,
  if(last_day(m.month_start) <= b.business_date, 1, 0) AS is_complete
FROM (
  SELECT DISTINCT date_trunc('month', disbursed_on) AS month_start FROM ods.loan
  UNION
  SELECT DISTINCT date_trunc('month', paid_on) AS month_start FROM ods.repayment
) AS m
CROSS JOIN cdm.business_date AS b;
