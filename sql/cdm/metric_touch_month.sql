-- Generated from metrics.yaml by `strata sql metrics --write`: change it there.
CREATE VIEW metric_touch_month (
  touch_month COMMENT "first day of the month of the touches",
  campaign COMMENT "code of the campaign",
  channel COMMENT "search, social, affiliate, sms or offline",
  impressions COMMENT "times shown, touches",
  clicks COMMENT "times followed, touches",
  campaign_cost COMMENT "charged, CNY"
)
COMMENT "One row per month and campaign, with its touches and what they cost."
AS
SELECT
  date_trunc('month', touched_on) AS touch_month,
  campaign,
  channel,
  count(if(kind = 'impression', 1, NULL)) AS impressions,
  count(if(kind = 'click', 1, NULL)) AS clicks,
  sum(cost) AS campaign_cost
FROM ods.marketing_touch
GROUP BY date_trunc('month', touched_on), campaign, channel;
