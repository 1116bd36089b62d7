--@ freshness: 15m
CREATE MATERIALIZED VIEW customer_acquisition (
  customer_id COMMENT "see cdm.dim_customer",
  touch_month COMMENT "first day of the month of the touch that won the customer",
  campaign COMMENT "its campaign",
  channel COMMENT "search, social, affiliate, sms or offline",
  touched_at COMMENT "moment of it, UTC+8"
)
COMMENT "One row per customer whom marketing reached: the first click wins; without any click, the first impression."
DISTRIBUTED BY HASH (customer_id)
REFRESH DEFERRED ASYNC
AS
SELECT
  t.customer_id,
  date_trunc('month', t.touched_on) AS touch_month,
  t.campaign,
  t.channel,
  t.touched_at
FROM (
  SELECT
    customer_id,
    touched_on,
    touched_at,
    campaign,
    channel,
    row_number() OVER (
      PARTITION BY customer_id
      ORDER BY if(kind = 'click', 0, 1), touched_at, touch_id
    ) AS place
  FROM ods.marketing_touch
  WHERE customer_id IS NOT NULL
) AS t
WHERE t.place = 1;
