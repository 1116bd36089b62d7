import type { Account } from './account';
import { check, formatPath, readDocument } from './document';
import type { SourceDocument } from './document';
import type { Environment } from './model';
import { EnvironmentError } from './problems';
import type { Problem } from './problems';
import { resolveEnvironment } from './resolve';
import { checkBudget } from './rules/budget';
import { checkCaches } from './rules/cache';
import { checkInstance } from './rules/instance';
import { checkLake } from './rules/lake';
import { checkLayers } from './rules/layers';
import { checkLife } from './rules/life';
import { checkPlace } from './rules/place';
import { checkQuota } from './rules/quota';
import type { Report } from './rules/report';
import { checkSchedules } from './rules/schedule';
import { checkSecrets } from './rules/secrets';
import { checkUnique } from './rules/unique';
import { environmentFileSchema } from './schema/environment-file';
import type { EnvironmentFile } from './schema/environment-file';

const RULES = [
  checkLife,
  checkPlace,
  checkInstance,
  checkSecrets,
  checkUnique,
  checkSchedules,
  checkCaches,
  checkLayers,
  checkLake,
  checkQuota,
  checkBudget,
];

/**
 * Reads one file of `environments/` and fills in the defaults of its stage.
 *
 * @throws EnvironmentError with everything that is wrong in the file
 */
export function parseEnvironment(yaml: string, file: string, account: Account): Environment {
  return readEnvironment(yaml, file, account).environment;
}

/** An environment with the document that says so, for problems that only show together with other files. */
export interface ReadEnvironment {
  readonly environment: Environment;
  readonly document: SourceDocument;
}

/**
 * As `parseEnvironment`, with places.
 *
 * @throws EnvironmentError with everything that is wrong in the file
 */
export function readEnvironment(yaml: string, file: string, account: Account): ReadEnvironment {
  const document = readDocument(yaml, file);
  const checked = check<EnvironmentFile>(document, environmentFileSchema);
  if (!('value' in checked)) throw new EnvironmentError(checked.problems);
  const environment = resolveEnvironment(checked.value, file, account);
  const problems: Problem[] = [];
  const report = reportInto(problems, document);
  for (const rule of RULES) rule({ file: checked.value, environment, account, report });
  if (problems.length > 0) throw new EnvironmentError(problems.sort((a, b) => a.line - b.line || a.column - b.column));
  return { environment, document };
}

function reportInto(problems: Problem[], { file, positionOf }: SourceDocument): Report {
  return (code, path, message) => {
    problems.push({ code, file, ...positionOf(path), path: formatPath(path), message });
  };
}
