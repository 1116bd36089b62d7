import { parseEnvironment } from '../src';
import { account, environmentYaml, problemsOf } from './helpers';

const found = (changes: Readonly<Record<string, string>>): readonly string[] =>
  problemsOf(() => parseEnvironment(environmentYaml(changes), 'environments/risk-dev.yaml', account())).map(
    ({ path, message }) => `${path} ${message}`,
  );

describe('what is wrong in a file', () => {
  test.each([150.5, 50, 65_050, -1])('is reported once, whatever it breaks: diskGb %d', (diskGb) => {
    expect(found({ instance: `{ compute: { diskGb: ${diskGb} } }` })).toEqual([
      expect.stringMatching(new RegExp(`^instance\\.compute\\.diskGb must be .* got ${diskGb}\\.`)),
    ]);
  });

  test('is reported for each key that is not known', () => {
    expect(found({ instance: '{ verzion: "3.3", size: 1 }' })).toEqual([
      expect.stringMatching(/^instance\.verzion .*Did you mean `version`/),
      expect.stringMatching(/^instance\.size /),
    ]);
  });
});
