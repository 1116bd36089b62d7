--@ freshness: 10m
CREATE MATERIALIZED VIEW fact_application (
  application_id COMMENT "id in the core system",
  applied_on COMMENT "day of application, UTC+8",
  applied_at COMMENT "moment of application, UTC+8",
  customer_id COMMENT "applicant, see cdm.dim_customer",
  product COMMENT "cash, installment or car",
  channel COMMENT "app, web, partner or branch",
  requested_amount COMMENT "CNY",
  term_months COMMENT "requested term, months",
  status COMMENT "submitted, approved, rejected, cancelled or disbursed",
  decisions COMMENT "decisions taken so far, referrals included",
  was_referred COMMENT "1 when an analyst was asked, else 0",
  outcome COMMENT "latest final decision: approve or reject; none while undecided",
  decided_by COMMENT "who took it: engine or analyst",
  decided_at COMMENT "moment of it, UTC+8",
  decision_seconds COMMENT "seconds from application to it",
  score COMMENT "scorecard points behind it",
  reason_code COMMENT "why it was not approved",
  approved_amount COMMENT "CNY; only when approved",
  annual_rate COMMENT "nominal interest a year; only when approved",
  loan_id COMMENT "loan that came of it, see cdm.fact_loan"
)
COMMENT "One row per application with its latest final decision and its loan."
PARTITION BY date_trunc('month', applied_on)
DISTRIBUTED BY HASH (application_id)
REFRESH DEFERRED ASYNC
AS
SELECT
  a.application_id,
  a.applied_on,
  a.applied_at,
  a.customer_id,
  a.product,
  a.channel,
  a.requested_amount,
  a.term_months,
  a.status,
  coalesce(s.decisions, 0) AS decisions,
  coalesce(s.was_referred, 0) AS was_referred,
  d.outcome,
  d.decided_by,
  d.decided_at,
  timestampdiff(SECOND, a.applied_at, d.decided_at) AS decision_seconds,
  d.score,
  d.reason_code,
  d.approved_amount,
  d.annual_rate,
  l.loan_id
FROM ods.application AS a
LEFT JOIN (
  SELECT
    application_id,
    count(*) AS decisions,
    max(if(outcome = 'refer', 1, 0)) AS was_referred,
    max(if(outcome = 'refer', NULL, decision_id)) AS last_decision_id
  FROM ods.credit_decision
  GROUP BY application_id
) AS s ON s.application_id = a.application_id
LEFT JOIN ods.credit_decision AS d ON d.decision_id = s.last_decision_id
LEFT JOIN ods.loan AS l ON l.application_id = a.application_id;
