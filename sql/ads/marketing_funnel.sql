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
  t.cost,
  coalesce(w.customers, 0) AS customers,
  coalesce(w.applicants, 0) AS applicants,
  coalesce(w.approved, 0) AS approved,
  coalesce(w.borrowers, 0) AS borrowers,
  coalesce(w.principal, 0) AS principal,
  round(t.cost / nullif(w.borrowers, 0), 2) AS cost_per_borrower
FROM (
  SELECT
    date_trunc('month', touched_on) AS touch_month,
    campaign,
    channel,
    sum(if(kind = 'impression', 1, 0)) AS impressions,
    sum(if(kind = 'click', 1, 0)) AS clicks,
    sum(cost) AS cost
  FROM ods.marketing_touch
  GROUP BY date_trunc('month', touched_on), campaign, channel
) AS t
LEFT JOIN (
  SELECT
    q.touch_month,
    q.campaign,
    q.channel,
    count(*) AS customers,
    sum(if(a.applications > 0, 1, 0)) AS applicants,
    sum(if(a.approvals > 0, 1, 0)) AS approved,
    sum(if(l.loans > 0, 1, 0)) AS borrowers,
    sum(coalesce(l.principal, 0)) AS principal
  FROM cdm.customer_acquisition AS q
  LEFT JOIN (
    SELECT customer_id, count(*) AS applications, sum(if(outcome = 'approve', 1, 0)) AS approvals
    FROM cdm.fact_application
    GROUP BY customer_id
  ) AS a ON a.customer_id = q.customer_id
  LEFT JOIN (
    SELECT customer_id, count(*) AS loans, sum(principal) AS principal
    FROM cdm.fact_loan
    GROUP BY customer_id
  ) AS l ON l.customer_id = q.customer_id
  GROUP BY q.touch_month, q.campaign, q.channel
) AS w ON w.touch_month = t.touch_month AND w.campaign = t.campaign AND w.channel = t.channel;
