// Shows what /status.json says, once a second. All texts go in as texts: clients choose their names, instruments their words.
const PERIOD = 1000
/** So many clients are shown of one instrument; the count tells of the others. */
const MOST = 100

const hub = document.querySelector('#hub')
const main = document.querySelector('#instruments')
/** @type {Map<string, HTMLElement>} */
const sections = new Map()

/**
 * @param {string} name
 * @param {...(Node | string)} content
 */
function element(name, ...content) {
  const made = document.createElement(name)
  made.append(...content)
  return made
}

/** @param {number} ms */
function ms(ms) {
  return `${ms < 10 ? ms.toFixed(2) : ms.toFixed(0)} ms`
}

/** @param {readonly (readonly [string, string | number])[]} pairs */
function figures(pairs) {
  return element(
    'dl',
    ...pairs.map(([name, value]) => element('div', element('dt', name), element('dd', String(value)))),
  )
}

/**
 * @param {readonly string[]} head
 * @param {readonly (readonly (string | number)[])[]} rows
 */
function table(head, rows) {
  const first = element('tr', ...head.map((name) => element('th', name)))
  const others = rows.map((row) => element('tr', ...row.map((cell) => element('td', String(cell)))))
  return element('table', element('thead', first), element('tbody', ...others))
}

function state(instrument) {
  const { state, office, listens } = instrument
  if (state === undefined) return [element('p', office)]
  const { latency, hold } = state
  const parts = [
    element('p', `${office}, ${state.link}`, listens.length > 0 ? `, on ${listens.join(', ')}` : ''),
    figures([
      ['clients', state.clients.length],
      ['queue', state.queued],
      ['exchanges', state.exchanges],
      ['writes', state.writes],
      ['failures', state.failures],
      ['shared', state.shared],
      ['connections', state.connects],
      ['hold', hold === undefined ? 'nobody' : `${hold.client}, ${ms(hold.left)}`],
      ['median', ms(latency.p50)],
      ['99 %', ms(latency.p99)],
      ['longest', ms(latency.max)],
      ['lines dropped', state.dropped],
    ]),
  ]
  if (state.clients.length > 0) {
    const busiest = state.clients.toSorted((a, b) => b.exchanges - a.exchanges)
    const rows = busiest.slice(0, MOST).map((client) => {
      const marks = [client.busy && 'busy', client.holds && 'holds', client.streams && 'stream'].filter(Boolean)
      return [client.name, client.role, client.exchanges, client.queued, client.dropped, marks.join(', ')]
    })
    parts.push(table(['client', 'role', 'exchanges', 'queue', 'dropped', ''], rows))
    if (busiest.length > MOST) parts.push(element('p', `and ${busiest.length - MOST} more`))
  }
  if (state.errors.length > 0) {
    const rows = state.errors.toReversed().map(({ time, client, text }) => [time, client, text])
    const errors = table(['last errors', 'client', ''], rows)
    errors.classList.add('wrong')
    parts.push(errors)
  }
  return parts
}

function show(status) {
  hub.textContent = `${(status.memory / 1048576).toFixed(0)} MiB, up for ${Math.round(status.uptime / 1000)} s`
  hub.classList.remove('wrong')
  for (const instrument of status.instruments) {
    let section = sections.get(instrument.name)
    if (section === undefined) {
      section = element('section')
      section.id = `instrument-${instrument.name}`
      sections.set(instrument.name, section)
      main.append(section)
    }
    section.replaceChildren(element('h2', instrument.name, ' ', element('code', instrument.url)), ...state(instrument))
  }
}

async function look() {
  try {
    const response = await fetch('status.json')
    if (!response.ok) throw new Error(String(response.status))
    show(await response.json())
  } catch (error) {
    hub.textContent = `The hub does not answer: ${error instanceof Error ? error.message : error}`
    hub.classList.add('wrong')
  }
  setTimeout(look, PERIOD)
}

look()
