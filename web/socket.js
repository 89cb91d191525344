// The conversation's WebSocket (`execora.v1`): connects, reconnects, and turns frames into events.

import { ApiError } from './api.js';

const WAITS_MS = [500, 1000, 2000, 4000, 8000, 15000];
const STEADY_MS = 10_000;
const BUFFERED_MAX = 256 * 1024;
const CLOSED = { going: 1001, idle: 4008, tooMany: 4029 };

/**
 * Calls `on.message(type, data)` for a text frame, `on.sound(ArrayBuffer)` for a binary one and
 * `on.state(name, detail)` with `connecting`, `open`, `waiting` (`detail.retryInMs`, `detail.reason`) and `signedOut`.
 */
export class Conversation {
  #api;
  #on;
  #socket = null;
  #attempt = 0;
  #timer = null;
  #generation = 0;
  #token = null;
  #tokenBefore = null;
  #openedAt = 0;

  constructor(api, on) {
    this.#api = api;
    this.#on = on;
    window.addEventListener('online', () => this.retryNow());
    window.addEventListener('offline', () => this.#drop('lost'));
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') this.retryNow();
    });
  }

  get open() {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  /** The broken conversation's token, once: with it `voice:resume` takes that conversation up again. */
  takeResumeToken() {
    const token = this.#tokenBefore;
    this.#tokenBefore = null;
    return token;
  }

  async connect() {
    this.#hangUp();
    const generation = this.#generation;
    this.#on.state('connecting');
    try {
      const ticket = await this.#api.ticket();
      if (generation === this.#generation) this.#dial(ticket);
    } catch (error) {
      if (generation !== this.#generation) return;
      if (error instanceof ApiError && error.kind === 'signedOut') this.#on.state('signedOut');
      else this.#wait(error.kind === 'busy' ? 'busy' : 'lost', error.retryAfter);
    }
  }

  /** Hangs up and stays away; the conversation is over. */
  close() {
    this.#hangUp();
    this.#token = null;
    this.#tokenBefore = null;
    this.#attempt = 0;
  }

  #hangUp() {
    this.#generation += 1;
    clearTimeout(this.#timer);
    this.#timer = null;
    const socket = this.#socket;
    this.#socket = null;
    socket?.close(1000);
  }

  /** Does not wait for the next try. */
  retryNow() {
    if (this.#timer !== null) void this.connect();
  }

  /** Sends a text frame; false where there is no connection. */
  send(type, data = {}) {
    if (!this.open) return false;
    this.#socket.send(JSON.stringify({ type, data, timestamp: new Date().toISOString() }));
    return true;
  }

  /** Sends sound; dropped where the network cannot keep up. */
  sendSound(buffer) {
    if (this.open && this.#socket.bufferedAmount < BUFFERED_MAX) this.#socket.send(buffer);
  }

  #dial(ticket) {
    const address = new URL('/ws', location.href);
    address.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
    address.searchParams.set('ticket', ticket);
    const socket = new WebSocket(address, 'execora.v1');
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => this.#current(socket, () => {
      this.#openedAt = Date.now();
      this.#on.state('open');
    });
    socket.onmessage = ({ data }) => this.#current(socket, () => this.#receive(data));
    socket.onclose = ({ code }) => this.#current(socket, () => this.#closed(code));
    this.#socket = socket;
  }

  #current(socket, run) {
    if (socket === this.#socket) run();
  }

  #receive(data) {
    if (data instanceof ArrayBuffer) return this.#on.sound(data);
    const message = parse(data);
    if (!message) return undefined;
    if (message.type === 'voice:ready') {
      this.#tokenBefore = this.#token;
      this.#token = message.data.resumeToken ?? null;
    }
    return this.#on.message(message.type, message.data ?? {});
  }

  #closed(code) {
    this.#socket = null;
    // The ticket was good and the server was there, and yet it did not open: no place, or a foreign origin.
    if (this.#openedAt === 0) return this.#wait('refused');
    if (code === CLOSED.tooMany) return this.#wait('tooMany');
    if (code === CLOSED.idle) return this.#wait('idle');
    return this.#wait(code === CLOSED.going ? 'restarting' : 'lost');
  }

  #drop(reason) {
    if (!this.#socket) return;
    const socket = this.#socket;
    this.#socket = null;
    socket.close();
    this.#wait(reason);
  }

  #wait(reason, retryAfterSeconds = null) {
    if (this.#openedAt && Date.now() - this.#openedAt > STEADY_MS) this.#attempt = 0;
    this.#openedAt = 0;
    const base = WAITS_MS[Math.min(this.#attempt, WAITS_MS.length - 1)];
    const jittered = base * (0.75 + Math.random() / 2);
    const retryInMs = Math.round(retryAfterSeconds ? retryAfterSeconds * 1000 : jittered);
    this.#attempt += 1;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.connect(), retryInMs);
    this.#on.state('waiting', { retryInMs, reason });
  }
}

function parse(text) {
  try {
    const message = JSON.parse(text);
    return typeof message?.type === 'string' ? message : null;
  } catch {
    return null;
  }
}
