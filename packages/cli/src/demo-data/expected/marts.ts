import type { DemoData } from '../generate';
import { financeDailyCash } from './finance';
import { finalState } from './final-state';
import { marketingAppConversion, marketingFunnel } from './marketing';
import { operationsApprovalTime, operationsCollection } from './operations';
import { riskOverdueByBucket, riskRollRate, riskVintage } from './risk';
import { loanMonths } from './loan-months';

/** A row of a mart by column name: counts as numbers, decimals and dates as the text that the server prints. */
export type MartRow = Readonly<Record<string, string | number | null>>;

/** What a mart must hold. */
export interface Mart {
  /** Name of the object in the layer `ads`. */
  readonly name: string;
  /** Columns that identify a row. */
  readonly key: readonly string[];
  readonly rows: readonly MartRow[];
}

/** Every ADS mart, computed from the rows themselves without any SQL, with whole numbers of the smallest unit. */
export function expectedMarts(data: DemoData): readonly Mart[] {
  const state = finalState(data);
  const months = loanMonths(state);
  return [
    financeDailyCash(state),
    marketingAppConversion(state),
    marketingFunnel(state),
    operationsApprovalTime(state),
    operationsCollection(state),
    riskOverdueByBucket(state, months),
    riskRollRate(months),
    riskVintage(months),
  ];
}
