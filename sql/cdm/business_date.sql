-- What "today" means in every mart: queries take it from the data, never from the clock, so that a refresh can be repeated.
CREATE VIEW business_date (
  business_date COMMENT "latest day with money moved, UTC+8"
)
COMMENT "One row: the day as of which the warehouse speaks."
AS
SELECT max(latest.moved_on) AS business_date
FROM (
  SELECT max(disbursed_on) AS moved_on FROM ods.loan
  UNION ALL
  SELECT max(paid_on) AS moved_on FROM ods.repayment
) AS latest;
