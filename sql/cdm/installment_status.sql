--@ freshness: 10m
CREATE MATERIALIZED VIEW installment_status (
  installment_id COMMENT "id in the core system",
  loan_id COMMENT "see cdm.fact_loan",
  installment_no COMMENT "1 for the first installment of the loan",
  due_on COMMENT "last day to pay without being late, UTC+8",
  principal_due COMMENT "CNY",
  interest_due COMMENT "CNY",
  principal_paid COMMENT "CNY, refunds taken off",
  interest_paid COMMENT "CNY, refunds taken off",
  settled_on COMMENT "day on which it was paid in full, UTC+8; none while something is open",
  days_late COMMENT "days from due_on to settled_on, or to the business date while it is open; 0 when not late",
  status COMMENT "upcoming, overdue, paid or paid_late, as of the business date"
)
COMMENT "One row per installment of the plan in force, with what was paid for it."
DISTRIBUTED BY HASH (loan_id)
REFRESH DEFERRED ASYNC
AS
SELECT
  i.installment_id,
  i.loan_id,
  i.installment_no,
  i.due_on,
  i.principal_due,
  i.interest_due,
  i.principal_paid,
  i.interest_paid,
  i.settled_on,
  greatest(datediff(coalesce(i.settled_on, i.business_date), i.due_on), 0) AS days_late,
  CASE
    WHEN i.settled_on <= i.due_on THEN 'paid'
    WHEN i.settled_on > i.due_on THEN 'paid_late'
    WHEN i.due_on < i.business_date THEN 'overdue'
    ELSE 'upcoming'
  END AS status
FROM (
  SELECT
    p.installment_id,
    p.loan_id,
    p.installment_no,
    p.due_on,
    p.principal_due,
    p.interest_due,
    coalesce(r.principal_paid, 0) AS principal_paid,
    coalesce(r.interest_paid, 0) AS interest_paid,
    CASE
      WHEN r.principal_paid >= p.principal_due AND r.interest_paid >= p.interest_due THEN r.last_paid_on
    END AS settled_on,
    b.business_date
  FROM ods.repayment_plan AS p
  CROSS JOIN cdm.business_date AS b
  LEFT JOIN (
    SELECT
      installment_id,
      sum(principal_part) AS principal_paid,
      sum(interest_part) AS interest_paid,
      max(paid_on) AS last_paid_on
    FROM cdm.fact_repayment
    WHERE is_refunded = 0
    GROUP BY installment_id
  ) AS r ON r.installment_id = p.installment_id
) AS i;
