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
import { checkClients, checkNetwork, checkRegion, checkZones } from './rules/place';
import { checkQuota } from './rules/quota';
import type { Report, Rule } from './rules/report';
import { checkSchedules } from './rules/schedule';
import { checkSecrets } from './rules/secrets';
import { checkUnique } from './rules/unique';
import { environmentFileSchema } from './schema/environment-file';
import type { EnvironmentFile } from './schema/environment-file';
import { soundParts } from './sound-parts';
import type { FileKey } from './sound-parts';

const NOTHING: ReadonlySet<FileKey> = new Set();
const EVERYTHING = Object.keys(environmentFileSchema.shape) as readonly FileKey[];

const RULES: readonly Rule[] = [
  { check: checkLife, reads: ['allowDataLoss', 'expires', 'protection', 'stage', 'state', 'target'] },
  { check: checkRegion, reads: ['region'] },
  { check: checkZones, reads: ['region', 'zones'] },
  { check: checkNetwork, reads: ['instance', 'network', 'sources', 'streams', 'zones'] },
  { check: checkClients, reads: ['clients'] },
  { check: checkInstance, reads: ['instance', 'stage'] },
  { check: checkSecrets, reads: ['instance', 'secrets', 'sources', 'target'] },
  { check: checkUnique, reads: [] },
  { check: checkSchedules, reads: ['warehouses'] },
  { check: checkCaches, reads: ['stage', 'warehouses'] },
  { check: checkLayers, reads: ['instance', 'layers'] },
  { check: checkLake, reads: ['lake'] },
  { check: checkQuota, reads: ['instance', 'stage', 'team', 'warehouses'] },
  { check: checkBudget, reads: EVERYTHING },
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
  if (document.problems.length > 0) throw new EnvironmentError(document.problems);
  const checked = check<EnvironmentFile>(document, environmentFileSchema);
  const { file: sound, faulty } =
    'value' in checked ? { file: checked.value, faulty: NOTHING } : soundParts(document.value);
  const environment = resolveEnvironment(sound, file, account);
  const problems = [...checked.problems];
  const report = reportInto(problems, document);
  for (const { check: ask, reads } of RULES) {
    if (reads.some((key) => faulty.has(key))) continue;
    ask({ written: document.value, file: sound, environment, account, report });
  }
  if (problems.length > 0) throw new EnvironmentError(problems.sort((a, b) => a.line - b.line || a.column - b.column));
  return { environment, document };
}

function reportInto(problems: Problem[], { file, positionOf }: SourceDocument): Report {
  return (code, path, message) => {
    problems.push({ code, file, ...positionOf(path), path: formatPath(path), message });
  };
}
