import type { LintRule } from '../rule';

export const martSubject: LintRule = {
  id: 'mart-subject',
  demand: 'Objects of the last layer begin with the subject that they serve, if the library lists its subjects.',
  check({ layer, name, statement }, { layers, subjectsOfMarts }) {
    if (layer === undefined || layer !== layers.at(-1) || subjectsOfMarts.length === 0) return [];
    if (subjectsOfMarts.some((subject) => name.startsWith(`${subject}_`))) return [];
    const message = `'${name}' begins with none of the subjects ${subjectsOfMarts.join(', ')} (lint.yaml)`;
    return [{ offset: statement.at.offset, message }];
  },
};
