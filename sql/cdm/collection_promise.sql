--@ freshness: 30m
CREATE MATERIALIZED VIEW collection_promise (
  action_id COMMENT "action that got the promise, see ods.collection_action",
  loan_id COMMENT "see cdm.fact_loan",
  acted_on COMMENT "day of the promise, UTC+8",
  kind COMMENT "sms, call, visit or legal",
  promised_on COMMENT "last day of the promise, UTC+8",
  promised_amount COMMENT "CNY",
  paid_amount COMMENT "CNY paid from acted_on to promised_on, refunds taken off",
  state COMMENT "kept, broken or open (promised_on is not over at the business date)"
)
COMMENT "One row per promise to pay, with what came of it."
DISTRIBUTED BY HASH (loan_id)
REFRESH DEFERRED ASYNC
AS
SELECT
  p.action_id,
  p.loan_id,
  p.acted_on,
  p.kind,
  p.promised_on,
  p.promised_amount,
  p.paid_amount,
  CASE
    WHEN p.paid_amount >= p.promised_amount THEN 'kept'
    WHEN p.promised_on < b.business_date THEN 'broken'
    ELSE 'open'
  END AS state
FROM (
  SELECT
    c.action_id,
    c.loan_id,
    c.acted_on,
    c.kind,
    c.promised_on,
    c.promised_amount,
    coalesce(sum(r.amount), 0) AS paid_amount
  FROM ods.collection_action AS c
  LEFT JOIN cdm.fact_repayment AS r
    ON r.loan_id = c.loan_id
    AND r.is_refunded = 0
    AND r.paid_on >= c.acted_on
    AND r.paid_on <= c.promised_on
  WHERE c.result = 'promise'
  GROUP BY c.action_id, c.loan_id, c.acted_on, c.kind, c.promised_on, c.promised_amount
) AS p
CROSS JOIN cdm.business_date AS b;
