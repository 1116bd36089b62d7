--@ freshness: 1d
CREATE MATERIALIZED VIEW risk_vintage (
  vintage_month COMMENT "first day of the month of payout",
  product COMMENT "cash, installment or car",
  months_on_book COMMENT "0 in the month of payout",
  loans COMMENT "loans of the vintage",
  principal COMMENT "CNY paid out to the vintage",
  outstanding_principal COMMENT "CNY not paid back, written off included",
  bad_loans COMMENT "loans more than 30 days past due or written off",
  bad_principal COMMENT "CNY not paid back of bad loans",
  bad_rate COMMENT "bad_principal / principal, 4 decimals"
)
COMMENT "One row per vintage, product and age: how a month of lending goes bad as it ages."
DISTRIBUTED BY HASH (vintage_month)
REFRESH DEFERRED ASYNC
AS
SELECT
  v.vintage_month,
  v.product,
  v.months_on_book,
  v.loans,
  v.principal,
  v.outstanding_principal,
  v.bad_loans,
  v.bad_principal,
  round(v.bad_principal / v.principal, 4) AS bad_rate
FROM (
  SELECT
    vintage_month,
    product,
    months_on_book,
    sum(book_loans) AS loans,
    sum(book_principal) AS principal,
    sum(outstanding_principal) AS outstanding_principal,
    sum(bad_loans) AS bad_loans,
    sum(bad_principal) AS bad_principal
  FROM cdm.metric_loan_book
  GROUP BY vintage_month, product, months_on_book
) AS v;
