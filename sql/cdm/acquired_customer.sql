CREATE VIEW acquired_customer (
  customer_id COMMENT "see cdm.dim_customer",
  touch_month COMMENT "first day of the month of the touch that won the customer",
  campaign COMMENT "its campaign",
  channel COMMENT "search, social, affiliate, sms or offline",
  applications COMMENT "applications so far",
  approvals COMMENT "of these, were approved",
  loans COMMENT "loans so far",
  principal COMMENT "CNY paid out so far"
)
COMMENT "One row per customer whom marketing reached, with what came of it."
AS
SELECT
  q.customer_id,
  q.touch_month,
  q.campaign,
  q.channel,
  coalesce(a.applications, 0) AS applications,
  coalesce(a.approvals, 0) AS approvals,
  coalesce(l.loans, 0) AS loans,
  coalesce(l.principal, 0) AS principal
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
) AS l ON l.customer_id = q.customer_id;
