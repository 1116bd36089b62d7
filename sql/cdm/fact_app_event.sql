CREATE VIEW fact_app_event (
  event_on COMMENT "day of the event, UTC+8",
  occurred_at COMMENT "moment of the event on the device, UTC+8",
  device_id COMMENT "pseudonymous id of the installation",
  customer_id COMMENT "who was logged in, see cdm.dim_customer",
  platform COMMENT "android, ios or web",
  event_name COMMENT "open, view_offer, start_application, submit_application or view_plan",
  step COMMENT "1 open, 2 view_offer, 3 start_application, 4 submit_application; 0 outside the way to an application"
)
COMMENT "One row per event in the app, with its step on the way to an application."
AS
SELECT
  event_on,
  occurred_at,
  device_id,
  customer_id,
  platform,
  event_name,
  CASE event_name
    WHEN 'open' THEN 1
    WHEN 'view_offer' THEN 2
    WHEN 'start_application' THEN 3
    WHEN 'submit_application' THEN 4
    ELSE 0
  END AS step
FROM ods.app_event;
