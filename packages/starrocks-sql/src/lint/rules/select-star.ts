import { nodesOf, placeInFile } from '../outline';
import type { LintRule } from '../rule';

export const selectStar: LintRule = {
  id: 'select-star',
  demand: 'Queries name their columns: with * a new column of a table changes the view or breaks it.',
  check(subject) {
    return nodesOf(subject.outline)
      .filter(({ kind }) => kind === 'star')
      .map(({ start }) => ({ offset: placeInFile(subject, start), message: 'SELECT *: name the columns' }));
  },
};
