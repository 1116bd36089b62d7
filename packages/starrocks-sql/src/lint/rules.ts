/** All rules of the linter, in the order of the documentation. */

import type { LintRule } from './rule';
import { clockInQuery } from './rules/clock-in-query';
import { columnComment } from './rules/column-comment';
import { eventPartition } from './rules/event-partition';
import { keyFirst } from './rules/key-first';
import { keywordCase } from './rules/keyword-case';
import { layerInName } from './rules/layer-in-name';
import { layerOrder } from './rules/layer-order';
import { lineEnds } from './rules/line-ends';
import { martSubject } from './rules/mart-subject';
import { moneyDecimal } from './rules/money-decimal';
import { mvFreshness } from './rules/mv-freshness';
import { mvPartition } from './rules/mv-partition';
import { objectComment } from './rules/object-comment';
import { odsDatacache } from './rules/ods-datacache';
import { odsSource } from './rules/ods-source';
import { selectStar } from './rules/select-star';
import { snakeCase } from './rules/snake-case';
import { viewOrderBy } from './rules/view-order-by';

export const LINT_RULES: readonly LintRule[] = [
  ...[snakeCase, layerInName, martSubject, objectComment, columnComment, moneyDecimal, keyFirst, eventPartition],
  ...[odsSource, odsDatacache, layerOrder, mvFreshness, mvPartition, selectStar, viewOrderBy, clockInQuery],
  ...[keywordCase, lineEnds],
];
