/** The page of `watch --web`: a row for each instrument, changed in place. */
import { openEvents } from './events.ts'
import { element } from './theme.ts'
import type { Bench, Changes, Health, Watched } from './watch-messages.ts'

const ORDER: readonly Health[] = ['trouble', 'unknown', 'well']

let instruments: Watched[] = []
let rows: HTMLTableRowElement[] = []
let over = false

/** A row without its texts: `show` fills them in. */
function emptyRow(): HTMLTableRowElement {
  const row = document.createElement('tr')
  const [name] = ['name', 'number', 'number', 'number', 'number', 'number', 'words', 'since'].map((className) => {
    const cell = row.insertCell()
    cell.className = className
    return cell
  })
  const dot = document.createElement('span')
  dot.className = 'dot'
  name?.append(dot, document.createElement('span'))
  return row
}

const figure = (ms: number | null) => (ms === null ? '–' : ms.toFixed(ms < 100 ? 1 : 0))

function set(node: Element | null | undefined, text: string): void {
  if (node && node.textContent !== text) node.textContent = text
}

function show(row: HTMLTableRowElement | undefined, watched: Watched): void {
  if (row === undefined) return
  const { url, health, ms, mean, turns, errors, reconnects, words, trouble, since } = watched
  row.dataset.health = health
  const [name, ...cells] = row.cells
  set(name?.lastElementChild, url)
  const time = new Date(since).toLocaleTimeString()
  const said = trouble === '' ? words : trouble
  const texts = [figure(ms), figure(mean), turns, errors, reconnects, said, time]
  for (const [i, text] of texts.entries()) set(cells[i], String(text))
  const last = cells[5]
  if (last !== undefined && last.title !== said) last.title = said
}

function tell(): void {
  const count = (health: Health) => instruments.filter((each) => each.health === health).length
  const [well, trouble, unknown] = [count('well'), count('trouble'), count('unknown')]
  const asked = unknown === 0 ? '' : `, ${unknown} not asked yet`
  set(element('counts'), `${instruments.length} instruments: ${well} well, ${trouble} in trouble${asked}`)
  if (over) return
  element('state').dataset.state = trouble > 0 ? 'trouble' : unknown > 0 ? 'connecting' : 'ready'
  set(element('state-text'), trouble > 0 ? `${trouble} in trouble` : unknown > 0 ? 'asking' : 'all well')
  document.title = `${trouble > 0 ? `${trouble} in trouble` : 'all well'} · sockio watch`
}

/** Puts the rows in order: as they were named, or those in trouble first. */
function arrange(): void {
  const first = element('troubled').getAttribute('aria-pressed') === 'true'
  const health = (i: number) => ORDER.indexOf(instruments[i]?.health ?? 'unknown')
  const order = rows.map((_, i) => i)
  if (first) order.sort((a, b) => health(a) - health(b) || a - b)
  const body = element('rows')
  const now = [...body.children]
  if (order.every((i, place) => now[place] === rows[i])) return
  body.replaceChildren(...order.flatMap((i) => rows[i] ?? []))
}

const on = openEvents({
  over() {
    over = true
    element('state').dataset.state = 'over'
    set(element('state-text'), 'the watch has ended')
  },
  lost() {
    element('state').dataset.state = 'lost'
    set(element('state-text'), 'the command does not answer')
  },
})
on<Bench>('bench', (bench) => {
  instruments = [...bench.instruments]
  rows = instruments.map(emptyRow)
  for (const [i, watched] of instruments.entries()) show(rows[i], watched)
  const pace = bench.every < 1000 ? `${bench.every} ms` : `${bench.every / 1000} s`
  set(element('url'), `${bench.query === '' ? 'connected' : bench.query}, every ${pace}`)
  arrange()
  tell()
})
on<Changes>('changes', ({ changed }) => {
  for (const [i, watched] of changed) {
    instruments[i] = watched
    show(rows[i], watched)
  }
  arrange()
  tell()
})

element('troubled').addEventListener('click', ({ currentTarget }) => {
  if (!(currentTarget instanceof HTMLElement)) return
  currentTarget.setAttribute('aria-pressed', String(currentTarget.getAttribute('aria-pressed') !== 'true'))
  arrange()
})
