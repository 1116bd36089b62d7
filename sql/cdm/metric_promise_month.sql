-- Generated from metrics.yaml by `strata sql metrics --write`: change it there.
CREATE VIEW metric_promise_month (
  month_start COMMENT "first day of the month of the actions",
  kind COMMENT "sms, call, visit or legal",
  promises COMMENT "that actions got, promises",
  kept_promises COMMENT "that were kept, promises",
  promised_amount COMMENT "promised, CNY",
  promise_paid_amount COMMENT "paid while promises ran, CNY",
  kept_rate COMMENT "kept of those that are over; none when none is over, part of 1"
)
COMMENT "One row per month and kind of the action that got the promises."
AS
SELECT
  date_trunc('month', acted_on) AS month_start,
  kind,
  count(*) AS promises,
  count(if(state = 'kept', 1, NULL)) AS kept_promises,
  sum(promised_amount) AS promised_amount,
  sum(paid_amount) AS promise_paid_amount,
  round(CAST(count(if(state = 'kept', 1, NULL)) AS DECIMAL(18, 0)) / CAST(nullif(count(if(state IN ('kept', 'broken'), 1, NULL)), 0) AS DECIMAL(18, 0)), 4) AS kept_rate
FROM cdm.collection_promise
GROUP BY date_trunc('month', acted_on), kind;
