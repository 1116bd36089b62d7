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
    m.as_of,
    m.product,
    m.bucket,
    sum(m.book_loans) AS loans,
    sum(m.outstanding_principal) AS outstanding_principal,
    sum(m.overdue_amount) AS overdue_amount
  FROM cdm.metric_loan_book AS m
  JOIN cdm.business_date AS d ON d.business_date = m.as_of
  WHERE m.bucket <> 'settled'
  GROUP BY m.as_of, m.product, m.bucket
) AS b;
