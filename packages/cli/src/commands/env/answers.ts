import { createInterface } from 'node:readline/promises';
import { firstFree, STAGES, TARGETS } from '@strata/environment';
import type { EnvironmentDraft, Platform, Stage, Target } from '@strata/environment';
import { CliError } from '../../output';
import { inDays } from './today';

/** What the command line says of a new environment. */
export interface Answers {
  readonly team?: string;
  readonly stage?: string;
  readonly target?: string;
  readonly owner?: string;
  readonly region?: string;
  readonly zones?: string;
  readonly expires?: string;
  readonly cidr?: string;
  readonly shared?: string;
  readonly warehouse?: string;
  readonly cu?: number;
  readonly budget?: number;
}

/** Asks one question; answers the suggestion when nothing is said. */
type Ask = (question: string, suggestion: string | undefined) => Promise<string>;

/**
 * Completes what the command line says: asks on a terminal, else takes what can be taken.
 *
 * @throws CliError STR1954 with every option that is missing, where nobody can be asked
 */
export async function answersFor(given: Answers, platform: Platform): Promise<EnvironmentDraft> {
  if (process.stdin.isTTY && process.stderr.isTTY) {
    // Questions are no result: standard output stays what --json and --dry-run print.
    const terminal = createInterface({ input: process.stdin, output: process.stderr });
    const left = new Promise<never>((_, reject) => {
      terminal.once('close', () =>
        reject(new CliError('STR1954', 'The questions were left before the last one. Nothing is written.')),
      );
    });
    left.catch(() => undefined);
    try {
      return await complete(given, platform, async (question, suggestion) => {
        const asked = terminal.question(`${question}${suggestion === undefined ? '' : ` [${suggestion}]`}: `);
        const said = await Promise.race([asked, left]);
        return said.trim() === '' ? (suggestion ?? '') : said.trim();
      });
    } finally {
      terminal.close();
    }
  }
  const missing = (['team', 'stage', 'owner'] as const).filter((name) => given[name] === undefined);
  if (missing.length > 0) {
    throw new CliError(
      'STR1954',
      `A new environment needs ${missing.map((name) => `--${name}`).join(', ')}. Give them, or run this on a terminal, where it asks.`,
    );
  }
  return complete(given, platform, (_, suggestion) => Promise.resolve(suggestion ?? ''));
}

async function complete(given: Answers, { account, environments }: Platform, ask: Ask): Promise<EnvironmentDraft> {
  const team = given.team ?? (await ask('Team', undefined));
  const stage = oneOf('stage', STAGES, given.stage ?? (await ask(`Stage (${STAGES.join(', ')})`, 'dev')));
  const target = oneOf('target', TARGETS, given.target ?? (await ask(`Target (${TARGETS.join(', ')})`, 'cloud')));
  const owner = given.owner ?? (await ask('E-mail address of the owner', undefined));
  const base = environments.find(({ id }) => id === given.shared);
  const region =
    given.region ?? base?.region ?? (await ask(`Region (${account.regions.join(', ')})`, account.regions[0]));
  const known = base?.zones[0] ?? environments.find((each) => each.region === region)?.zones[0];
  const zones = given.zones ?? (await ask('Zones, separated by commas', known ?? `${region}-a`));
  const expires = given.expires ?? lifetime(platformDays(account, stage), target, stage);
  const cidr = given.shared === undefined ? (given.cidr ?? freeRange(account, environments)) : given.cidr;
  return {
    team,
    stage,
    target,
    owner,
    region,
    zones: zones.split(',').map((zone) => zone.trim()),
    ...(expires === undefined ? {} : { expires }),
    ...(cidr === undefined ? {} : { cidr }),
    ...(given.shared === undefined ? {} : { shared: given.shared }),
    ...(given.warehouse === undefined ? {} : { warehouse: { name: given.warehouse, cu: given.cu ?? 8 } }),
    ...(given.budget === undefined ? {} : { budget: given.budget }),
  };
}

function oneOf<const T extends readonly string[]>(option: string, values: T, said: string): T[number] {
  const found = values.find((value) => value === said);
  if (found !== undefined) return found;
  throw new CliError('STR1954', `--${option} must be one of ${values.join(', ')}, got "${said}".`);
}

function platformDays(account: Platform['account'], stage: Stage): number | undefined {
  return account.stages[stage].lifetimeDays?.default;
}

/** The cloud asks for an end outside prod. */
function lifetime(days: number | undefined, target: Target, stage: Stage): string | undefined {
  return target === 'cloud' && stage !== 'prod' && days !== undefined ? inDays(days) : undefined;
}

function freeRange({ networks }: Platform['account'], environments: Platform['environments']): string {
  const { range, prefix, reserved = [] } = networks;
  const taken = environments.flatMap(({ network }) => (network.kind === 'none' ? [] : [network.cidr]));
  const free = firstFree(range, prefix, [...taken, ...reserved]);
  if (free !== undefined) return free;
  throw new CliError(
    'STR1954',
    `No /${prefix} of ${range} is free any more. Widen networks.range in strata.yaml, remove an environment, or share an instance: --shared.`,
  );
}
