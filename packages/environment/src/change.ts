import { isDeepStrictEqual } from 'node:util';
import type { Account } from './account';
import { formatPath } from './document';
import type { Step } from './document';
import { outlineOf } from './outline';
import type { FileText, Outline } from './outline';
import type { Problem } from './problems';

/** Two states of `environments/`, and the account that they are in. */
export interface Change {
  readonly account: Account;
  /** The files before, in any older form. */
  readonly before: readonly FileText[];
  /** The files now. */
  readonly after: readonly FileText[];
}

/**
 * What a change of environment files would leave behind or lose although each file by itself is right: Terraform only
 * destroys what a stack that is still synthesized had.
 */
export function checkChange({ account, before, after }: Change): readonly Problem[] {
  const now = after.flatMap((text) => outlineOf(text, account) ?? []);
  return before.flatMap((text) => {
    const was = outlineOf(text, account);
    if (was === undefined) return checkUnread(text, after);
    const is = now.find(({ id }) => id === was.id);
    return is === undefined ? checkRemoval(was, now, after) : checkEdit(was, is);
  });
}

/** A file of which not even the outline was right cannot have been deployed as it stood; its name may still be one that was. */
function checkUnread({ file }: FileText, after: readonly FileText[]): readonly Problem[] {
  if (after.some((each) => each.file === file)) return [];
  return [
    gone(
      file,
      'is gone, and could not be read before. Restore and correct it, then retire the environment with `state: retired`.',
    ),
  ];
}

function checkRemoval(was: Outline, now: readonly Outline[], after: readonly FileText[]): readonly Problem[] {
  if (was.retired) return [];
  const { file } = was.document;
  const renamed = after.some((each) => each.file === file) || now.some(({ data }) => isDeepStrictEqual(data, was.data));
  return [
    gone(
      file,
      `no longer declares the environment ${was.id}, which is not retired: nothing would ever destroy its stacks. Restore it; ` +
        'deploy `protection: off` and `allowDataLoss: on`, then `state: retired`, and remove the file after that.' +
        (renamed ? ' Another team, stage or file name makes a new environment; it moves nothing.' : ''),
    ),
  ];
}

function gone(file: string, message: string): Problem {
  return { code: 'STR1116', file, line: 1, column: 1, path: '', message };
}

function checkEdit(was: Outline, is: Outline): readonly Problem[] {
  const problems: Problem[] = [];
  const report = (code: Problem['code'], path: readonly Step[], message: string): void => {
    const { file, positionOf } = is.document;
    problems.push({ code, file, ...positionOf(path), path: formatPath(path), message });
  };
  if (was.retired) return [];
  if (was.target !== is.target) {
    report(
      'STR1117',
      ['target'],
      `was ${was.target} and must stay: the state of what is deployed lies there, and another target begins with an empty one. ` +
        'Add another environment, or retire this one first.',
    );
  }
  if (was.createsNetwork && !is.createsNetwork && !is.retired) {
    report(
      'STR1118',
      ['network'],
      `created a network and must go on: the stack ${was.id}-network would be left behind, and a warehouse cannot move to another one. Add another environment.`,
    );
  }
  if (was.createsNetwork && is.createsNetwork && !is.retired) reportNetwork(was, is, report);
  if (is.retired && !opensData(was)) {
    report(
      'STR1119',
      ['state'],
      'cannot be retired yet: deploy `protection: off` and `allowDataLoss: on` first, with everything else as it is.',
    );
  }
  reportKeys(was, is, report);
  if (!is.retired) {
    reportLosses(was, is, report);
    reportMoves(was, is, report);
  }
  return problems;
}

type Report = (code: Problem['code'], path: readonly Step[], message: string) => void;

function opensData({ protection, allowDataLoss }: Outline): boolean {
  return !protection && allowDataLoss;
}

/** What lies in a vSwitch is made anew, and empty, when the vSwitch is. */
function reportNetwork(was: Outline, is: Outline, report: Report): void {
  const advice =
    'Another range makes new vSwitches, and what lies in the old ones, data included, would be replaced. Restore it.';
  if (was.cidr !== is.cidr)
    report('STR1118', ['network', 'cidr'], `was ${was.cidr ?? 'none'} and must stay. ${advice}`);
  if (!isDeepStrictEqual(is.zones.slice(0, was.zones.length), was.zones)) {
    report(
      'STR1118',
      ['zones'],
      `must begin with ${was.zones.join(', ')}, as deployed: the place of a zone decides on its range; new zones go to the end. ${advice}`,
    );
  }
}

/** The plan refuses what would be lost in such a change, but only when it is made: here a review sees it. */
function reportKeys(was: Outline, is: Outline, report: Report): void {
  if (opensData(was) || !opensData(is) || is.retired) return;
  if (isDeepStrictEqual(withoutKeys(was), withoutKeys(is))) return;
  report(
    'STR1119',
    ['allowDataLoss'],
    'opens the environment to data loss together with other changes. Deploy `protection: off` and `allowDataLoss: on` alone first.',
  );
}

const KEYS = ['protection', 'allowDataLoss'];

function withoutKeys({ document }: Outline): unknown {
  const all = Object.entries(document.value as Record<string, unknown>);
  return Object.fromEntries(all.filter(([name]) => !KEYS.includes(name)));
}

function reportLosses(was: Outline, is: Outline, report: Report): void {
  const data = was.data.filter((each) => !is.data.includes(each));
  if (data.length > 0 && !(opensData(was) && opensData(is))) {
    report(
      'STR1119',
      [],
      `takes out ${data.join(', ')}: that would destroy data. Put it back; or deploy \`protection: off\` and \`allowDataLoss: on\` alone first, then take it out.`,
    );
  }
  const warehouses = was.warehouses.filter((each) => !is.warehouses.includes(each));
  if (warehouses.length > 0 && (was.protection || is.protection)) {
    report(
      'STR1119',
      [],
      `takes out ${warehouses.join(', ')}. Put it back; or deploy \`protection: off\` first, then take it out.`,
    );
  }
}

/** What stands in a network that was there before is made anew, and empty, in another place. */
function reportMoves(was: Outline, is: Outline, report: Report): void {
  if (opensData(was) && opensData(is)) return;
  const gone = Object.entries(was.place).filter(([key, id]) => is.place[key] !== id);
  for (const [key, id] of gone) {
    report(
      'STR1119',
      key.split('.'),
      `was ${key === 'zones' ? `${id} in the first place` : id}: what stands there would be made anew, and its data lost. Restore it; or deploy \`protection: off\` and \`allowDataLoss: on\` alone first, then change it.`,
    );
  }
}
