// Joins the parts: who is signed in, what the socket says, what the microphone and the loudspeaker do.

import { Api } from './api.js';
import { Conversation } from './socket.js';
import { Entries, entryOfInvoice, today } from './entries.js';
import { Microphone } from './microphone.js';
import { Player } from './player.js';
import { has, language, say, setLanguage, translate } from './i18n.js';
import * as view from './view.js';

const { parts } = view;
const DRAFT = 'execora.draft';
const CHANGED_GUARD_MS = 400;
const EXPIRY_GRACE_MS = 1500;
const READ_ANEW_AFTER_MS = 150;
/** Events of the books that change today's list or totals. */
const OF_TODAY = /^(invoice|payment|credit|entry|day|customer|books):/;
const DEAF = ['ears_failed', 'no_ears', 'unsupported_format', 'bad_sample_rate'];
const PASSING = ['notSent', 'unanswered', 'confirmLost', 'confirmGone', 'error_busy', 'error_too_long', 'error_voice_failed', 'error_ears_failed'];

const state = {
  link: 'off',
  lost: null,
  ears: true,
  voice: true,
  microphone: 'off',
  streaming: false,
  hearing: false,
  thinking: false,
  unanswered: null,
  pending: null,
  noticeKey: null,
  answered: null,
  answeredTurn: 0,
  tapped: false,
  spoken: 'hi',
  signInNotice: null,
};
let reading = 0;
let readingSoon = null;

const api = new Api();
const entries = new Entries({ list: parts.entries, empty: parts.entriesEmpty, news: parts.entriesNews });
const conversation = new Conversation(api, { message: onMessage, sound: (piece) => player.push(piece), state: onLink });
const player = new Player({
  onPosition: (turn, playedMs) => conversation.send('playback:position', { turn, playedMs }),
  onIdle: render,
});
const microphone = new Microphone({
  onFrame: (frame) => state.streaming && conversation.sendSound(frame),
  onLevel: view.showLevel,
  onLost: () => {
    closeMicrophone();
    showNotice('micLost', 'error');
  },
});

// ---- What is shown ------------------------------------------------------------------------------------------------

function phase() {
  if (player.playing) return 'speaking';
  if (state.link !== 'open') return 'waiting';
  if (state.hearing) return 'hearing';
  if (state.thinking) return 'thinking';
  if (state.microphone === 'starting') return 'starting';
  if (state.microphone === 'on') return 'listening';
  return state.ears ? 'idle' : 'off';
}

function render() {
  view.showPhase(phase(), state.microphone !== 'off');
  if (state.pending) view.enableChoice(state.link === 'open' && !state.pending.sent);
}

function showNotice(key, kind = 'info') {
  state.noticeKey = key;
  view.notice(parts.notice, key ? say(key) : '', kind);
}

/** Everything in the page's own words again: at the start and when the language changes. */
function renderWords() {
  translate();
  parts.shopName.textContent = api.shopName;
  view.showExamples(submit);
  view.showDate();
  entries.render();
  if (state.noticeKey) parts.notice.textContent = say(state.noticeKey);
  if (state.signInNotice) showSignInNotice(...state.signInNotice);
  if (state.answered?.balance) view.showBalance(...state.answered.balance);
  showConnection();
  render();
}

function showSignInNotice(key, values = {}) {
  state.signInNotice = key ? [key, values] : null;
  view.notice(parts.signInNotice, key ? say(key, values) : '', 'error');
}

function showConnection() {
  const { lost } = state;
  if (state.link !== 'waiting' && !(state.link === 'connecting' && lost)) return view.notice(parts.connection);
  if (state.link === 'connecting') return view.notice(parts.connection, say('connecting'), 'warning');
  const seconds = Math.max(1, Math.ceil((lost.until - Date.now()) / 1000));
  return view.notice(parts.connection, say(lost.reason, { seconds }), 'warning');
}

// ---- Signing in and out -------------------------------------------------------------------------------------------

async function enter() {
  showSignInNotice(null);
  view.showSignIn(false);
  renderWords();
  await Promise.all([loadToday(), conversation.connect()]);
}

