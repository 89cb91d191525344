// The answer's sound: PCM16 pieces, each with its place in the turn, played without a gap.

const HEADER_BYTES = 8;
const LEAD_S = 0.06;
const REPORT_MS = 250;

export class Player {
  #context = null;
  #turn = null;
  #origin = null;
  #playing = new Set();
  #endSample = 0;
  #complete = true;
  #report = null;

  /** `onPosition(turn, playedMs)` says what was really heard; `onIdle()` when all of it was, or it was cut short. */
  constructor({ onPosition, onIdle }) {
    this.onPosition = onPosition;
    this.onIdle = onIdle;
  }

  /** Call from a tap or key press: browsers keep sound off until then. */
  async unlock() {
    this.#context ??= new AudioContext({ latencyHint: 'interactive' });
    if (this.#context.state === 'suspended') await this.#context.resume();
  }

  get playing() {
    return this.#turn !== null;
  }

  /** Sound of this turn follows. */
  begin(turn, sampleRate) {
    this.stop();
    if (this.#context?.sampleRate !== sampleRate) {
      void this.#context?.close();
      this.#context = new AudioContext({ sampleRate, latencyHint: 'interactive' });
    }
    if (this.#context.state === 'suspended') void this.#context.resume();
    this.#turn = turn;
    this.#origin = null;
    this.#endSample = 0;
    this.#complete = false;
    this.#report = setInterval(() => this.#tellPosition(), REPORT_MS);
  }

  /** One binary frame of the socket: `u32 LE` turn, `u32 LE` index of the first sample, PCM16. */
  push(message) {
    if (message.byteLength <= HEADER_BYTES) return;
    const header = new DataView(message);
    const turn = header.getUint32(0, true);
    const first = header.getUint32(4, true);
    if (turn !== this.#turn) return;
    const count = (message.byteLength - HEADER_BYTES) >> 1;
    const buffer = this.#context.createBuffer(1, count, this.#context.sampleRate);
    const samples = buffer.getChannelData(0);
    for (let index = 0; index < count; index += 1) samples[index] = header.getInt16(HEADER_BYTES + 2 * index, true) / 32768;
    this.#schedule(buffer, first);
    this.#endSample = Math.max(this.#endSample, first + count);
  }

  /** No more sound of this turn: what was sent is played out, or cut off now. */
  end(turn, reason) {
    if (turn !== this.#turn) return;
    if (reason === 'interrupted') return this.stop();
    this.#complete = true;
    this.#finishIfDone();
  }

  /** The connection is gone: what was sent is played out. */
  finish() {
    if (this.#turn !== null) this.end(this.#turn, 'complete');
  }

  /** Silence, at once. */
  stop() {
    if (this.#turn === null) return;
    this.#tellPosition();
    for (const source of this.#playing) {
      source.onended = null;
      source.stop();
    }
    this.#idle();
  }

  #schedule(buffer, first) {
    const { currentTime, sampleRate } = this.#context;
    const place = first / sampleRate;
    const late = this.#origin === null || this.#origin + place < currentTime;
    if (late) this.#origin = currentTime + LEAD_S - place;
    const source = this.#context.createBufferSource();
    source.buffer = buffer;
    source.connect(this.#context.destination);
    source.onended = () => {
      this.#playing.delete(source);
      this.#finishIfDone();
    };
    this.#playing.add(source);
    source.start(this.#origin + place);
  }

  #tellPosition() {
    if (this.#origin === null) return;
    const sent = (this.#endSample * 1000) / this.#context.sampleRate;
    const passed = (this.#context.currentTime - this.#origin) * 1000;
    this.onPosition(this.#turn, Math.round(Math.max(0, Math.min(passed, sent))));
  }

  #finishIfDone() {
    if (!this.#complete || this.#playing.size > 0) return;
    this.#tellPosition();
    this.#idle();
  }

  #idle() {
    clearInterval(this.#report);
    this.#playing.clear();
    this.#turn = null;
    this.onIdle();
  }
}
