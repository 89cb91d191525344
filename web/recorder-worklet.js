// Runs on the audio thread: turns the microphone's samples into frames of 20 ms, PCM16 little-endian.

const FRAME_MS = 20;

const emptyFrame = () => new Int16Array(Math.round((sampleRate * FRAME_MS) / 1000));

class Recorder extends AudioWorkletProcessor {
  constructor() {
    super();
    this.frame = emptyFrame();
    this.filled = 0;
    this.peak = 0;
  }

  process(inputs) {
    const channel = inputs[0]?.[0];
    if (!channel) return true;
    for (const sample of channel) {
      const clipped = Math.max(-1, Math.min(1, sample));
      this.peak = Math.max(this.peak, Math.abs(clipped));
      this.frame[this.filled] = Math.round(clipped * 32767);
      this.filled += 1;
      if (this.filled === this.frame.length) this.send();
    }
    return true;
  }

  send() {
    const { buffer } = this.frame;
    this.port.postMessage({ buffer, peak: this.peak }, [buffer]);
    this.frame = emptyFrame();
    this.filled = 0;
    this.peak = 0;
  }
}

registerProcessor('recorder', Recorder);
