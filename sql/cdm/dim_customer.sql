CREATE VIEW dim_customer (
  customer_id COMMENT "id in the core system",
  registered_on COMMENT "day of registration, UTC+8",
  registration_month COMMENT "first day of the month of registration",
  age_band COMMENT "age at registration: under 25, 25-34, 35-44, 45-54 or 55 and over",
  province COMMENT "province of residence",
  occupation COMMENT "as the customer stated it; unknown when it was not",
  income_band COMMENT "stated income, CNY a month: unknown, under 5k, 5k-10k, 10k-20k or 20k and over",
  risk_grade COMMENT "A (best) to E, from the scorecard",
  is_active COMMENT "1 when the account is not frozen, else 0"
)
COMMENT "One row per registered customer, with the bands that reports group by; no personal detail beyond them."
AS
SELECT
  c.customer_id,
  CAST(c.registered_at AS DATE) AS registered_on,
  date_trunc('month', CAST(c.registered_at AS DATE)) AS registration_month,
  CASE
    WHEN year(c.registered_at) - c.birth_year < 25 THEN 'under 25'
    WHEN year(c.registered_at) - c.birth_year < 35 THEN '25-34'
    WHEN year(c.registered_at) - c.birth_year < 45 THEN '35-44'
    WHEN year(c.registered_at) - c.birth_year < 55 THEN '45-54'
    ELSE '55 and over'
  END AS age_band,
  c.province,
  coalesce(c.occupation, 'unknown') AS occupation,
  CASE
    WHEN c.monthly_income IS NULL THEN 'unknown'
    WHEN c.monthly_income < 5000 THEN 'under 5k'
    WHEN c.monthly_income < 10000 THEN '5k-10k'
    WHEN c.monthly_income < 20000 THEN '10k-20k'
    ELSE '20k and over'
  END AS income_band,
  c.risk_grade,
  if(c.status = 'active', 1, 0) AS is_active
FROM ods.customer AS c;
