// What the page shows of the conversation. Whatever comes from the server is set as text, never as markup.

import { formatMagnitude, formatPaise } from './money.js';
import { EXAMPLES, has, language, say } from './i18n.js';

const find = (id) => document.getElementById(id);

export const parts = Object.fromEntries(
  [
    'sign-in', 'sign-in-form', 'sign-in-notice', 'sign-in-button', 'login', 'password', 'sign-out', 'shop', 'shop-name', 'main',
    'notice', 'connection', 'welcome-back', 'turn', 'heard', 'heard-label', 'understood', 'confirm', 'read-back', 'yes', 'no',
    'stage', 'countdown-bar', 'countdown-text', 'answer-block', 'answer', 'balance', 'balance-who', 'balance-amount', 'mic', 'mic-words',
    'mic-name', 'type-form', 'typed', 'examples', 'today-date', 'total-sales', 'total-payments', 'total-credit', 'entries',
    'entries-empty', 'entries-news',
  ].map((id) => [id.replace(/-(\w)/g, (_dash, letter) => letter.toUpperCase()), find(id)]),
);

/** Shows words in a notice, or hides it where there are none. */
export function notice(element, text = '', kind = 'info') {
  element.dataset.kind = kind;
  element.textContent = text;
  element.hidden = text === '';
}

export function showSignIn(visible) {
  parts.signIn.hidden = !visible;
  parts.shop.hidden = visible;
  parts.signOut.hidden = visible;
}

const PHASE_WORDS = {
  waiting: 'micWaiting', off: 'micOff', idle: 'micIdle', starting: 'micStarting', listening: 'micListening',
  hearing: 'micHearing', thinking: 'micThinking', speaking: 'micSpeaking',
};

/** One of the keys above; `on` is whether the microphone is open. */
export function showPhase(phase, on) {
  const { mic, micWords, micName } = parts;
  mic.dataset.state = phase;
  mic.setAttribute('aria-pressed', String(on));
  mic.setAttribute('aria-disabled', String(phase === 'off' || phase === 'waiting'));
  micName.textContent = say('microphone');
  const words = say(PHASE_WORDS[phase]);
  if (micWords.textContent !== words) micWords.textContent = words;
}

/** How loud the microphone is, 0 to 1. */
export function showLevel(level) {
  parts.mic.style.setProperty('--level', level.toFixed(2));
}

/** Room for a new turn: the last answer goes, a read-back that still waits stays. */
export function beginTurn(text = '') {
  parts.answerBlock.hidden = true;
  parts.balance.hidden = true;
  parts.understood.hidden = true;
  showHeard(text, true);
}

export function showHeard(text, final) {
  bringIntoView();
  parts.turn.hidden = false;
  parts.heardLabel.textContent = say(final ? 'heard' : 'hearing');
  parts.heard.setAttribute('aria-busy', String(!final));
  parts.heard.classList.toggle('partial', !final);
  parts.heard.lang = languageOf(text);
  parts.heard.textContent = text || '…';
}

/** It was no speech: nothing was said, and there is nothing to show. */
export function showNothingHeard() {
  parts.turn.hidden = true;
  parts.welcomeBack.hidden = !parts.confirm.hidden;
}

export function showUnderstood(intents) {
  const words = intents.filter((intent) => has(`intent_${intent}`)).map((intent) => say(`intent_${intent}`));
  parts.understood.hidden = words.length === 0;
  parts.understood.textContent = words.join(' + ');
}

export function showConfirm(readBack) {
  bringIntoView();
  parts.answerBlock.hidden = true;
  parts.confirm.hidden = false;
  parts.readBack.lang = languageOf(readBack);
  parts.readBack.textContent = readBack;
  enableChoice(true);
}

export function enableChoice(enabled) {
  parts.yes.disabled = !enabled;
  parts.no.disabled = !enabled;
}

export function showCountdown(leftMs, totalMs) {
  const share = totalMs > 0 ? Math.max(0, Math.min(1, leftMs / totalMs)) : 0;
  parts.countdownBar.style.setProperty('transform', `scaleX(${share.toFixed(3)})`);
  parts.countdownText.textContent = say('expiresIn', { seconds: Math.max(0, Math.ceil(leftMs / 1000)) });
}

export function hideConfirm() {
  const hadFocus = parts.confirm.contains(document.activeElement);
  parts.confirm.hidden = true;
  if (hadFocus) parts.mic.focus();
}

export function showAnswer(text, lang) {
  bringIntoView();
  parts.answerBlock.hidden = false;
  parts.answer.lang = lang === 'hi' ? languageOf(text) : 'en';
  parts.answer.textContent = text;
}

/** What a customer owes now, as the books say. */
export function showBalance(name, paise) {
  const value = BigInt(paise);
  const key = value > 0n ? 'owes' : value < 0n ? 'advance' : 'settled';
  parts.balanceWho.textContent = say(key, { name });
  parts.balanceAmount.textContent = value === 0n ? '' : formatMagnitude(paise);
  parts.balance.hidden = false;
}

/** The day's totals, as the books have them. */
export function showTotals({ salesPaise, paymentsPaise, creditPaise }) {
  parts.totalSales.textContent = formatPaise(salesPaise);
  parts.totalPayments.textContent = formatPaise(paymentsPaise);
  parts.totalCredit.textContent = formatPaise(creditPaise);
}

export function showDate(now = new Date()) {
  const locale = language() === 'hi' ? 'hi-IN-u-nu-latn' : 'en-IN';
  parts.todayDate.textContent = new Intl.DateTimeFormat(locale, { timeZone: 'Asia/Kolkata', weekday: 'long', day: 'numeric', month: 'long' }).format(now);
}

export function showExamples(onChoose) {
  parts.examples.replaceChildren(...EXAMPLES[language()].map((text) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = text;
    button.addEventListener('click', () => onChoose(text));
    const item = document.createElement('li');
    item.append(button);
    return item;
  }));
}

/** The conversation is what matters now: on a small screen it may have been scrolled away. */
function bringIntoView() {
  parts.welcomeBack.hidden = true;
  const { top } = parts.stage.getBoundingClientRect();
  if (top < 0 || top > window.innerHeight * 0.6) parts.stage.scrollIntoView({ block: 'start' });
}

/** Devanagari is Hindi; Latin letters are read by an Indian English voice, which says Hinglish best. */
function languageOf(text) {
  return /\p{Script=Devanagari}/u.test(text) ? 'hi' : 'en-IN';
}
