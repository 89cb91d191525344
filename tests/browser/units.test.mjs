// The page's modules that need no browser.

import assert from 'node:assert/strict';
import { test } from 'node:test';

globalThis.localStorage = { getItem: () => null, setItem: () => {} };
Object.defineProperty(globalThis, 'navigator', { value: { language: 'en-IN' }, configurable: true });
const { formatPaise, formatMagnitude } = await import('../../web/money.js');
const { WORDS, EXAMPLES } = await import('../../web/i18n.js');
const { today, entryOfInvoice } = await import('../../web/entries.js');

test('money is grouped as in India and keeps its paise', () => {
  const written = { 0: '₹0', 5: '₹0.05', 50_000: '₹500', 100_000: '₹1,000', 10_000_000: '₹1,00,000', 1_234_567_890: '₹1,23,45,678.90' };
  for (const [paise, text] of Object.entries(written)) assert.equal(formatPaise(Number(paise)), text);
  assert.equal(formatPaise(-150), '−₹1.50');
  assert.equal(formatMagnitude(-150), '₹1.50');
  assert.equal(formatPaise(9_007_199_254_740_991), '₹9,00,71,99,25,47,409.91');
});

test('an amount that is not whole paise is refused', () => {
  assert.throws(() => formatPaise(0.5), RangeError);
});

test('both languages have the same words with the same blanks', () => {
  assert.deepEqual(Object.keys(WORDS.hi).sort(), Object.keys(WORDS.en).sort());
  const blanks = (text) => (text.match(/\{\w+\}/g) ?? []).sort();
  for (const key of Object.keys(WORDS.en)) assert.deepEqual(blanks(WORDS.hi[key]), blanks(WORDS.en[key]), key);
  assert.equal(EXAMPLES.hi.length, EXAMPLES.en.length);
});

test('the day turns at midnight in India', () => {
  assert.equal(today(new Date('2026-11-22T18:29:59Z')), '2026-11-22');
  assert.equal(today(new Date('2026-11-22T18:30:00Z')), '2026-11-23');
});

test('a bill becomes the entry that the ledger lists', () => {
  const invoice = { id: 'i', entryId: 'e', number: 'INV/26-27/000001', customerId: 'c', customerName: 'Sunita', totalPaise: 14400, balancePaise: 20000, createdAt: '2026-11-22T10:00:00Z' };
  const entry = entryOfInvoice(invoice);
  assert.deepEqual([entry.id, entry.kind, entry.amountPaise, entry.balanceAfterPaise], ['e', 'invoice', 14400, 20000]);
});
