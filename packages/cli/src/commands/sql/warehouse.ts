/** What all commands on a live warehouse share: their options, the connection, the plan. */

import type { Connection, LiveModel, Model, Plan, PlanPolicy, StagePolicy } from '@strata/starrocks-schema';
import {
  connect,
  databasesOf,
  diff,
  introspect,
  loadModel,
  parsePolicy,
  planSteps,
  readFacts,
} from '@strata/starrocks-schema';
import { Command, Option } from 'commander';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { CliError } from '../../output';
import { readLibrary } from '../../sql-files';
import { endpointOf } from './endpoint';
import { isRecord, parseYaml } from './library';
import { resolveFromShell } from './secrets';

export interface WarehouseOptions {
  readonly url: string;
  readonly dir: string;
  readonly environment: string;
  readonly json?: boolean;
}

export interface PlanOptions extends WarehouseOptions {
  readonly allowDataLoss?: boolean;
  readonly protection: boolean;
  readonly maxRisk?: 'safe' | 'locks-writers' | 'rewrites-data';
  readonly policy?: string;
  readonly stage?: string;
}

/** Everything that a command may want to show or run. */
export interface Planned {
  readonly connection: Connection;
  readonly desired: Model;
  readonly live: LiveModel;
  readonly plan: Plan;
  readonly policy: PlanPolicy & StagePolicy;
}

/** A command on a live warehouse. */
export function warehouseCommand(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .option('--url <url>', 'the warehouse; the password may come from STRATA_PASSWORD', 'mysql://root@127.0.0.1:9030')
    .option('--dir <folder>', 'the folder of the layers ods, cdm, ads', 'sql')
    .option('--environment <id>', 'whose objects these are: objects of others are never touched', 'local')
    .option('--json', 'print JSON');
}

/** A command that plans. */
export function planningCommand(name: string, description: string): Command {
  return warehouseCommand(name, description)
    .option('--allow-data-loss', 'let objects be dropped; needs --no-protection too')
    .option('--no-protection', 'switch off the protection against drops')
    .addOption(
      new Option('--max-risk <risk>', 'the highest risk that a step may have (default: safe)').choices([
        'safe',
        'locks-writers',
        'rewrites-data',
      ]),
    )
    .option('--policy <file>', 'YAML with the risks, bytes and times that each stage allows')
    .option('--stage <stage>', 'whose part of the policy holds (default: the end of the environment, e.g. prod)');
}

/** Connects, reads the files, works, and closes the connection. */
export async function withWarehouse<T>(
  options: WarehouseOptions,
  work: (connection: Connection, desired: Model) => Promise<T>,
): Promise<T> {
  const desired = loadModel(readLibrary(resolve(options.dir)));
  const connection = await connect(endpointOf(options.url));
  try {
    return await work(connection, desired);
  } finally {
    await connection.close();
  }
}

/** What the warehouse holds in the databases of the files, and of the environment's ledger. */
export function readLive(
  connection: Connection,
  desired: Model,
  { environment }: WarehouseOptions,
): Promise<LiveModel> {
  const objects = desired.objects.map(({ id }) => id);
  return introspect(connection, {
    environment,
    databases: databasesOf(desired),
    objects,
    resolveSecret: resolveFromShell,
  });
}

/** Plans the files against the live warehouse. */
export function withPlan<T>(options: PlanOptions, work: (planned: Planned) => Promise<T>): Promise<T> {
  const policy = policyOf(options);
  return withWarehouse(options, async (connection, desired) =>
    work({ connection, desired, policy, ...(await planNow({ connection, desired, policy }, options)) }),
  );
}

/** What the warehouse holds now, and what would bring it to the files. */
export async function planNow(
  { connection, desired, policy }: Pick<Planned, 'connection' | 'desired' | 'policy'>,
  options: WarehouseOptions,
): Promise<Pick<Planned, 'live' | 'plan'>> {
  const live = await readLive(connection, desired, options);
  const facts = await readFacts(connection, databasesOf(desired));
  return { live, plan: planSteps(diff(desired, live), policy, facts) };
}

/** The rules of the policy file, and the keys and the risk of the command line. @throws CliError STR1921, STR1925 */
export function policyOf(options: PlanOptions): PlanPolicy & StagePolicy {
  const { allowDataLoss = false, protection, maxRisk, policy: file } = options;
  const rules = file === undefined ? {} : rulesOf(file, options);
  return { ...rules, allowDataLoss, protection, maxRisk: maxRisk ?? rules.maxRisk ?? 'safe' };
}

function rulesOf(file: string, { stage, environment }: PlanOptions): StagePolicy {
  if (!existsSync(file)) throw new CliError('STR1921', `--policy ${file}: there is no such file.`);
  const document = parseYaml(file);
  const rules = parsePolicy(document, { stage: stage ?? environment.split('-').at(-1) ?? '', file });
  if (stage !== undefined) refuseUnknownStage(stage, document, file);
  return rules;
}

/** A mistyped stage would lose its own rules, and `default` would hold. @throws CliError STR1925 */
function refuseUnknownStage(stage: string, document: unknown, file: string): void {
  const stages = isRecord(document) && isRecord(document['stages']) ? Object.keys(document['stages']) : [];
  if (stages.includes(stage)) return;
  throw new CliError(
    'STR1925',
    `--stage ${stage}: ${file} has no such stage; it has ${stages.join(', ') || 'none'}. Name one that it has, add \`${stage}: {}\` to its stages if default is to hold there, or leave the option out: the end of --environment is the stage then.`,
  );
}
