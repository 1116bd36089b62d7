import type { Day, Moment } from './calendar';

/** How a column's value is held in memory and written; a question mark allows NULL. */
export type ColumnKind = BaseKind | `${BaseKind}?`;

/**
 * `day` and `moment`: see calendar. `money`: CNY in 1/100. `cost`: CNY in 1/10,000. `rate`: 1/1,000,000. `json`: JSON text.
 */
type BaseKind = 'int' | 'text' | 'json' | 'day' | 'moment' | 'money' | 'cost' | 'rate';

/** The ODS tables, column by column in the order of `sql/ods`. The first column is the key in the source. */
export const TABLES = {
  customer: {
    customer_id: 'int',
    registered_at: 'moment',
    birth_year: 'int',
    province: 'text',
    city: 'text',
    occupation: 'text?',
    monthly_income: 'money?',
    risk_grade: 'text',
    status: 'text',
    updated_at: 'moment',
  },
  application: {
    application_id: 'int',
    applied_on: 'day',
    applied_at: 'moment',
    customer_id: 'int',
    product: 'text',
    channel: 'text',
    requested_amount: 'money',
    term_months: 'int',
    status: 'text',
    updated_at: 'moment',
  },
  credit_decision: {
    decision_id: 'int',
    decided_on: 'day',
    decided_at: 'moment',
    application_id: 'int',
    outcome: 'text',
    decided_by: 'text',
    score: 'int',
    reason_code: 'text?',
    approved_amount: 'money?',
    annual_rate: 'rate?',
    model_version: 'text',
  },
  loan: {
    loan_id: 'int',
    disbursed_on: 'day',
    disbursed_at: 'moment',
    application_id: 'int',
    customer_id: 'int',
    product: 'text',
    principal: 'money',
    annual_rate: 'rate',
    term_months: 'int',
    status: 'text',
    closed_on: 'day?',
    updated_at: 'moment',
  },
  repayment_plan: {
    installment_id: 'int',
    planned_on: 'day',
    loan_id: 'int',
    installment_no: 'int',
    due_on: 'day',
    principal_due: 'money',
    interest_due: 'money',
    updated_at: 'moment',
  },
  repayment: {
    repayment_id: 'int',
    paid_on: 'day',
    paid_at: 'moment',
    loan_id: 'int',
    installment_id: 'int',
    amount: 'money',
    principal_part: 'money',
    interest_part: 'money',
    penalty_part: 'money',
    method: 'text',
    status: 'text',
    refunded_on: 'day?',
    updated_at: 'moment',
  },
  collection_action: {
    action_id: 'int',
    acted_on: 'day',
    acted_at: 'moment',
    loan_id: 'int',
    kind: 'text',
    agent: 'text?',
    result: 'text',
    promised_amount: 'money?',
    promised_on: 'day?',
    updated_at: 'moment',
  },
  app_event: {
    event_id: 'text',
    event_on: 'day',
    occurred_at: 'moment',
    device_id: 'text',
    customer_id: 'int?',
    event_name: 'text',
    platform: 'text',
    attributes: 'json?',
  },
  marketing_touch: {
    touch_id: 'text',
    touched_on: 'day',
    touched_at: 'moment',
    campaign: 'text',
    channel: 'text',
    kind: 'text',
    device_id: 'text',
    customer_id: 'int?',
    cost: 'cost',
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, ColumnKind>>>>;

export type TableName = keyof typeof TABLES;

export const TABLE_NAMES = Object.keys(TABLES) as readonly TableName[];

interface ValueOfKind {
  readonly int: number;
  readonly text: string;
  readonly json: string;
  readonly day: Day;
  readonly moment: Moment;
  readonly money: number;
  readonly cost: number;
  readonly rate: number;
}

type ValueOf<K> = K extends keyof ValueOfKind
  ? ValueOfKind[K]
  : K extends `${infer Base extends BaseKind}?`
    ? ValueOfKind[Base] | null
    : never;

/** A row of a table, in the units of `ColumnKind`. */
export type RowOf<T extends TableName> = { readonly [C in keyof (typeof TABLES)[T]]: ValueOf<(typeof TABLES)[T][C]> };

/** Any row, when its table is known only at run time. */
export type AnyRow = Readonly<Record<string, string | number | null>>;

/** Columns of a table with their kinds, in order. */
export function columnsOf(table: TableName): readonly (readonly [name: string, kind: ColumnKind])[] {
  return Object.entries<ColumnKind>(TABLES[table]);
}

/** Name of the column that identifies a row in the source. */
export function keyOf(table: TableName): string {
  return Object.keys(TABLES[table])[0] ?? '';
}
