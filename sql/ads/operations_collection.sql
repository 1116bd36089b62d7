--@ freshness: 30m
CREATE MATERIALIZED VIEW operations_collection (
  month_start COMMENT "first day of the month of the actions",
  kind COMMENT "sms, call, visit, legal or write_off",
  actions COMMENT "actions taken",
  loans COMMENT "loans that they concerned",
  promises COMMENT "actions that got a promise to pay",
  kept COMMENT "promises that were kept",
  promised_amount COMMENT "CNY promised",
  paid_amount COMMENT "CNY paid while the promises ran",
  kept_rate COMMENT "kept / promises that are over, 4 decimals; none when none is over"
)
COMMENT "One row per month and kind of action: what collecting achieves."
DISTRIBUTED BY HASH (month_start)
REFRESH DEFERRED ASYNC
AS
SELECT
  date_trunc('month', c.acted_on) AS month_start,
  c.kind,
  count(*) AS actions,
  count(DISTINCT c.loan_id) AS loans,
  count(p.action_id) AS promises,
  sum(if(p.state = 'kept', 1, 0)) AS kept,
  coalesce(sum(p.promised_amount), 0) AS promised_amount,
  coalesce(sum(p.paid_amount), 0) AS paid_amount,
  round(
    CAST(sum(if(p.state = 'kept', 1, 0)) AS DECIMAL(18, 0))
      / CAST(nullif(sum(if(p.state IN ('kept', 'broken'), 1, 0)), 0) AS DECIMAL(18, 0)),
    4
  ) AS kept_rate
FROM ods.collection_action AS c
LEFT JOIN cdm.collection_promise AS p ON p.action_id = c.action_id
GROUP BY date_trunc('month', c.acted_on), c.kind;
