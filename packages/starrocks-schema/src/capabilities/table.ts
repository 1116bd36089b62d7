/** The page of capabilities, for the documentation. */

import { FEATURES, VERSIONS } from './features';
import { compareVersions } from './version';

export function capabilityTable(): string {
  const rows = [...FEATURES]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ id, title, since, source }) => {
      const marks = VERSIONS.map((version) => (isIn(version, since) ? 'yes' : ''));
      return `| \`${id}\` | ${title} | ${marks.join(' | ')} | ${since} | ${source} |`;
    });
  return [
    `| Id | What | ${VERSIONS.join(' | ')} | Since | Source |`,
    `|---|---|${VERSIONS.map(() => '---|').join('')}---|---|`,
    ...rows,
    '',
  ].join('\n');
}

/** The whole page. */
export function capabilityPage(): string {
  const declared = FEATURES.filter(({ isUsed }) => isUsed !== undefined).length;
  return [
    '# What came with which version of StarRocks',
    '',
    `Made from the table in \`packages/starrocks-schema/src/capabilities/\` (\`UPDATE_DOCS=1\` with its test writes it). ${FEATURES.length} features from ${VERSIONS[0]} to ${VERSIONS.at(-1) ?? ''};`,
    `${declared} of them can be declared, and a plan refuses them early where the warehouse is older. The rest decide how a change is made.`,
    'What is not in the table is taken to be in all versions, or is left to the warehouse to refuse.',
    '',
    capabilityTable(),
  ].join('\n');
}

/** A feature of a patch release counts for its line. */
function isIn(version: string, since: string): boolean {
  const line = since.split('.').slice(0, 2).join('.');
  return compareVersions(version, line) >= 0;
}