function leave(reason = null) {
  closeMicrophone();
  player.stop();
  conversation.close();
  dropPending();
  entries.clear();
  Object.assign(state, { link: 'off', lost: null, unanswered: null, answered: null, hearing: false, thinking: false, tapped: false });
  showNotice(null);
  parts.shopName.textContent = '';
  parts.turn.hidden = true;
  parts.answerBlock.hidden = true;
  parts.welcomeBack.hidden = false;
  view.showSignIn(true);
  showSignInNotice(reason);
  parts.login.focus();
}

async function signIn(event) {
  event.preventDefault();
  const { login, password, signInButton } = parts;
  signInButton.disabled = true;
  signInButton.textContent = say('signingIn');
  try {
    await api.signIn(login.value.trim(), password.value);
    password.value = '';
    void player.unlock();
    await enter();
    parts.main.focus({ preventScroll: true });
  } catch (error) {
    if (error.kind === 'busy') showSignInNotice('signInBusy', { seconds: error.retryAfter ?? 30 });
    else showSignInNotice(error.kind === 'refused' ? 'signInWrong' : 'signInOffline');
    password.select();
  } finally {
    signInButton.disabled = false;
    signInButton.textContent = say('signIn');
  }
}

/** Today's list and totals as the books have them. Of two readings the later counts. */
async function loadToday() {
  const date = today();
  reading += 1;
  const mine = reading;
  try {
    const [list, summary] = await Promise.all([api.entriesOfDay(date), api.dailySummary(date)]);
    if (mine !== reading) return;
    entries.load(date, list);
    view.showTotals(summary);
    view.showDate();
  } catch (error) {
    if (error.kind === 'signedOut') leave('signInExpired');
    else if (mine === reading) entries.fail();
  }
}

/** Reads them once for everything that happens together. */
function loadTodaySoon() {
  readingSoon ??= setTimeout(() => {
    readingSoon = null;
    if (!parts.shop.hidden) void loadToday();
  }, READ_ANEW_AFTER_MS);
}

// ---- The socket ---------------------------------------------------------------------------------------------------

function onLink(name, detail = {}) {
  if (name === 'signedOut') return leave('signInExpired');
  const wasOpen = state.link === 'open';
  state.link = name;
  if (name === 'waiting') state.lost = { reason: detail.reason, until: Date.now() + detail.retryInMs };
  if (name === 'open') state.lost = null;
  if (detail.reason === 'idle') closeMicrophone();
  if (wasOpen && name !== 'open') lostConnection();
  showConnection();
  return render();
}

function lostConnection() {
  Object.assign(state, { streaming: false, hearing: false, thinking: false });
  player.finish();
  const { pending, unanswered } = state;
  dropPending();
  state.unanswered = null;
  if (pending && !pending.sent) return showNotice('confirmLost', 'warning');
  if (unanswered === null && !pending) return undefined;
  if (unanswered !== null && parts.typed.value === '') keepDraft(unanswered);
  return showNotice('unanswered', 'warning');
}

function onReady({ sttAvailable, ttsAvailable }) {
  state.ears = sttAvailable !== false;
  state.voice = ttsAvailable !== false;
  if (!state.ears && !state.voice) showNotice('noSound');
  else if (!state.ears) showNotice('noEars');
  else if (!state.voice) showNotice('noVoice');
  else if (['noSound', 'noEars', 'noVoice'].includes(state.noticeKey)) showNotice(null);
  if (state.noticeKey === 'notSent') showNotice(null);
  // What was read before is told no more; what happens from here on is.
  loadTodaySoon();
  const resumed = conversation.takeResumeToken();
  if (resumed) conversation.send('voice:resume', { resumeToken: resumed, answered: state.answeredTurn });
  state.answeredTurn = 0;
  if (state.microphone === 'on') startStream();
}

/** What had been read back when the connection broke is read back anew, or is gone. */
function onResumed({ resumed }) {
  if (state.noticeKey !== 'confirmLost') return;
  if (resumed) showNotice(null);
  else showNotice('confirmGone', 'warning');
}

