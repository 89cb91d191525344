// The page's stories: a shopkeeper, a browser, and the whole server behind it.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { join } from 'node:path';
import { Server, browse, connected, microphoneAtWill, open, openShop, readBack, rupees, sayYes, speak, speaking, type } from './harness.mjs';

const SOUNDS = new URL('../sounds/', import.meta.url).pathname;
const shot = (name) => join(process.env.EXECORA_SCREENSHOTS, `${name}.png`);

let server;
let browser;

before(async () => {
  server = await Server.start();
  browser = await browse(['--use-fake-device-for-media-stream']);
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

/** A story in a page of its own, which must end without an error in the page. */
function story(name, run, options = {}) {
  test(name, async () => {
    const page = await (options.signedOut ? open : openShop)(browser, server, options);
    try {
      await run(page);
      assert.deepEqual(page.faults, []);
    } catch (error) {
      await page.screenshot({ path: shot(`failed-${name.replace(/\W+/g, '-')}`), fullPage: true });
      throw error;
    } finally {
      await page.context().close();
    }
  });
}

story('a wrong password is refused in words, and the right one opens the shop', async (page) => {
  await page.locator('#login').fill(server.signIn.login);
  await page.locator('#password').fill('not the password');
  await page.locator('#sign-in-button').click();
  await page.getByRole('alert').getByText('do not belong together').waitFor();
  await page.locator('#password').fill(server.signIn.password);
  await page.locator('#sign-in-button').click();
  await connected(page);
  assert.equal(await page.locator('#mic-words').textContent(), 'Tap and speak');
}, { signedOut: true });

story('a typed payment is read back, and written only after yes', async (page) => {
  const customer = await server.customer('Sunita Devi');
  const owed = await server.balance(customer.id);
  await type(page, 'Sunita paid 500 rupees');
  assert.match(await readBack(page), /Sunita.*₹500/);
  assert.equal(await server.balance(customer.id), owed);
  await sayYes(page);
  const row = page.locator('.entry[data-kind=payment]').first();
  await row.getByText('Sunita').waitFor();
  assert.match(await row.locator('.amount').textContent(), /−₹500$/);
  await page.locator('#balance').waitFor();
  const balance = await server.balance(customer.id);
  assert.equal(balance, owed - 50_000);
  assert.ok((await page.locator('#balance').textContent()).includes(balance === 0 ? 'owes nothing' : rupees(balance)));
});

story('no leaves the books as they were', async (page) => {
  const customer = await server.customer('Sunita Devi');
  const owed = await server.balance(customer.id);
  await type(page, 'Sunita paid 700 rupees');
  await readBack(page);
  await page.waitForTimeout(500);
  await page.locator('#no').click();
  await page.locator('#confirm').waitFor({ state: 'hidden' });
  await page.locator('#answer').waitFor();
  assert.equal(await server.balance(customer.id), owed);
});

story('the page speaks Hindi', async (page) => {
  assert.equal(await page.evaluate(() => document.documentElement.lang), 'hi');
  await type(page, 'Sunita ne do sau rupaye diye');
  await readBack(page);
  await page.getByRole('button', { name: 'हाँ, लिख दो' }).waitFor();
  await page.screenshot({ path: shot('hindi') });
  await page.waitForTimeout(500);
  await page.getByRole('button', { name: 'नहीं' }).click();
  await page.locator('#confirm').waitFor({ state: 'hidden' });
}, { language: 'hi', colorScheme: 'dark' });

story('the answer is spoken, and Escape silences it at once', async (page) => {
  await type(page, 'Sunita ka balance kitna hai');
  await page.locator('#mic[data-state=speaking]').waitFor();
  await page.keyboard.press('Escape');
  assert.equal(await page.locator('#mic').getAttribute('data-state'), 'idle');
  assert.notEqual(await page.locator('#answer').textContent(), '');
});

story('what another window of the shop writes appears without a reload', async (page) => {
  const customer = await server.customer('Sunita Devi');
  await page.locator('#today-date').waitFor();
  await server.call('POST', '/ledger/credit', { customerId: customer.id, amountPaise: 12_345, description: 'from elsewhere' });
  await page.locator('.entry[data-kind=credit]').getByText('from elsewhere').waitFor();
  assert.match(await page.locator('.entry[data-kind=credit] .amount').first().textContent(), /\+₹123\.45$/);
});

story('a name is shown as text, whatever is in it', async (page) => {
  const name = '<img src=x onerror=alert(1)> & Sons';
  const { customer } = await server.call('POST', '/customers', { name });
  await server.call('POST', '/ledger/credit', { customerId: customer.id, amountPaise: 100, description: '<b>bold</b>' });
  await page.locator('.entry .name').getByText(name).waitFor();
  assert.equal(await page.locator('.entry img, .entry b').count(), 0);
});

story('everything can be done from the keyboard', async (page) => {
  await page.locator('#typed').focus();
  await page.keyboard.type('Sunita paid 100 rupees');
  await page.keyboard.press('Enter');
  await readBack(page);
  await page.waitForTimeout(500);
  await page.keyboard.press('Alt+KeyY');
  await page.locator('#confirm').waitFor({ state: 'hidden' });
  await page.locator('#balance').waitFor();
  await page.evaluate(() => document.activeElement.blur());
  const reached = new Set();
  for (let press = 0; press < 40; press += 1) {
    await page.keyboard.press('Tab');
    reached.add(await page.evaluate(() => {
      const { id, dataset, tagName, textContent } = document.activeElement;
      const ringless = tagName !== 'BODY' && getComputedStyle(document.activeElement).outlineStyle === 'none';
      return ringless ? `${id || textContent} has no focus ring` : id || dataset.language;
    }));
  }
  for (const id of ['hi', 'en', 'sign-out', 'mic', 'typed']) assert.ok(reached.has(id), `${id} is not reached by Tab: ${[...reached]}`);
  assert.deepEqual([...reached].filter((id) => id?.endsWith('has no focus ring')), []);
});

story('a screen reader finds a name and a role for everything', async (page) => {
  await type(page, 'Sunita paid 100 rupees');
  await readBack(page);
  for (const name of ['Microphone', 'Yes, write it', 'No', 'Send', 'Sign out', 'हिन्दी', 'English']) {
    assert.equal(await page.getByRole('button', { name, exact: true }).count(), 1, name);
  }
  await page.getByRole('textbox', { name: 'Type a command instead' }).waitFor();
  await page.getByRole('group', { name: /I understood/ }).waitFor();
  await page.getByRole('list', { name: 'Entries of today' }).waitFor();
  for (const id of ['heard', 'read-back', 'answer', 'mic-words', 'entries-news']) {
    assert.match(await page.locator(`#${id}`).getAttribute('aria-live'), /polite|assertive/, id);
  }
  const cdp = await page.context().newCDPSession(page);
  const { nodes } = await cdp.send('Accessibility.getFullAXTree');
  const nameless = nodes.filter((node) => !node.ignored && ['button', 'textbox', 'link'].includes(node.role?.value) && !node.name?.value);
  assert.deepEqual(nameless.map((node) => node.role.value), []);
});

for (const language of ['en', 'hi']) {
  story(`nothing is wider than a phone of 360 pixels (${language})`, async (page) => {
    await type(page, 'Sunita paid 1234567 rupees');
    await page.locator('#confirm:visible, #answer-block:visible').first().waitFor();
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth) <= 360);
  }, { language });
}

