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
  a.month_start,
  a.kind,
  a.collection_actions AS actions,
  a.collection_loans AS loans,
  coalesce(p.promises, 0) AS promises,
  coalesce(p.kept_promises, 0) AS kept,
  coalesce(p.promised_amount, 0) AS promised_amount,
  coalesce(p.promise_paid_amount, 0) AS paid_amount,
  p.kept_rate
FROM cdm.metric_collection_month AS a
LEFT JOIN cdm.metric_promise_month AS p ON p.month_start = a.month_start AND p.kind = a.kind;
