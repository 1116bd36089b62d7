import type { Day, Moment } from './calendar';
import { collect } from './collections';
import type { Grade } from './customers';
import { LoanBook } from './loan-book';
import type { Random, Weighted } from './random';
import type { RowOf } from './tables';
import type { World } from './world';

type Habit = 'good' | 'early' | 'sloppy' | 'distressed' | 'defaulting';

const HABITS: Readonly<Record<Grade, readonly [Weighted<Habit>, ...Weighted<Habit>[]]>> = {
  A: [
    ['good', 84],
    ['early', 10],
    ['sloppy', 5],
    ['distressed', 0.7],
    ['defaulting', 0.3],
  ],
  B: [
    ['good', 78],
    ['early', 9],
    ['sloppy', 10],
    ['distressed', 2],
    ['defaulting', 1],
  ],
  C: [
    ['good', 67],
    ['early', 7],
    ['sloppy', 19],
    ['distressed', 5],
    ['defaulting', 2],
  ],
  D: [
    ['good', 54],
    ['early', 4],
    ['sloppy', 28],
    ['distressed', 9],
    ['defaulting', 5],
  ],
  E: [
    ['good', 40],
    ['early', 2],
    ['sloppy', 34],
    ['distressed', 14],
    ['defaulting', 10],
  ],
};

/** Days past due after which a loan is given up. */
const WRITE_OFF_DAYS = 180;

/** Lets a loan run: the borrower pays by habit until it is settled or written off. Returns when it was written off. */
export function serviceLoan(world: World, random: Random, loan: RowOf<'loan'>, grade: Grade): Moment | undefined {
  const book = new LoanBook(world, random, loan);
  const habit = random.weighted(HABITS[grade]);
  const trouble = random.between(1, loan.term_months);
  for (let next = book.unpaid[0]; next !== undefined; next = book.unpaid[0]) {
    if (habit === 'early' && next.installment_no >= 3 && random.chance(0.3)) {
      book.settleEarly(next.due_on - 10);
    } else if (habit === 'defaulting' && next.installment_no >= trouble) {
      return giveUp(world, random, book, next.due_on);
    } else if (habit === 'distressed' && next.installment_no >= trouble) {
      return getIntoTrouble(world, random, book, next.due_on);
    } else {
      payByHabit(world, random, book, habit);
    }
  }
  return undefined;
}

function payByHabit(world: World, random: Random, book: LoanBook, habit: Habit): void {
  const [next] = book.unpaid;
  if (next === undefined) return;
  const lateDays = daysLate(random, habit);
  const paidOn = lateDays === 0 ? next.due_on - random.between(0, 3) : next.due_on + lateDays;
  const amount = next.principal_due + next.interest_due;
  book.pay(paidOn, { inParts: lateDays > 6 && random.chance(0.3), failedFirst: lateDays > 0 && random.chance(0.6) });
  if (lateDays > 0) collect(world, random, { loanId: book.loan.loan_id, since: next.due_on, until: paidOn, amount });
}

function daysLate(random: Random, habit: Habit): number {
  if (habit === 'sloppy') return random.chance(0.4) ? random.between(1, 38) : 0;
  return random.chance(0.04) ? random.between(1, 10) : 0;
}

/** Some installments are missed, then the arrears are paid at once, or the rest of the loan is rescheduled. */
function getIntoTrouble(world: World, random: Random, book: LoanBook, since: Day): Moment | undefined {
  const until = since + random.between(35, 115);
  const arrears = book.unpaid.filter((installment) => installment.due_on <= until);
  const amount = arrears.reduce((sum, { principal_due, interest_due }) => sum + principal_due + interest_due, 0);
  collect(world, random, { loanId: book.loan.loan_id, since, until, amount });
  if (random.chance(0.65)) {
    for (let left = arrears.length; left > 0; left--) book.pay(until);
  } else {
    book.reschedule(until, book.unpaid.length + random.between(3, 6));
    const [first] = book.unpaid;
    if (first !== undefined && random.chance(0.25)) return giveUp(world, random, book, first.due_on);
  }
  while (book.unpaid.length > 0) payByHabit(world, random, book, 'good');
  return undefined;
}

function giveUp(world: World, random: Random, book: LoanBook, since: Day): Moment | undefined {
  const until = since + WRITE_OFF_DAYS;
  const amount = book.unpaid
    .filter(({ due_on }) => due_on <= until)
    .reduce((sum, row) => sum + row.principal_due + row.interest_due, 0);
  collect(world, random, { loanId: book.loan.loan_id, since, until, amount, writtenOff: true });
  const at = book.writeOff(until);
  return world.log.has(at) ? at : undefined;
}
