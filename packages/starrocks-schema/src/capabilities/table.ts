/** The table of capabilities as Markdown, for the documentation. */

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

/** A feature of a patch release counts for its line. */
function isIn(version: string, since: string): boolean {
  const line = since.split('.').slice(0, 2).join('.');
  return compareVersions(version, line) >= 0;
}
