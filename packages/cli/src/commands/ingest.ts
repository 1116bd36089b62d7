import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { IngestTable } from '@strata/ingest';
import { generateFlinkJob, parseSource } from '@strata/ingest';
import { parseAnnotations, parseStatement } from '@strata/starrocks-sql';
import { Command, Option } from 'commander';
import { findCheckout } from '../checkout';
import { CliError, printJson, printLine } from '../output';

interface GenerateOptions {
  readonly dialect: 'flink' | 'vvr';
  readonly table?: readonly string[];
  readonly json?: boolean;
}

/** `strata ingest`: jobs that keep ODS tables equal to their sources. */
export function ingestCommand(): Command {
  return new Command('ingest').description('jobs that keep ODS tables equal to their sources').addCommand(
    new Command('generate')
      .description('print the Flink SQL of the job; connections are variables of the Flink namespace')
      .addOption(
        new Option('--dialect <name>', 'connector names of open-source Flink or of Realtime Compute')
          .choices(['flink', 'vvr'])
          .default('flink'),
      )
      .option('--table <name...>', 'only these ODS tables')
      .option('--json', 'print JSON: sql and configuration')
      .action(generate),
  );
}

function generate({ dialect, table, json }: GenerateOptions): void {
  const job = generateFlinkJob(chosen(odsTables(join(findCheckout(), 'sql', 'ods')), table), {
    dialect,
    labelPrefix: 'strata',
    starrocks: {
      jdbcUrl: 'jdbc:mysql://${starrocks_host}:9030',
      loadUrl: '${starrocks_host}:8030',
      username: '${starrocks_user}',
      password: '${secret_values.starrocks_password}',
    },
    mysql: {
      hostname: '${mysql_host}',
      port: 3306,
      username: '${mysql_user}',
      password: '${secret_values.mysql_password}',
      serverTimeZone: 'Asia/Shanghai',
      serverIdStart: 5400,
    },
    kafka: { bootstrapServers: '${kafka_bootstrap_servers}', groupId: 'strata' },
  });
  if (json === true) printJson(job);
  else printLine(job.sql);
}

/** ODS tables that name a source. */
function odsTables(folder: string): readonly IngestTable[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .flatMap((name) => {
      const file = join(folder, name);
      const text = readFileSync(file, 'utf8');
      const statement = parseStatement(text, { file });
      const written = parseAnnotations(text, { file }).annotations.source;
      if (statement.kind !== 'create-table' || written === undefined) return [];
      const source = parseSource(written);
      if (typeof source === 'string') throw new CliError('STR1907', `${file}: source ${source}`);
      return [{ file, database: 'ods', statement, source }];
    });
}

function chosen(tables: readonly IngestTable[], names: readonly string[] | undefined): readonly IngestTable[] {
  if (names === undefined) return tables;
  const nameOf = (table: IngestTable) => table.statement.name.parts.at(-1) ?? '';
  const unknown = names.filter((name) => !tables.some((table) => nameOf(table) === name));
  if (unknown.length > 0) {
    throw new CliError(
      'STR1908',
      `No ODS table with a source is called ${unknown.join(', ')}, only ${tables.map(nameOf).join(', ')}.`,
    );
  }
  return tables.filter((table) => names.includes(nameOf(table)));
}
