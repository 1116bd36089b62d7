--@ freshness: 30m
CREATE MATERIALIZED VIEW marketing_funnel (
  touch_month COMMENT "first day of the month of the touches",
  campaign COMMENT "code of the campaign",
  channel COMMENT "search, social, affiliate, sms or offline",
  impressions COMMENT "times shown",
  clicks COMMENT "times followed",
  cost COMMENT "CNY charged",
  customers COMMENT "customers whom the campaign won in that month, see cdm.customer_acquisition",
  applicants COMMENT "of these, have applied at least once",
  approved COMMENT "of these, have been approved at least once",
  borrowers COMMENT "of these, have got a loan",
  principal COMMENT "CNY paid out to them",
  cost_per_borrower COMMENT "CNY, 2 decimals; none without a borrower"
)
COMMENT "One row per month and campaign: from the first contact to the loan, and what it cost."
DISTRIBUTED BY HASH (campaign)
REFRESH DEFERRED ASYNC
AS
SELECT
  t.touch_month,
  t.campaign,
  t.channel,
  t.impressions,
  t.clicks,
  t.campaign_cost AS cost,
  coalesce(w.won_customers, 0) AS customers,
  coalesce(w.applicants, 0) AS applicants,
  coalesce(w.approved_customers, 0) AS approved,
  coalesce(w.borrowers, 0) AS borrowers,
  coalesce(w.borrowed_principal, 0) AS principal,
  round(t.campaign_cost / nullif(w.borrowers, 0), 2) AS cost_per_borrower
FROM cdm.metric_touch_month AS t
LEFT JOIN cdm.metric_acquisition_month AS w
  ON w.touch_month = t.touch_month AND w.campaign = t.campaign AND w.channel = t.channel;
