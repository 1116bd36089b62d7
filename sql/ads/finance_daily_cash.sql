--@ freshness: 15m
CREATE MATERIALIZED VIEW finance_daily_cash (
  business_day COMMENT "day on which the money moved, UTC+8",
  product COMMENT "cash, installment or car",
  disbursed_loans COMMENT "loans paid out",
  disbursed_amount COMMENT "CNY paid out to borrowers",
  repayments COMMENT "payments received",
  repaid_principal COMMENT "CNY received",
  repaid_interest COMMENT "CNY received",
  repaid_penalty COMMENT "CNY received",
  refunded_amount COMMENT "CNY paid back, on the day of the refund",
  net_cash COMMENT "CNY received less refunded less paid out"
)
COMMENT "One row per day and product on which money moved."
DISTRIBUTED BY HASH (business_day)
REFRESH DEFERRED ASYNC
AS
SELECT
  moved.business_day,
  moved.product,
  sum(moved.disbursed_loans) AS disbursed_loans,
  sum(moved.disbursed_amount) AS disbursed_amount,
  sum(moved.repayments) AS repayments,
  sum(moved.repaid_principal) AS repaid_principal,
  sum(moved.repaid_interest) AS repaid_interest,
  sum(moved.repaid_penalty) AS repaid_penalty,
  sum(moved.refunded_amount) AS refunded_amount,
  sum(moved.repaid_principal) + sum(moved.repaid_interest) + sum(moved.repaid_penalty)
    - sum(moved.refunded_amount) - sum(moved.disbursed_amount) AS net_cash
FROM (
  SELECT
    business_day,
    product,
    disbursed_loans,
    disbursed_amount,
    0 AS repayments,
    CAST(0 AS DECIMAL(18, 2)) AS repaid_principal,
    CAST(0 AS DECIMAL(18, 2)) AS repaid_interest,
    CAST(0 AS DECIMAL(18, 2)) AS repaid_penalty,
    CAST(0 AS DECIMAL(18, 2)) AS refunded_amount
  FROM cdm.metric_disbursement_day
  UNION ALL
  SELECT
    business_day,
    product,
    0 AS disbursed_loans,
    CAST(0 AS DECIMAL(18, 2)) AS disbursed_amount,
    repayments,
    repaid_principal,
    repaid_interest,
    repaid_penalty,
    CAST(0 AS DECIMAL(18, 2)) AS refunded_amount
  FROM cdm.metric_repayment_day
  UNION ALL
  SELECT
    business_day,
    product,
    0 AS disbursed_loans,
    CAST(0 AS DECIMAL(18, 2)) AS disbursed_amount,
    0 AS repayments,
    CAST(0 AS DECIMAL(18, 2)) AS repaid_principal,
    CAST(0 AS DECIMAL(18, 2)) AS repaid_interest,
    CAST(0 AS DECIMAL(18, 2)) AS repaid_penalty,
    refunded_amount
  FROM cdm.metric_refund_day
) AS moved
GROUP BY moved.business_day, moved.product;
