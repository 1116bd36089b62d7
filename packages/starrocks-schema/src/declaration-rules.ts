/** What a file may not declare, whatever the engine says of it. */

import type { Property, Statement } from '@strata/starrocks-sql';

import { isSecretReference, isSensitive, sensitiveIn } from './secrets';

const HASH = /^\*[0-9A-F]{40}$/i;

const INSTEAD =
  "write a reference, `'secret:kms:name'` (or secret:env:NAME, secret:sandbox:name): apply puts the value in its place";

/** Why a statement may not be in a file; empty when it may. */
export function declarationProblems(statement: Statement, file = 'a statement'): readonly string[] {
  return [...secretProblems(statement), ...taskProblems(statement)].map((problem) => `${file}: ${problem}.`);
}

function secretProblems(statement: Statement): readonly string[] {
  const keys = propertiesIn(statement)
    .filter(({ key, value }) => isSensitive(key) && value !== '' && !isSecretReference(value))
    .map(({ key }) => `"${key}" holds a secret; a file never does: ${INSTEAD}`);
  return [...keys, ...passwordProblems(statement)];
}

function passwordProblems(statement: Statement): readonly string[] {
  if (statement.kind !== 'create-user') return [];
  const { authentication } = statement;
  const problem = `the password of user ${statement.user.user} stands in the file: ${INSTEAD}`;
  switch (authentication?.kind) {
    case undefined:
      return [];
    case 'password':
      return authentication.password === '' || isSecretReference(authentication.password) ? [] : [problem];
    case 'hash':
      return HASH.test(authentication.hash) ? [] : [problem];
    case 'plugin': {
      const { plugin, by } = authentication;
      if (plugin.toLowerCase() !== 'mysql_native_password' || by === undefined || isSecretReference(by.value))
        return [];
      return by.form === 'AS' && HASH.test(by.value) ? [] : [problem];
    }
  }
}

function propertiesIn(statement: Statement): readonly Property[] {
  return [
    ...('properties' in statement ? statement.properties : []),
    ...('sourceProperties' in statement ? statement.sourceProperties : []),
    ...sensitiveIn(queryOf(statement)),
  ];
}

/** What an object runs: FILES() in it takes keys, too. */
function queryOf(statement: Statement): string {
  switch (statement.kind) {
    case 'create-view':
    case 'create-materialized-view':
      return statement.query.text;
    case 'create-pipe':
      return statement.insert.text;
    case 'submit-task':
      return statement.body.text;
    default:
      return '';
  }
}

function taskProblems(statement: Statement): readonly string[] {
  if (statement.kind !== 'submit-task' || statement.schedule !== undefined) return [];
  return [
    'a task without SCHEDULE runs once and is gone, so it cannot be declared: give it SCHEDULE EVERY (INTERVAL …)',
  ];
}
