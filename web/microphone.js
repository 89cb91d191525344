// The microphone: asks for it, and hands out frames of PCM16 while it is on.

/** Why there is no sound; `reason` is a key of i18n.js. */
export class MicrophoneError extends Error {
  constructor(reason, cause) {
    super(reason, { cause });
    this.reason = reason;
  }
}

const REASONS = {
  NotAllowedError: 'micDenied',
  SecurityError: 'micDenied',
  NotFoundError: 'micMissing',
  OverconstrainedError: 'micMissing',
  NotReadableError: 'micBusy',
  AbortError: 'micBusy',
};

export class Microphone {
  #context = null;
  #stream = null;
  #node = null;
  #starting = 0;

  /** `onFrame(ArrayBuffer)` gets 20 ms of PCM16; `onLevel(0…1)` how loud it is; `onLost()` when the device went away. */
  constructor({ onFrame, onLevel, onLost }) {
    this.onFrame = onFrame;
    this.onLevel = onLevel;
    this.onLost = onLost;
  }

  get on() {
    return this.#node !== null;
  }

  /** Samples a second of the frames; known once the microphone is on. */
  get sampleRate() {
    return this.#context?.sampleRate ?? 16000;
  }

  /** Opens the microphone. Frames flow from the moment it resolves. True unless `stop` was called meanwhile. */
  async start() {
    this.stop();
    const attempt = this.#starting;
    if (!window.isSecureContext || !navigator.mediaDevices?.getUserMedia) throw new MicrophoneError('micInsecure');
    const stream = await askForMicrophone();
    if (attempt !== this.#starting) return release(stream);
    this.#stream = stream;
    try {
      await this.#listen(stream, attempt);
    } catch (cause) {
      this.stop();
      throw new MicrophoneError('micFailed', cause);
    }
    return attempt === this.#starting;
  }

  stop() {
    this.#starting += 1;
    this.#node?.port.close();
    this.#node?.disconnect();
    this.#node = null;
    if (this.#stream) release(this.#stream);
    this.#stream = null;
    void this.#context?.close();
    this.#context = null;
    this.onLevel(0);
  }

  async #listen(stream, attempt) {
    const { context, source } = openContext(stream);
    this.#context = context;
    await context.audioWorklet.addModule(new URL('recorder-worklet.js', import.meta.url));
    await context.resume();
    if (attempt !== this.#starting) return;
    const node = new AudioWorkletNode(context, 'recorder', { numberOfInputs: 1, numberOfOutputs: 0, channelCount: 1, channelCountMode: 'explicit' });
    node.port.onmessage = ({ data }) => {
      if (this.#node !== node) return;
      this.onFrame(data.buffer);
      this.onLevel(data.peak);
    };
    source.connect(node);
    this.#node = node;
    stream.getAudioTracks()[0].addEventListener('ended', () => {
      if (this.#stream === stream) this.onLost();
    });
  }
}

async function askForMicrophone() {
  try {
    return await navigator.mediaDevices.getUserMedia({
      audio: { channelCount: 1, echoCancellation: true, noiseSuppression: true, autoGainControl: true },
    });
  } catch (cause) {
    throw new MicrophoneError(REASONS[cause.name] ?? 'micFailed', cause);
  }
}

/** 16 kHz where the browser resamples a microphone by itself; its own rate elsewhere: the server takes 8 to 48 kHz. */
function openContext(stream) {
  const wanted = new AudioContext({ sampleRate: 16000, latencyHint: 'interactive' });
  try {
    return { context: wanted, source: wanted.createMediaStreamSource(stream) };
  } catch {
    void wanted.close();
    const context = new AudioContext({ latencyHint: 'interactive' });
    return { context, source: context.createMediaStreamSource(stream) };
  }
}

function release(stream) {
  for (const track of stream.getTracks()) track.stop();
  return false;
}
