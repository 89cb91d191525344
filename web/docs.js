// Lists the operations of the API from its own description. Nothing is loaded from anywhere else.

const DEPTH_MAX = 4;

function element(name, text, className) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  return made;
}

/** A text in which what stands between backticks is code. */
function prose(name, text, className) {
  const made = element(name, undefined, className);
  text.split('`').forEach((part, index) => made.append(index % 2 ? element('code', part) : part));
  return made;
}

/** A schema with its reference followed. */
function resolved(schema, schemas) {
  const name = schema?.$ref?.split('/').pop();
  return name ? { ...schemas[name], ...schema, $ref: undefined } : schema ?? {};
}

/** What a schema is, in a few words. */
function kind(schema, schemas) {
  const whole = resolved(schema, schemas);
  if (whole.const !== undefined) return JSON.stringify(whole.const);
  if (whole.enum) return whole.enum.map((one) => JSON.stringify(one)).join(' | ');
  const several = whole.anyOf ?? whole.oneOf;
  if (several && !whole.properties) return several.map((one) => kind(one, schemas)).join(' | ');
  if (whole.type === 'array') return `list of ${kind(whole.items, schemas)}`;
  const types = [whole.type ?? 'object'].flat().join(' | ');
  return whole.format ? `${types} (${whole.format})` : types;
}

/** The object in a schema whose fields can be listed, if there is one. */
function withFields(schema, schemas) {
  const whole = resolved(schema, schemas);
  if (whole.properties) return whole;
  if (whole.type === 'array') return withFields(whole.items, schemas);
  const inner = [whole.anyOf, whole.oneOf, whole.allOf].flat().filter(Boolean);
  return inner.map((one) => withFields(one, schemas)).find(Boolean);
}

/** A value that the schema lets in: what is needed, and nothing else. */
function example(schema, schemas, name = '') {
  const whole = resolved(schema, schemas);
  if (whole.const !== undefined) return whole.const;
  if (whole.enum) return whole.enum[0];
  const several = whole.anyOf ?? whole.oneOf;
  if (several && !whole.properties) return example(several[0], schemas, name);
  const type = [whole.type ?? 'object'].flat()[0];
  if (type === 'array') return [example(whole.items, schemas, name)];
  if (type === 'object') {
    const all = Object.entries(whole.properties ?? {});
    const needed = all.filter(([field]) => whole.required?.includes(field));
    const shown = needed.length > 0 ? needed : all.slice(0, 1);
    return Object.fromEntries(shown.map(([field, of]) => [field, example(of, schemas, field)]));
  }
  if (type === 'boolean') return true;
  if (type === 'integer' || type === 'number') return name.endsWith('Milli') ? 1500 : name.endsWith('Paise') ? 5000 : 1;
  if (whole.format === 'uuid') return '01890a5d-ac96-774b-bcce-b302099a8057';
  if (whole.format === 'date') return '2026-04-01';
  return whole.format === 'date-time' ? '2026-04-01T09:30:00Z' : '…';
}

/** The command that asks this of the server. */
function command(method, path, described, schemas) {
  const parts = [`curl -X ${method.toUpperCase()} "${location.origin}${path}"`];
  if (described.security) parts.push('-H "Authorization: Bearer $TOKEN"');
  const body = described.requestBody?.content['application/json'];
  if (body) {
    const json = JSON.stringify(example(body.schema, schemas)).replaceAll("'", "'\\''");
    parts.push('-H "Content-Type: application/json"', `-d '${json}'`);
  }
  return element('pre', parts.join(' \\\n  '));
}

function fields(schema, schemas, depth = 0) {
  const list = element('dl');
  const object = withFields(schema, schemas);
  for (const [name, field] of Object.entries(object?.properties ?? {})) {
    const term = element('dt');
    const isRequired = object.required?.includes(name);
    term.append(element('code', name), ' ', element('i', `${kind(field, schemas)}${isRequired ? ', needed' : ''}`));
    const about = prose('dd', resolved(field, schemas).description ?? '');
    if (depth < DEPTH_MAX && withFields(field, schemas)) about.append(fields(field, schemas, depth + 1));
    list.append(term, about);
  }
  return list;
}

function parameters(all, schemas) {
  const list = element('dl');
  for (const { name, in: place, required, description, schema } of all) {
    const term = element('dt');
    term.append(element('code', name), ' ', element('i', `${place}, ${kind(schema, schemas)}${required ? ', needed' : ''}`));
    list.append(term, prose('dd', description));
  }
  return list;
}

function answers(responses, schemas) {
  const list = element('dl');
  for (const [status, { description, content }] of Object.entries(responses)) {
    const term = element('dt');
    const types = Object.keys(content ?? {});
    term.append(element('code', status), ' ', element('i', types.join(', ')));
    const about = prose('dd', description);
    if (status < 300 && types.length > 0) about.append(fields(content[types[0]].schema, schemas));
    list.append(term, about);
  }
  return list;
}

function operation(method, path, described, schemas) {
  const details = element('details');
  details.id = described.operationId;
  const summary = element('summary');
  summary.append(element('b', method.toUpperCase(), method), element('code', path), prose('small', described.summary));
  details.append(summary);
  const section = (title, content) => details.append(element('h3', title), content);
  if (described.description) details.append(prose('p', described.description));
  if (!described.security) details.append(element('p', 'Open: no token is needed.'));
  if (described.parameters) section('Parameters', parameters(described.parameters, schemas));
  const body = described.requestBody?.content['application/json'];
  if (body) section('Body', fields(body.schema, schemas));
  section('Example', command(method, path, described, schemas));
  section('Answers', answers(described.responses, schemas));
  details.dataset.words = `${method} ${path} ${described.summary} ${described.tags.join(' ')}`.toLowerCase();
  return details;
}

function show({ info, tags, paths, components }) {
  document.querySelector('#about').replaceChildren(...prose('p', info.description).childNodes);
  const main = document.querySelector('#operations');
  for (const { name } of tags) {
    const section = element('section');
    section.append(element('h2', name));
    for (const [path, methods] of Object.entries(paths)) {
      for (const [method, described] of Object.entries(methods)) {
        if (described.tags.includes(name)) section.append(operation(method, path, described, components.schemas));
      }
    }
    main.append(section);
  }
}

function find(words) {
  for (const section of document.querySelectorAll('section')) {
    const all = [...section.querySelectorAll('details')];
    for (const one of all) one.hidden = !words.every((word) => one.dataset.words.includes(word));
    section.hidden = all.every((one) => one.hidden);
  }
}

document.querySelector('#find').addEventListener('input', (event) => {
  find(event.target.value.toLowerCase().split(/\s+/).filter(Boolean));
});

document.querySelector('#origin').textContent = location.origin;

try {
  const response = await fetch('/api/v1/openapi.json', { headers: { Accept: 'application/json' } });
  if (!response.ok) throw new Error(`the description was answered with ${response.status}`);
  show(await response.json());
  document.querySelector(`#${CSS.escape(location.hash.slice(1) || 'none')}`)?.setAttribute('open', '');
} catch (error) {
  document.querySelector('#about').textContent = `The description could not be read: ${error.message}. Load the page again.`;
}
