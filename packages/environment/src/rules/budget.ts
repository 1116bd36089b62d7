import { monthlyPrice } from '../prices/monthly-price';
import { quotaOf } from '../resolve';
import type { Checked } from './report';

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
  const [most] = [...lines].sort((a, b) => b.cny - a.cny);
  const mostOfIt = most === undefined ? '' : `, most of it ${most.what} (${Math.round(most.cny)})`;
  report(
    'STR1127',
    ['budget'],
    `is ${budget} CNY a month, the environment costs ${Math.ceil(cny)} by the price book${mostOfIt}. Make it smaller or give it more; npx strata env show ${environment.id} has every line.`,
  );
}
