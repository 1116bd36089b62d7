--@ freshness: 15m
CREATE MATERIALIZED VIEW loan_month_end (
  loan_id COMMENT "see cdm.fact_loan",
  month_start COMMENT "first day of the month",
  as_of COMMENT "day of the snapshot, see cdm.dim_month",
  vintage_month COMMENT "first day of the month of payout",
  months_on_book COMMENT "0 in the month of payout",
  product COMMENT "cash, installment or car",
  principal COMMENT "CNY paid out",
  outstanding_principal COMMENT "CNY not paid back at as_of",
  overdue_amount COMMENT "CNY of principal and interest that was due before as_of and is not paid at as_of",
  days_past_due COMMENT "days since the oldest open installment was due, 0 when none is late",
  bucket COMMENT "settled, written_off, current, 1-30, 31-60, 61-90 or 91+ days past due"
)
COMMENT "One row per loan and month since its payout: the book at each month end, by the plan in force today."
DISTRIBUTED BY HASH (loan_id)
REFRESH DEFERRED ASYNC
AS
SELECT
  s.loan_id,
  s.month_start,
  s.as_of,
  s.vintage_month,
  months_diff(s.month_start, s.vintage_month) AS months_on_book,
  s.product,
  s.principal,
  s.outstanding_principal,
  s.overdue_amount,
  s.days_past_due,
  CASE
    WHEN s.status = 'settled' AND s.closed_on <= s.as_of THEN 'settled'
    WHEN s.status = 'written_off' AND s.closed_on <= s.as_of THEN 'written_off'
    WHEN s.days_past_due = 0 THEN 'current'
    WHEN s.days_past_due <= 30 THEN '1-30'
    WHEN s.days_past_due <= 60 THEN '31-60'
    WHEN s.days_past_due <= 90 THEN '61-90'
    ELSE '91+'
  END AS bucket
FROM (
  SELECT
    l.loan_id,
    m.month_start,
    m.as_of,
    l.vintage_month,
    l.product,
    l.principal,
    l.status,
    l.closed_on,
    l.principal - coalesce(paid.principal_paid, 0) AS outstanding_principal,
    coalesce(due.amount_due, 0) - coalesce(paid.due_amount_paid, 0) AS overdue_amount,
    coalesce(datediff(m.as_of, due.oldest_open_on), 0) AS days_past_due
  FROM cdm.fact_loan AS l
  JOIN cdm.dim_month AS m ON m.month_start >= l.vintage_month
  LEFT JOIN (
    SELECT
      i.loan_id,
      dm.month_start,
      sum(i.principal_due + i.interest_due) AS amount_due,
      min(CASE WHEN i.settled_on IS NULL OR i.settled_on > dm.as_of THEN i.due_on END) AS oldest_open_on
    FROM cdm.installment_status AS i
    JOIN cdm.dim_month AS dm ON i.due_on < dm.as_of
    GROUP BY i.loan_id, dm.month_start
  ) AS due ON due.loan_id = l.loan_id AND due.month_start = m.month_start
  LEFT JOIN (
    SELECT
      r.loan_id,
      pm.month_start,
      sum(r.principal_part) AS principal_paid,
      sum(if(p.due_on < pm.as_of, r.principal_part + r.interest_part, 0)) AS due_amount_paid
    FROM cdm.fact_repayment AS r
    JOIN cdm.installment_status AS p ON p.installment_id = r.installment_id
    JOIN cdm.dim_month AS pm ON r.paid_on <= pm.as_of
    WHERE r.is_refunded = 0
    GROUP BY r.loan_id, pm.month_start
  ) AS paid ON paid.loan_id = l.loan_id AND paid.month_start = m.month_start
) AS s;
