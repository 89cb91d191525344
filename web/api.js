// The server's HTTP side: signing in, staying signed in, and the few lists that the page shows.

const STORED = 'execora.sign-in';
const EARLY_MS = 20_000;

/** What went wrong; `kind` is `offline`, `signedOut`, `busy` or `refused`. */
export class ApiError extends Error {
  constructor(kind, { status = 0, detail = '', retryAfter = null } = {}) {
    super(detail || kind);
    Object.assign(this, { kind, status, detail, retryAfter });
  }
}

export class Api {
  #access = null;
  #accessUntil = 0;

  /** Whether someone signed in here before and has not signed out. */
  get remembered() {
    return this.#stored() !== null;
  }

  /** The shop's name, as the last sign-in gave it. */
  get shopName() {
    return this.#stored()?.shop ?? '';
  }

  async signIn(login, password) {
    const response = await send('/api/v1/auth/login', { method: 'POST', body: { login, password } });
    if (!response.ok) throw await problem(response);
    this.#keep(await response.json());
  }

  async signOut() {
    const refreshToken = this.#stored()?.refreshToken;
    const headers = this.#access ? { Authorization: `Bearer ${this.#access}` } : {};
    this.#forget();
    if (refreshToken) await send('/api/v1/auth/logout', { method: 'POST', body: { refreshToken }, headers }).catch(() => {});
  }

  /** A ticket for one WebSocket. */
  async ticket() {
    return (await this.#call('/api/v1/ws-tickets', 'POST')).ticket;
  }

  /** The shop's entries of one day, newest first, and whether there are more. */
  async entriesOfDay(date) {
    const { entries, nextCursor = null } = await this.#call(`/api/v1/ledger/entries?date=${encodeURIComponent(date)}`);
    return { entries, isCut: nextCursor !== null };
  }

  async dailySummary(date) {
    return (await this.#call(`/api/v1/summary/daily?date=${encodeURIComponent(date)}`)).summary;
  }

  async #call(path, method = 'GET') {
    const once = async (token) => send(path, { method, headers: { Authorization: `Bearer ${token}` } });
    let response = await once(await this.#token());
    if (response.status === 401) response = await once(await this.#renew(this.#access));
    if (!response.ok) throw await problem(response);
    return response.json();
  }

  async #token() {
    if (this.#access && Date.now() < this.#accessUntil - EARLY_MS) return this.#access;
    return this.#renew(this.#access);
  }

  /** One renewal at a time, also across tabs where the browser can: a refresh token works once. */
  async #renew(stale) {
    const locks = navigator.locks ?? { request: (_name, run) => run() };
    return locks.request(STORED, async () => {
      if (this.#access && this.#access !== stale) return this.#access;
      const refreshToken = this.#stored()?.refreshToken;
      if (!refreshToken) throw new ApiError('signedOut');
      const response = await send('/api/v1/auth/refresh', { method: 'POST', body: { refreshToken } });
      if (response.status === 401 || response.status === 403) {
        this.#forget();
        throw new ApiError('signedOut', { status: response.status });
      }
      if (!response.ok) throw await problem(response);
      this.#keep(await response.json());
      return this.#access;
    });
  }

  #keep({ accessToken, expiresIn, refreshToken, tenant }) {
    this.#access = accessToken;
    this.#accessUntil = Date.now() + expiresIn * 1000;
    const before = this.#stored();
    localStorage.setItem(STORED, JSON.stringify({ refreshToken: refreshToken ?? before?.refreshToken, shop: tenant?.name ?? before?.shop ?? '' }));
  }

  #forget() {
    this.#access = null;
    localStorage.removeItem(STORED);
  }

  #stored() {
    try {
      return JSON.parse(localStorage.getItem(STORED));
    } catch {
      return null;
    }
  }
}

async function send(path, { method = 'GET', body, headers = {} } = {}) {
  const withBody = body === undefined ? {} : { body: JSON.stringify(body) };
  const type = body === undefined ? {} : { 'Content-Type': 'application/json' };
  try {
    return await fetch(path, { method, headers: { Accept: 'application/json', ...type, ...headers }, cache: 'no-store', ...withBody });
  } catch {
    throw new ApiError('offline');
  }
}

async function problem(response) {
  const { detail = '' } = await response.json().catch(() => ({}));
  const retryAfter = Number.parseInt(response.headers.get('Retry-After') ?? '', 10) || null;
  const kind = response.status === 429 || response.status === 503 ? 'busy' : response.status >= 500 ? 'offline' : 'refused';
  return new ApiError(kind, { status: response.status, detail, retryAfter });
}
