-- Generated from metrics.yaml by `strata sql metrics --write`: change it there.
CREATE VIEW metric_disbursement_day (
  business_day COMMENT "day of payout, UTC+8",
  product COMMENT "cash, installment or car",
  disbursed_loans COMMENT "paid out, loans",
  disbursed_amount COMMENT "paid out to borrowers, CNY"
)
COMMENT "One row per day of payout and product."
AS
SELECT
  disbursed_on AS business_day,
  product,
  count(*) AS disbursed_loans,
  sum(principal) AS disbursed_amount
FROM ods.loan
GROUP BY disbursed_on, product;
