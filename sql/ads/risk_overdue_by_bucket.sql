--@ freshness: 15m
CREATE MATERIALIZED VIEW risk_overdue_by_bucket (
  as_of COMMENT "business date of the snapshot, UTC+8",
  product COMMENT "cash, installment or car",
  bucket COMMENT "written_off, current, 1-30, 31-60, 61-90 or 91+ days past due",
  loans COMMENT "loans in the bucket",
  outstanding_principal COMMENT "CNY not paid back",
  overdue_amount COMMENT "CNY of principal and interest that is late",
  share COMMENT "outstanding_principal / that of all buckets of the product, 4 decimals"
)
COMMENT "One row per product and bucket: the book as it stands, settled loans left out."
DISTRIBUTED BY HASH (product)
REFRESH DEFERRED ASYNC
AS
SELECT
  b.as_of,
  b.product,
  b.bucket,
  b.loans,
  b.outstanding_principal,
  b.overdue_amount,
  round(b.outstanding_principal / sum(b.outstanding_principal) OVER (PARTITION BY b.product), 4) AS share
FROM (
  SELECT
    e.as_of,
    e.product,
    e.bucket,
    count(*) AS loans,
    sum(e.outstanding_principal) AS outstanding_principal,
    sum(e.overdue_amount) AS overdue_amount
  FROM cdm.loan_month_end AS e
  JOIN cdm.business_date AS d ON d.business_date = e.as_of
  WHERE e.bucket <> 'settled'
  GROUP BY e.as_of, e.product, e.bucket
) AS b;
