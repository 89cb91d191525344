// What the stories share: a server of their own, a browser, and a shopkeeper who signs in.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { chromium } from 'playwright-core';

const START_MAX_MS = 120_000;
const STOP_MAX_MS = 30_000;
const FLAGS = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--autoplay-policy=user-gesture-required',
];

/** A running `execora serve` on a data directory of its own. */
export class Server {
  /** `settings` are environment variables over the defaults. */
  static async start(settings = {}) {
    const server = new Server();
    server.settings = settings;
    server.data = await mkdtemp(join(tmpdir(), 'execora-browser.'));
    await server.run('127.0.0.1:0');
    server.signIn = JSON.parse(await readFile(join(server.data, 'sign-in.json'), 'utf8'));
    return server;
  }

  /** Starts the binary; resolves with its address. */
  async run(listen) {
    const child = spawn(process.env.EXECORA_BINARY, ['serve', '--data', this.data, '--listen', listen], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...this.settings },
    });
    this.child = child;
    this.log = '';
    child.stderr.on('data', (piece) => { this.log += piece; });
    const failed = once(child, 'exit').then(([code]) => Promise.reject(new Error(`the server ended with ${code}:\n${this.log}`)));
    failed.catch(() => {});
    const late = new Promise((_resolve, reject) => {
      setTimeout(() => reject(new Error(`the server did not start:\n${this.log}`)), START_MAX_MS).unref();
    });
    this.address = await Promise.race([firstAddress(child), failed, late]);
  }

  /** Ends it without a word, as a power cut would. */
  async kill() {
    this.child.kill('SIGKILL');
    if (this.child.exitCode === null && this.child.signalCode === null) await once(this.child, 'exit');
  }

  /** Starts it again where it was. */
  async restart() {
    await this.run(new URL(this.address).host);
  }

  async stop() {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      const ended = once(this.child, 'exit');
      this.child.kill('SIGTERM');
      const timer = setTimeout(() => this.child.kill('SIGKILL'), STOP_MAX_MS);
      await ended;
      clearTimeout(timer);
    }
    await rm(this.data, { recursive: true, force: true });
  }

  /** Asks the REST interface as the demo shop's owner; the answer's body. */
  async call(method, path, body = undefined) {
    this.token ??= (await this.send('POST', '/auth/login', this.signIn)).accessToken;
    return this.send(method, path, body, this.token);
  }

  async send(method, path, body, token = null) {
    const headers = { ...(body ? { 'Content-Type': 'application/json' } : {}), ...(token ? { Authorization: `Bearer ${token}` } : {}) };
    const response = await fetch(`${this.address}/api/v1${path}`, { method, headers, body: body && JSON.stringify(body) });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text ? JSON.parse(text) : null;
  }

  /** The one customer of this name, opened where the shop has none. */
  async customer(name) {
    const { customers } = await this.call('GET', `/customers/search?q=${encodeURIComponent(name)}`);
    const found = customers.filter((customer) => customer.name === name);
    return found[0] ?? (await this.call('POST', '/customers', { name })).customer;
  }

  async balance(id) {
    return (await this.call('GET', `/customers/${id}`)).customer.balancePaise;
  }

  /** The one product whose name is or contains this. */
  async product(name) {
    const { products } = await this.call('GET', '/products?limit=100');
    return products.find((product) => product.name === name) ?? products.find((product) => product.name.includes(name));
  }
}

function firstAddress(child) {
  return new Promise((resolve) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const found = /listening on (http:\/\/\S+)/.exec(line);
      if (found) resolve(found[1].replace(/\/$/, ''));
    });
  });
}

/** A browser; `flags` say what its microphone is. */
export function browse(flags = []) {
  return chromium.launch({ executablePath: process.env.EXECORA_CHROMIUM, headless: true, args: [...FLAGS, ...flags] });
}

/** The microphone flags for a recording, spoken after a moment of quiet. */
export async function speaking(server, file, leadInMs = 1500) {
  const padded = join(server.data, `microphone-${Date.now()}.wav`);
  await writeFile(padded, withLeadIn(await readFile(file), leadInMs));
  return ['--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream', `--use-file-for-fake-audio-capture=${padded}%noloop`];
}

/** Replaces the page's microphone by one into which `speak` plays recordings when the story wants it. */
export async function microphoneAtWill(context) {
  await context.addInitScript(() => {
    let room = null;
    navigator.mediaDevices.getUserMedia = async () => {
      room = new AudioContext();
      const microphone = room.createMediaStreamDestination();
      window.saysToMicrophone = async (base64) => {
        const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
        const source = room.createBufferSource();
        source.buffer = await room.decodeAudioData(bytes.buffer);
        source.connect(microphone);
        source.start();
      };
      return microphone.stream;
    };
  });
}

/** Says a recording into that microphone. */
export async function speak(page, file) {
  const recording = (await readFile(file)).toString('base64');
  await page.evaluate((base64) => window.saysToMicrophone(base64), recording);
}

/** A PCM16 mono WAV with silence before its sound. */
function withLeadIn(wav, leadInMs) {
  const rate = wav.readUInt32LE(24);
  const at = wav.indexOf('data', 12);
  if (at < 0 || wav.readUInt16LE(22) !== 1 || wav.readUInt16LE(34) !== 16) throw new Error('not a mono PCM16 WAV');
  const sound = wav.subarray(at + 8, at + 8 + wav.readUInt32LE(at + 4));
  const data = Buffer.concat([Buffer.alloc(2 * Math.round((rate * leadInMs) / 1000)), sound]);
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + data.length, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(rate, 24);
  head.writeUInt32LE(rate * 2, 28);
  head.writeUInt16LE(2, 32);
  head.writeUInt16LE(16, 34);
  head.write('data', 36);
  head.writeUInt32LE(data.length, 40);
  return Buffer.concat([head, data]);
}

/** The page, opened at phone width; what went wrong in it is kept in `page.faults`. */
export async function open(browser, server, { language = 'en', address = server.address, ...options } = {}) {
  const { prepare = () => {}, ...contextOptions } = options;
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, ...contextOptions });
  await prepare(context);
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  page.faults = [];
  page.on('pageerror', (error) => page.faults.push(String(error)));
  page.on('console', (message) => {
    if (/Content Security Policy/i.test(message.text())) page.faults.push(message.text());
  });
  await page.goto(address);
  await page.locator(`[data-language=${language}]`).click();
  return page;
}

/** The page, signed in and connected. */
export async function openShop(browser, server, options = {}) {
  const page = await open(browser, server, options);
  await page.locator('#login').fill(server.signIn.login);
  await page.locator('#password').fill(server.signIn.password);
  await page.locator('#sign-in-button').click();
  await connected(page);
  return page;
}

/** Resolves once the conversation is open. */
export function connected(page, timeout = 20_000) {
  return page.locator('#mic:not([data-state=waiting])').waitFor({ timeout });
}

export async function type(page, text) {
  await page.locator('#typed').fill(text);
  await page.locator('#typed').press('Enter');
}

/** What is read back, once it is. */
export async function readBack(page, timeout = 15_000) {
  await page.locator('#confirm').waitFor({ timeout });
  return page.locator('#read-back').textContent();
}

/** Says yes by its button, as soon as a person could. */
export async function sayYes(page) {
  await page.waitForTimeout(500);
  await page.locator('#yes').click();
  await page.locator('#confirm').waitFor({ state: 'hidden' });
}

/** `₹1,00,000.50` as the page writes it. */
export const rupees = (paise) => `₹${(Math.abs(paise) / 100).toLocaleString('en-IN', { minimumFractionDigits: paise % 100 ? 2 : 0 })}`;
