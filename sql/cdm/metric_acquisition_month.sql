-- Generated from metrics.yaml by `strata sql metrics --write`: change it there.
CREATE VIEW metric_acquisition_month (
  touch_month COMMENT "first day of the month of the touch that won the customer",
  campaign COMMENT "its campaign",
  channel COMMENT "search, social, affiliate, sms or offline",
  won_customers COMMENT "whom the campaign won, customers",
  applicants COMMENT "who have applied at least once, customers",
  approved_customers COMMENT "who have been approved at least once, customers",
  borrowers COMMENT "who have got a loan, customers",
  borrowed_principal COMMENT "paid out to them, CNY"
)
COMMENT "One row per month and campaign, with the customers whom it won."
AS
SELECT
  touch_month,
  campaign,
  channel,
  count(*) AS won_customers,
  count(if(applications > 0, 1, NULL)) AS applicants,
  count(if(approvals > 0, 1, NULL)) AS approved_customers,
  count(if(loans > 0, 1, NULL)) AS borrowers,
  sum(principal) AS borrowed_principal
FROM cdm.acquired_customer
GROUP BY touch_month, campaign, channel;
