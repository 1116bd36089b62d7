import type { Checked } from './report';

/** When an environment ends, and what keeps it from ending. */
export function checkLife(checked: Checked): void {
  const { environment, account, report } = checked;
  const { stage, target, expires, protection, allowDataLoss } = environment;
  if (target === 'cloud' && stage !== 'prod' && expires === undefined) {
    const days = account.stages[stage].lifetimeDays?.default;
    report(
      'STR1106',
      ['expires'],
      `is required outside prod. Write the day on which the environment may be removed${days === undefined ? '' : `, usually ${days} days from now`}.`,
    );
  }
  if (stage === 'prod' && !protection) {
    report('STR1105', ['protection'], 'must be on in prod, got off. Remove the line.');
  }
  if (stage === 'prod' && allowDataLoss) {
    report('STR1105', ['allowDataLoss'], 'must be off in prod, got on. Remove the line.');
  }
  if (environment.state === 'retired') checkRetirement(checked);
}

/** An environment ends by its file alone only where that may destroy data. */
function checkRetirement({ environment, report }: Checked): void {
  const { stage, protection, allowDataLoss } = environment;
  if (stage === 'prod') {
    report(
      'STR1108',
      ['state'],
      'cannot be retired in prod: no file destroys production data. Do it by hand, in the console.',
    );
  } else if (protection || !allowDataLoss) {
    report(
      'STR1108',
      ['state'],
      'cannot be retired without both keys. Deploy with `protection: off` and `allowDataLoss: on` first, then retire.',
    );
  }
}
