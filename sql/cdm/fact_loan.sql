--@ freshness: 10m
CREATE MATERIALIZED VIEW fact_loan (
  loan_id COMMENT "id in the core system",
  disbursed_on COMMENT "day of payout, UTC+8",
  vintage_month COMMENT "first day of the month of payout",
  application_id COMMENT "see cdm.fact_application",
  customer_id COMMENT "borrower, see cdm.dim_customer",
  product COMMENT "cash, installment or car",
  channel COMMENT "channel of the application",
  principal COMMENT "CNY paid out",
  annual_rate COMMENT "nominal interest a year",
  term_months COMMENT "agreed term, months",
  status COMMENT "active, settled or written_off",
  closed_on COMMENT "day on which it was settled or written off, UTC+8"
)
COMMENT "One row per disbursed loan, with its vintage and where it came from."
PARTITION BY date_trunc('month', disbursed_on)
DISTRIBUTED BY HASH (loan_id)
REFRESH DEFERRED ASYNC
AS
SELECT
  l.loan_id,
  l.disbursed_on,
  date_trunc('month', l.disbursed_on) AS vintage_month,
  l.application_id,
  l.customer_id,
  l.product,
  a.channel,
  l.principal,
  l.annual_rate,
  l.term_months,
  l.status,
  l.closed_on
FROM ods.loan AS l
JOIN ods.application AS a ON a.application_id = l.application_id;
