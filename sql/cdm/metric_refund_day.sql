-- Generated from metrics.yaml by `strata sql metrics --write`: change it there.
CREATE VIEW metric_refund_day (
  business_day COMMENT "day of refund, UTC+8",
  product COMMENT "cash, installment or car",
  refunded_amount COMMENT "paid back, CNY"
)
COMMENT "One row per day of refund and product."
AS
SELECT
  refunded_on AS business_day,
  product,
  sum(if(is_refunded = 1, amount, 0)) AS refunded_amount
FROM cdm.fact_repayment
WHERE is_refunded = 1
GROUP BY refunded_on, product;
