CREATE VIEW fact_repayment (
  repayment_id COMMENT "id in the core system",
  loan_id COMMENT "see cdm.fact_loan",
  installment_id COMMENT "see cdm.installment_status",
  product COMMENT "product of the loan",
  paid_on COMMENT "day of payment, UTC+8",
  amount COMMENT "CNY; sum of the three parts",
  principal_part COMMENT "CNY",
  interest_part COMMENT "CNY",
  penalty_part COMMENT "CNY",
  method COMMENT "autopay, card, transfer or wallet",
  refunded_on COMMENT "day on which it was paid back, UTC+8",
  is_refunded COMMENT "1 when it was paid back and no longer counts as paid, else 0"
)
COMMENT "One row per repayment that moved money; failed attempts are left out, refunded ones are marked."
AS
SELECT
  r.repayment_id,
  r.loan_id,
  r.installment_id,
  l.product,
  r.paid_on,
  r.amount,
  r.principal_part,
  r.interest_part,
  r.penalty_part,
  r.method,
  r.refunded_on,
  if(r.status = 'refunded', 1, 0) AS is_refunded
FROM ods.repayment AS r
JOIN ods.loan AS l ON l.loan_id = r.loan_id
WHERE r.status IN ('succeeded', 'refunded');
