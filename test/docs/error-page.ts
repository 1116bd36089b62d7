import type { Source } from './sources';

/** The page of all error codes, made from the comments in the unions that list them. */

/** A layer of Strata, with the first two digits of its codes. */
interface Layer {
  readonly digits: string;
  readonly title: string;
  /** Where its codes are described. */
  readonly folder: string;
}

const LAYERS: readonly Layer[] = [
  { digits: '11', title: 'Environment files', folder: 'packages/environment/src/' },
  { digits: '12', title: 'Constructs and stacks', folder: 'constructs/' },
  { digits: '13', title: 'SQL files', folder: 'packages/starrocks-sql/src/' },
  { digits: '14', title: 'Schema engine', folder: 'packages/starrocks-schema/src/' },
  { digits: '15', title: 'Terraform protocol', folder: 'packages/terraform-plugin/src/' },
  { digits: '16', title: 'Provider strata', folder: 'packages/terraform-provider-strata/src/' },
  { digits: '17', title: 'Sandbox', folder: 'packages/alicloud-sandbox/src/' },
  { digits: '18', title: 'Embedded StarRocks', folder: 'packages/starrocks-embedded/src/' },
  { digits: '19', title: 'Command line', folder: 'packages/cli/src/' },
  { digits: '20', title: 'Ingestion', folder: 'packages/ingest/src/' },
];

/** A code with what it means, as a union of its layer says. */
export interface DescribedCode {
  readonly code: string;
  readonly meaning: string;
  readonly file: string;
}

/** What the sources say about codes. */
export interface ErrorCodes {
  /** By code; one that is described twice is there twice. */
  readonly described: readonly DescribedCode[];
  /** The page has no fault only when this is empty; one sentence each. */
  readonly problems: readonly string[];
}

const COMMENT = String.raw`\/\*\*((?:(?!\*\/)[^])*)\*\/`;
const DESCRIBED = new RegExp(String.raw`${COMMENT}\s*(?:\|\s*)?'(STR\d{4})'`, 'g');
const COMMENTS = /\/\*[^]*?\*\/|^\s*\/\/.*$/gm;
const CODE = /STR\d{4}/g;

/** Finds the described codes, and every code that is described and not used, or the other way round. */
export function errorCodes(sources: readonly Source[]): ErrorCodes {
  const described = sources.flatMap(describedIn).sort((a, b) => (a.code < b.code ? -1 : 1));
  const known = new Set(described.map(({ code }) => code));
  // What only a comment mentions is not used, but must be described as well.
  const used = new Set(sources.flatMap(({ text }) => codesOf(text.replace(DESCRIBED, '').replace(COMMENTS, ''))));
  const mentions = sources.flatMap(({ file, text }) => codesOf(text).map((code) => ({ code, file })));
  const unknown = mentions
    .filter(({ code }) => !known.has(code))
    .map(({ code, file }) => `${code} in ${file} has no description`);
  return {
    described,
    problems: [
      ...new Set(unknown),
      ...described.filter(({ code }) => !used.has(code)).map(({ code, file }) => `${code} of ${file} is never used`),
      ...described
        .filter(({ code }, index) => described[index - 1]?.code === code)
        .map(({ code, file }) => `${code} is described a second time in ${file}`),
      ...described
        .filter(({ code, file }) => !LAYERS.some((layer) => isOf(layer, code) && file.startsWith(layer.folder)))
        .map(({ code, file }) => `${code} is not a code of the layer of ${file}`),
    ],
  };
}

/** `docs/reference/errors.md`. */
export function errorPage(described: readonly DescribedCode[]): string {
  const tables = LAYERS.map((layer) => {
    const rows = described.filter(({ code }) => isOf(layer, code));
    return [
      `## ${layer.title} (STR${layer.digits}xx)`,
      '',
      '| Code | Meaning |',
      '| --- | --- |',
      ...rows.map(({ code, meaning }) => `| ${code} | ${meaning} |`),
    ].join('\n');
  });
  return `${[HEAD, ...tables].join('\n\n')}\n`;
}

const HEAD = `# Error codes

<!-- Made from the comments in the sources by \`npm test\`; write with UPDATE_DOCS=1. -->

Every error of Strata has a code that stays the same from version to version. The message says where, what the rule is, what was got and what to do; this page says what the code stands for.`;

function isOf({ digits }: Layer, code: string): boolean {
  return code.startsWith(`STR${digits}`);
}

function describedIn({ file, text }: Source): readonly DescribedCode[] {
  return [...text.matchAll(DESCRIBED)].map(([, comment = '', code = '']) => ({
    code,
    file,
    meaning: comment.replace(/\s*\n\s*\*?\s*/g, ' ').trim(),
  }));
}

function codesOf(text: string): readonly string[] {
  return text.match(CODE) ?? [];
}