function onMessage(type, data) {
  switch (type) {
    case 'voice:ready': onReady(data); break;
    case 'voice:resumed': onResumed(data); break;
    case 'voice:speech-started': Object.assign(state, { hearing: true, tapped: false }); view.beginTurn(); view.showHeard('', false); break;
    case 'voice:speech-ended': state.hearing = false; state.thinking = true; break;
    case 'voice:transcript': onTranscript(data); break;
    case 'voice:intent': if (!state.tapped) view.showUnderstood((data.frames ?? []).map((frame) => frame.intent)); break;
    case 'voice:confirm-needed': askToConfirm(data); break;
    case 'voice:response': answer(data); break;
    case 'voice:tts-start': player.begin(data.turn, data.sampleRate); state.thinking = false; break;
    case 'voice:tts-end': player.end(data.turn, data.reason); break;
    case 'invoice:confirmed': entries.add(entryOfInvoice(data.invoice)); break;
    case 'payment:recorded':
    case 'payment:refunded':
    case 'credit:recorded':
    case 'credit:written-off':
    case 'entry:reversed': entries.add(data.entry); break;
    case 'error': onError(data); break;
    default: break;
  }
  if (OF_TODAY.test(type)) loadTodaySoon();
  render();
}

function onTranscript({ text, isFinal }) {
  if (isFinal && text === '') {
    // A noise, not words: there will be no answer to it.
    Object.assign(state, { hearing: false, thinking: false });
    view.showNothingHeard();
  } else if (!state.tapped) view.showHeard(text, isFinal);
}

function onError({ code, message }) {
  Object.assign(state, { thinking: false, hearing: false, unanswered: null, tapped: false });
  if (state.pending) state.pending.sent = false;
  if (DEAF.includes(code)) closeMicrophone();
  if (has(`error_${code}`)) return showNotice(`error_${code}`, 'warning');
  state.noticeKey = null;
  return view.notice(parts.notice, message, 'warning');
}

// ---- A turn -------------------------------------------------------------------------------------------------------

function answer({ turn, text, language: spoken, executionResult: result }) {
  const { code = '', customer } = result ?? {};
  state.answeredTurn = Math.max(state.answeredTurn, turn);
  Object.assign(state, { thinking: false, unanswered: null, tapped: false, spoken });
  if (PASSING.includes(state.noticeKey)) showNotice(null);
  // Each turn that leaves a command waiting reads it back anew; one that does not has settled it.
  if (state.pending && (turn !== state.pending.turn || code === 'expired')) dropPending();
  const said = state.pending ? textBefore(text, state.pending.readBack) : text;
  if (said === '') return;
  state.answered = { balance: null };
  view.showAnswer(said, spoken);
  if (customer) showBalanceOf(customer);
}

/** What is said besides the read-back, which has a place of its own. */
function textBefore(text, readBack) {
  return text.endsWith(readBack) ? text.slice(0, -readBack.length).trim() : text;
}

function showBalanceOf({ name, balancePaise }) {
  if (balancePaise === undefined || balancePaise === null) return;
  state.answered.balance = [name, balancePaise];
  view.showBalance(name, balancePaise);
}

function askToConfirm({ turn, readBack, expiresInMs }) {
  dropPending();
  state.thinking = false;
  state.unanswered = null;
  const pending = { turn, readBack, totalMs: expiresInMs, until: Date.now() + expiresInMs, shownAt: Date.now(), sent: false, timer: null };
  pending.timer = setInterval(() => tick(pending), 250);
  state.pending = pending;
  view.showConfirm(readBack);
  tick(pending);
}

function tick(pending) {
  const left = pending.until - Date.now();
  view.showCountdown(left, pending.totalMs);
  // The server says so itself; this is for an answer that was lost.
  if (left > -EXPIRY_GRACE_MS) return;
  dropPending();
  view.showAnswer(say('expired'), language());
}

function dropPending() {
  clearInterval(state.pending?.timer);
  state.pending = null;
  view.hideConfirm();
}

