// Today's entries: kept newest first, each once, and shown as a list.

import { formatMagnitude, formatPaise } from './money.js';
import { has, language, say } from './i18n.js';

const TIMEZONE = 'Asia/Kolkata';
const SHOWN_MAX = 200;

/** Today's date where the shop is: `2026-11-22`. */
export function today(now = new Date()) {
  return new Intl.DateTimeFormat('en-CA', { timeZone: TIMEZONE, year: 'numeric', month: '2-digit', day: '2-digit' }).format(now);
}

/** The entry that a bill posted, as the ledger would list it. */
export function entryOfInvoice(invoice) {
  return {
    id: invoice.entryId ?? invoice.id,
    kind: 'invoice',
    customerId: invoice.customerId,
    customerName: invoice.customerName,
    amountPaise: invoice.totalPaise,
    balanceAfterPaise: invoice.balancePaise,
    invoiceNumber: invoice.number,
    createdAt: invoice.createdAt,
  };
}

export class Entries {
  #list;
  #empty;
  #news;
  #byId = new Map();
  #fresh = new Set();
  #date = today();
  #isCut = false;

  constructor({ list, empty, news }) {
    this.#list = list;
    this.#empty = empty;
    this.#news = news;
  }

  /** The day that is shown. */
  get date() {
    return this.#date;
  }

  /** Replaces what is shown by what the server has; entries that came meanwhile over the socket stay. */
  load(date, { entries, isCut }) {
    if (date !== this.#date) this.#byId.clear();
    this.#date = date;
    this.#isCut = isCut;
    for (const entry of entries) this.#byId.set(entry.id, entry);
    this.render();
  }

  /** An entry that was posted just now. */
  add(entry) {
    if (dayOf(entry) !== this.#date || this.#byId.has(entry.id)) return;
    this.#byId.set(entry.id, entry);
    this.#fresh.add(entry.id);
    this.render();
    this.#news.textContent = say('entryNews', { kind: kindOf(entry), name: entry.customerName, amount: formatMagnitude(entry.amountPaise) });
  }

  clear() {
    this.#byId.clear();
    this.render();
  }

  fail() {
    this.#empty.hidden = this.#byId.size > 0;
    this.#empty.textContent = say('entriesFailed');
  }

  render() {
    const entries = [...this.#byId.values()].sort(newestFirst).slice(0, SHOWN_MAX);
    const isCut = this.#isCut || this.#byId.size > SHOWN_MAX;
    this.#list.replaceChildren(...entries.map((entry) => row(entry, this.#fresh.has(entry.id))));
    this.#fresh.clear();
    this.#empty.hidden = entries.length > 0 && !isCut;
    this.#empty.textContent = isCut ? say('entriesCut', { count: SHOWN_MAX }) : say('entriesEmpty');
  }
}

/** The day that an entry is for: an earlier one, where it was typed later. */
const dayOf = (entry) => entry.effectiveOn ?? today(new Date(entry.createdAt));

function newestFirst(left, right) {
  const byTime = Date.parse(right.createdAt) - Date.parse(left.createdAt);
  return byTime || (right.id > left.id ? 1 : -1);
}

const kindOf = (entry) => (has(`kind_${entry.kind}`) ? say(`kind_${entry.kind}`) : entry.kind);

/** One row: everything in it is data, and set as text. */
function row(entry, fresh) {
  const item = document.createElement('li');
  item.className = 'entry';
  item.dataset.kind = entry.kind;
  item.dataset.id = entry.id;
  if (fresh) item.classList.add('fresh');
  const raises = BigInt(entry.amountPaise) > 0n;
  item.append(
    part('span', 'name', entry.customerName),
    part('span', `amount ${raises ? 'raises' : 'lowers'}`, `${raises ? '+' : '−'}${formatMagnitude(entry.amountPaise)}`),
    part('span', 'what', describe(entry)),
    part('span', 'after', balanceWords(entry.balanceAfterPaise)),
  );
  return item;
}

function describe(entry) {
  const mode = entry.mode && has(`mode_${entry.mode}`) ? say(`mode_${entry.mode}`) : null;
  const time = new Intl.DateTimeFormat(language() === 'hi' ? 'hi-IN-u-nu-latn' : 'en-IN', { timeZone: TIMEZONE, hour: 'numeric', minute: '2-digit' }).format(new Date(entry.createdAt));
  return [time, kindOf(entry), entry.invoiceNumber, mode, entry.description].filter(Boolean).join(' · ');
}

function balanceWords(paise) {
  const key = BigInt(paise) < 0n ? 'advanceAfter' : 'balanceAfter';
  return say(key, { amount: BigInt(paise) < 0n ? formatMagnitude(paise) : formatPaise(paise) });
}

function part(tag, className, text) {
  const element = document.createElement(tag);
  element.className = className;
  element.textContent = text;
  return element;
}