story('a microphone that is not allowed is explained, and typing still works', async (page) => {
  await page.locator('#mic').click();
  await page.getByText('The microphone is not allowed').waitFor();
  await page.screenshot({ path: shot('microphone-denied') });
  await type(page, 'Sunita ka balance');
  await page.locator('#answer').waitFor();
}, { permissions: [] });

story('a lost connection is said, what was typed is kept, and the page recovers by itself', async (page) => {
  await page.locator('#typed').fill('Sunita paid 300 rupees');
  await server.kill();
  await page.locator('#connection').getByText('The connection is lost').waitFor();
  await page.locator('#typed').press('Enter');
  await page.getByText('Not sent').waitFor();
  assert.equal(await page.locator('#typed').inputValue(), 'Sunita paid 300 rupees');
  await page.screenshot({ path: shot('connection-lost') });
  await server.restart();
  await connected(page, 60_000);
  await page.locator('#connection').waitFor({ state: 'hidden' });
  await page.locator('#notice').waitFor({ state: 'hidden' });
  await page.locator('#typed').press('Enter');
  assert.match(await readBack(page), /₹300/);
});

story('a reload stays signed in; an expired sign-in is asked for again', async (page) => {
  await page.reload();
  await connected(page);
  const { refreshToken } = await page.evaluate(() => JSON.parse(localStorage.getItem('execora.sign-in')));
  await page.locator('#typed').fill('Sunita paid 900 rupees');
  await server.send('POST', '/auth/logout', { refreshToken });
  await page.reload();
  await page.getByRole('alert').getByText('Your sign-in has expired').waitFor();
  await page.locator('#login').fill(server.signIn.login);
  await page.locator('#password').fill(server.signIn.password);
  await page.locator('#sign-in-button').click();
  await connected(page);
  assert.equal(await page.locator('#typed').inputValue(), 'Sunita paid 900 rupees');
});