/** Yes or no. A tap that was meant for an earlier read-back does not count for one that has just replaced it. */
function choose(isYes) {
  const { pending, spoken } = state;
  if (!pending || pending.sent || Date.now() - pending.shownAt < CHANGED_GUARD_MS) return;
  const words = spoken === 'en' ? ['yes', 'no'] : ['haan', 'nahi'];
  if (!conversation.send('voice:final', { text: words[isYes ? 0 : 1] })) return showNotice('notSent', 'warning');
  void player.unlock();
  player.stop();
  pending.sent = true;
  Object.assign(state, { thinking: true, tapped: true });
  render();
}

/** Sends a typed command; true when it is on its way. */
function submit(text) {
  const words = text.trim();
  if (words === '') return false;
  void player.unlock();
  if (!conversation.send('voice:final', { text: words })) {
    keepDraft(words);
    showNotice('notSent', 'warning');
    return false;
  }
  player.stop();
  if (PASSING.includes(state.noticeKey)) showNotice(null);
  Object.assign(state, { thinking: true, unanswered: words, tapped: false });
  view.beginTurn(words);
  render();
  return true;
}

function keepDraft(text) {
  parts.typed.value = text;
  sessionStorage.setItem(DRAFT, text);
}

// ---- The microphone -----------------------------------------------------------------------------------------------

async function pressMicrophone() {
  void player.unlock();
  if (player.playing) return interrupt();
  if (state.microphone !== 'off') return closeMicrophone();
  if (state.link !== 'open') return conversation.retryNow();
  if (!state.ears) return parts.typed.focus();
  return openMicrophone();
}

async function openMicrophone() {
  state.microphone = 'starting';
  render();
  try {
    if (!(await microphone.start())) return;
    state.microphone = 'on';
    showNotice(null);
    startStream();
  } catch (error) {
    state.microphone = 'off';
    showNotice(error.reason ?? 'micFailed', 'error');
  }
  render();
}

function startStream() {
  state.streaming = conversation.send('voice:start', {
    audioFormat: 'pcm_s16le', sampleRate: microphone.sampleRate, language: 'auto',
  });
}

function closeMicrophone() {
  microphone.stop();
  if (state.streaming) conversation.send('voice:stop');
  Object.assign(state, { microphone: 'off', streaming: false, hearing: false });
  render();
}

function interrupt() {
  player.stop();
  conversation.send('voice:interrupt');
  render();
}

// ---- Wiring -------------------------------------------------------------------------------------------------------

function onKey(event) {
  const free = document.activeElement === document.body || document.activeElement === parts.main;
  if (parts.shop.hidden || event.repeat) return;
  if (event.key === 'Escape' && player.playing) interrupt();
  else if (event.altKey && event.code === 'KeyY') choose(true);
  else if (event.altKey && event.code === 'KeyN') choose(false);
  else if (event.code === 'Space' && free) void pressMicrophone();
  else return;
  event.preventDefault();
}

parts.signInForm.addEventListener('submit', signIn);
parts.signOut.addEventListener('click', () => {
  void api.signOut();
  sessionStorage.removeItem(DRAFT);
  parts.typed.value = '';
  leave();
});
parts.mic.addEventListener('click', () => void pressMicrophone());
parts.yes.addEventListener('click', () => choose(true));
parts.no.addEventListener('click', () => choose(false));
parts.typed.addEventListener('input', () => sessionStorage.setItem(DRAFT, parts.typed.value));
parts.typeForm.addEventListener('submit', (event) => {
  event.preventDefault();
  if (!submit(parts.typed.value)) return;
  keepDraft('');
  // A phone's keyboard would hide the answer.
  if (window.matchMedia('(pointer: coarse)').matches) parts.typed.blur();
});
for (const button of document.querySelectorAll('[data-language]')) {
  button.addEventListener('click', () => {
    setLanguage(button.dataset.language);
    renderWords();
  });
}
document.addEventListener('keydown', onKey);
setInterval(() => {
  if (state.link === 'waiting') showConnection();
  if (!parts.shop.hidden && today() !== entries.date) void loadToday();
}, 1000);

parts.typed.value = sessionStorage.getItem(DRAFT) ?? '';
renderWords();
if (api.remembered) void enter();
else view.showSignIn(true);
