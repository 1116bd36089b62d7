import type { Complaint, LintRule } from '../rule';
import { columnsOf } from '../columns';

const SNAKE = /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/;

export const snakeCase: LintRule = {
  id: 'snake-case',
  demand: 'Names of objects and columns are snake_case.',
  check(subject) {
    const complaints: Complaint[] = [];
    const complain = (what: string, name: string, offset: number): void => {
      if (!SNAKE.test(name)) complaints.push({ offset, message: `the ${what} '${name}' is not snake_case` });
    };
    complain('name', subject.name, subject.statement.at.offset);
    for (const { name, offset } of columnsOf(subject)) complain('column', name, offset);
    return complaints;
  },
};