story('a payment is made without touching anything after the microphone', async (page) => {
  const customer = await server.customer('Sunita Devi');
  const owed = await server.balance(customer.id);
  const becomes = (state) => page.locator(`#mic[data-state=${state}]`).waitFor({ timeout: 60_000 });
  await page.locator('#mic').click();
  await becomes('listening');
  await speak(page, join(SOUNDS, 'en01.wav'));
  assert.match(await readBack(page, 60_000), /Sunita Devi.*₹500/);
  // A yes before the read-back was heard is none.
  await becomes('speaking');
  await becomes('listening');
  await speak(page, join(SOUNDS, 'yes-en.wav'));
  await page.locator('#confirm').waitFor({ state: 'hidden', timeout: 60_000 });
  await page.locator('#balance').waitFor();
  assert.equal(await server.balance(customer.id), owed - 50_000);
}, { prepare: microphoneAtWill });

test('an address that browsers give no microphone to is explained', async () => {
  const stranger = await browse(['--host-resolver-rules=MAP shop.example 127.0.0.1']);
  try {
    const address = `http://shop.example:${new URL(server.address).port}`;
    const page = await openShop(stranger, server, { address });
    await page.locator('#mic').click();
    await page.getByText('only to secure addresses').waitFor();
    await type(page, 'Sunita ka balance kitna hai');
    await page.locator('#answer').waitFor();
  } finally {
    await stranger.close();
  }
});

test('a server without ears says so, and takes typed commands', async () => {
  const mute = await Server.start({ EXECORA_VOICE_PACK: '/nonexistent' });
  try {
    const page = await openShop(browser, mute);
    await page.getByText('no speech recognition').waitFor();
    assert.equal(await page.locator('#mic').getAttribute('data-state'), 'off');
    await page.locator('#mic').click({ force: true });
    assert.equal(await page.evaluate(() => document.activeElement.id), 'typed');
    await type(page, 'Sunita paid 500 rupees');
    assert.match(await readBack(page), /₹500/);
  } finally {
    await mute.stop();
  }
});

test('a spoken bill is heard, read back, confirmed and written', async () => {
  const customer = await server.customer('Sunita Devi');
  const [sugar, rice] = [await server.product('Sugar'), await server.product('Rice')];
  const owed = await server.balance(customer.id);
  const talker = await browse(await speaking(server, join(SOUNDS, 'en04.wav')));
  try {
    const page = await openShop(talker, server, { permissions: ['microphone'] });
    await page.locator('#mic').click();
    await page.locator('#mic[data-state=listening]').waitFor();
    await page.locator('#mic[data-state=hearing]').waitFor();
    assert.match(await readBack(page, 60_000), /Sunita/);
    assert.match(await page.locator('#heard').textContent(), /sunita/i);
    await page.screenshot({ path: shot('spoken-read-back') });
    await sayYes(page);
    await page.locator('#balance').waitFor();
    const total = 2 * sugar.pricePaise + rice.pricePaise;
    assert.equal(await server.balance(customer.id), owed + total);
    const row = page.locator('.entry[data-kind=invoice]').first();
    assert.equal(await row.locator('.amount').textContent(), `+${rupees(total)}`);
    assert.equal((await server.product('Sugar')).stockMilli, sugar.stockMilli - 2000);
    assert.equal((await server.product('Rice')).stockMilli, rice.stockMilli - 1000);
    await page.screenshot({ path: shot('page') });
    assert.deepEqual(page.faults, []);
  } finally {
    await talker.close();
  }
});
