import { Token } from 'cdktf';

/** Why a consumer group cannot have the name; undefined when it can. */
export function groupNameProblem(name: string): string | undefined {
  if (Token.isUnresolved(name) || /^[A-Za-z0-9_.-]{3,64}$/.test(name)) return undefined;
  return `a consumer group must have a name of 3 to 64 letters, digits, _, . and -, got ${name}.`;
}

/** Why a user cannot have the name; undefined when it can. */
export function userNameProblem(name: string): string | undefined {
  if (/^[A-Za-z][A-Za-z0-9_-]{0,63}$/.test(name)) return undefined;
  return `a user must have a name of up to 64 letters, digits, _ and - that begins with a letter, got ${name}.`;
}
