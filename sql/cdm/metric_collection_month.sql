-- Generated from metrics.yaml by `strata sql metrics --write`: change it there.
CREATE VIEW metric_collection_month (
  month_start COMMENT "first day of the month of the actions",
  kind COMMENT "sms, call, visit, legal or write_off",
  collection_actions COMMENT "taken, actions",
  collection_loans COMMENT "that actions concerned, loans"
)
COMMENT "One row per month and kind of action."
AS
SELECT
  date_trunc('month', acted_on) AS month_start,
  kind,
  count(*) AS collection_actions,
  count(DISTINCT loan_id) AS collection_loans
FROM ods.collection_action
GROUP BY date_trunc('month', acted_on), kind;
