import type { IConstruct } from 'constructs';
import { ValidationError } from '../core/errors';
import { RESERVED_PARAMETERS, needsRestart } from './mysql-parameters';
import type { SourceDatabaseProps } from './source-database';

/** Refuses a server that RDS would refuse, or that a job could lose its place in. */
export function validateSourceDatabase(scope: IConstruct, props: SourceDatabaseProps): void {
  validateDatabases(scope, props.databases);
  validateHostPrefix(scope, props.hostPrefix);
  validateBinlogHours(scope, props.binlogHours ?? 168, props.longestOutageHours ?? 24);
  validateStorage(scope, props);
  validateBackupDays(scope, props.backupDays ?? 7);
  validateParameters(scope, Object.keys(props.parameters ?? {}), props.allowRestart ?? false);
}

function validateDatabases(scope: IConstruct, databases: readonly string[]): void {
  if (databases.length === 0) {
    throw new ValidationError(scope, 'STR1210', '`databases` must name at least one database, got none.');
  }
  const wrong = databases.find((name) => !/^[a-z][a-z0-9_-]{0,62}[a-z0-9]$/.test(name));
  const twice = databases.find((name, index) => databases.indexOf(name) !== index);
  const reason = wrong === undefined ? `got ${String(twice)} twice` : `got ${wrong}`;
  if (wrong !== undefined || twice !== undefined) {
    throw new ValidationError(
      scope,
      'STR1266',
      `\`databases\` must be different names of 2 to 64 lower-case letters, digits, _ and -, ${reason}.`,
    );
  }
}

function validateHostPrefix(scope: IConstruct, hostPrefix: string): void {
  if (!/^[a-z][a-z0-9-]{7,39}$/.test(hostPrefix)) {
    throw new ValidationError(
      scope,
      'STR1212',
      `\`hostPrefix\` must be 8 to 40 lower-case letters, digits and hyphens, got ${hostPrefix}.`,
    );
  }
}

function validateBinlogHours(scope: IConstruct, binlogHours: number, longestOutageHours: number): void {
  if (!Number.isInteger(binlogHours) || binlogHours < 24 || binlogHours > 168) {
    throw new ValidationError(
      scope,
      'STR1211',
      `\`binlogHours\` must be from 24 to 168, got ${binlogHours}. A job that was down for longer starts again from nothing.`,
    );
  }
  if (longestOutageHours > binlogHours) {
    throw new ValidationError(
      scope,
      'STR1211',
      `\`binlogHours\` must be at least \`longestOutageHours\`, ${longestOutageHours}, got ${binlogHours}. Keep binlogs longer, or allow less of an outage.`,
    );
  }
}

function validateStorage(scope: IConstruct, { storageGb, replica }: SourceDatabaseProps): void {
  if (!Number.isInteger(storageGb) || storageGb < 20 || storageGb > 64_000) {
    throw new ValidationError(scope, 'STR1267', `\`storageGb\` must be from 20 to 64,000, got ${storageGb}.`);
  }
  if (replica?.storageGb !== undefined && replica.storageGb < storageGb) {
    throw new ValidationError(
      scope,
      'STR1267',
      `\`replica.storageGb\` must be at least that of the server, ${storageGb}, got ${replica.storageGb}. A copy has all of its data.`,
    );
  }
}

function validateBackupDays(scope: IConstruct, days: number): void {
  if (!Number.isInteger(days) || days < 7 || days > 730) {
    throw new ValidationError(scope, 'STR1268', `\`backupDays\` must be from 7 to 730, got ${days}.`);
  }
}

function validateParameters(scope: IConstruct, names: readonly string[], allowRestart: boolean): void {
  const reserved = names.find((name) => RESERVED_PARAMETERS.has(name));
  if (reserved !== undefined) {
    throw new ValidationError(
      scope,
      'STR1264',
      `\`parameters\` must leave ${[...RESERVED_PARAMETERS].join(', ')} alone, got ${reserved}. RDS or change data capture sets it.`,
    );
  }
  const restarting = allowRestart ? undefined : names.find(needsRestart);
  if (restarting !== undefined) {
    throw new ValidationError(
      scope,
      'STR1265',
      `\`parameters\` must not have ${restarting} while \`allowRestart\` is off: MySQL reads it when it starts. Take it out, or set \`allowRestart: true\` and deploy when a restart does no harm.`,
    );
  }
}
