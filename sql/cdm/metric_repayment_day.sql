-- Generated from metrics.yaml by `strata sql metrics --write`: change it there.
CREATE VIEW metric_repayment_day (
  business_day COMMENT "day of payment, UTC+8",
  product COMMENT "cash, installment or car",
  repayments COMMENT "received, refunded ones too, payments",
  repaid_principal COMMENT "principal received, CNY",
  repaid_interest COMMENT "interest received, CNY",
  repaid_penalty COMMENT "penalties received, CNY"
)
COMMENT "One row per day of payment and product."
AS
SELECT
  paid_on AS business_day,
  product,
  count(*) AS repayments,
  sum(principal_part) AS repaid_principal,
  sum(interest_part) AS repaid_interest,
  sum(penalty_part) AS repaid_penalty
FROM cdm.fact_repayment
GROUP BY paid_on, product;
