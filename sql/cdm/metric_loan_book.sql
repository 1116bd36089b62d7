-- Generated from metrics.yaml by `strata sql metrics --write`: change it there.
CREATE VIEW metric_loan_book (
  month_start COMMENT "first day of the month",
  as_of COMMENT "day of the snapshot, see cdm.dim_month",
  vintage_month COMMENT "first day of the month of payout",
  months_on_book COMMENT "0 in the month of payout",
  product COMMENT "cash, installment or car",
  bucket COMMENT "settled, written_off, current, 1-30, 31-60, 61-90 or 91+ days past due",
  book_loans COMMENT "on the book, loans",
  book_principal COMMENT "once paid out to the loans on the book, CNY",
  outstanding_principal COMMENT "not paid back, written off included, CNY",
  overdue_amount COMMENT "principal and interest that is late, CNY",
  bad_loans COMMENT "more than 30 days past due or written off, loans",
  bad_principal COMMENT "not paid back of bad loans, CNY"
)
COMMENT "One row per month end, vintage, product and bucket, with the figures of the book."
AS
SELECT
  month_start,
  as_of,
  vintage_month,
  months_on_book,
  product,
  bucket,
  count(*) AS book_loans,
  sum(principal) AS book_principal,
  sum(outstanding_principal) AS outstanding_principal,
  sum(overdue_amount) AS overdue_amount,
  count(if(bucket IN ('31-60', '61-90', '91+', 'written_off'), 1, NULL)) AS bad_loans,
  sum(if(bucket IN ('31-60', '61-90', '91+', 'written_off'), outstanding_principal, 0)) AS bad_principal
FROM cdm.loan_month_end
GROUP BY month_start, as_of, vintage_month, months_on_book, product, bucket;
