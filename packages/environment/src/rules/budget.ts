import { monthlyPrice } from '../prices/monthly-price';
import type { PriceLine } from '../prices/monthly-price';
import { quotaOf } from '../resolve';
import type { Checked } from './report';

const SHOWN_LINES = 5;

/** What the environment costs by the price book stays within what it may cost; what has no price is not counted. */
export function checkBudget(checked: Checked): void {
  checkPrice(checked);
  const { file, environment, account, report } = checked;
  const { team, stage } = environment;
  const limit = quotaOf(account, team, stage).budget;
  if (file.budget === undefined || limit === undefined || file.budget <= limit) return;
  report(
    'STR1127',
    ['budget'],
    `must be at most ${limit} CNY a month, the quota of ${team} in ${stage} in strata.yaml, got ${file.budget}. Lower it, or ask for more in strata.yaml.`,
  );
}

function checkPrice({ environment, account, report }: Checked): void {
  const { budget } = environment;
  if (budget === undefined) return;
  const { cny, lines } = monthlyPrice(environment, account);
  if (cny <= budget) return;
  report(
    'STR1127',
    ['budget'],
    `is ${budget} CNY a month, the environment costs ${Math.ceil(cny)} by the price book: ${largestOf(lines)}. Make it smaller, or give it more.`,
  );
}

/** The lines that make most of a price: no command shows the others as long as the file does not hold. */
function largestOf(lines: readonly PriceLine[]): string {
  const sorted = [...lines].sort((a, b) => b.cny - a.cny);
  const rest = sorted.slice(SHOWN_LINES);
  return [
    ...sorted.slice(0, SHOWN_LINES).map(({ what, item, cny }) => `${what}, ${item}: ${Math.round(cny)}`),
    ...(rest.length === 0 ? [] : [`${rest.length} more: ${Math.round(rest.reduce((sum, { cny }) => sum + cny, 0))}`]),
  ].join('; ');
}
