/** The page: what comes from the command goes into the store, and the store is drawn. */
import { Chart, clock } from './chart.ts'
import { listen } from './feed.ts'
import type { WirePoint } from './messages.ts'
import { Readings } from './readings.ts'
import { Store } from './store.ts'
import { element, seriesColour } from './theme.ts'
import { valueLabel } from './ticks.ts'

const store = new Store()
const canvas = element('chart')
if (!(canvas instanceof HTMLCanvasElement)) throw new Error('#chart is no canvas')
const chart = new Chart(canvas, store)
const readings = new Readings(store)

let span = 30_000
/** The command's clock minus this page's, which is one that is not put back. */
let ahead = Date.now() - performance.now()
const now = () => performance.now() + ahead
let over = false
let pointer: { readonly x: number; readonly y: number } | undefined

/** The times shown: from the first point on, until there are so many that they move. */
function ends(): readonly [number, number] {
  const newest = store.points.at(-1)?.[0] ?? now()
  const to = Math.min(store.end, over ? newest : now())
  const first = Math.min(store.points[0]?.[0] ?? to, to - 1000)
  if (!Number.isFinite(span)) return [first, to]
  const from = Math.max(first, to - span)
  return [from, from + span]
}

/** The point nearest to the pointer, in time. */
function pointed(): WirePoint | undefined {
  const { frame } = chart
  if (pointer === undefined || frame === undefined || pointer.x < frame.left || pointer.x > frame.right)
    return undefined
  const share = (pointer.x - frame.left) / (frame.right - frame.left)
  const time = frame.from + share * (frame.to - frame.from)
  const after = store.indexAt(time)
  const near = [store.points[after - 1], store.points[after]].filter((point) => point !== undefined)
  const [nearest] = near.sort((a, b) => Math.abs(a[0] - time) - Math.abs(b[0] - time))
  return nearest !== undefined &&
    nearest[0] >= frame.from &&
    nearest[0] <= store.end &&
    nearest.slice(1).some((v) => v !== null)
    ? nearest
    : undefined
}

function tell(point: WirePoint | undefined): void {
  const tip = element('tip')
  tip.hidden = point === undefined
  if (point === undefined || pointer === undefined) return
  const title = document.createElement('p')
  title.textContent = clock(point[0], 100)
  const rows = store.names.map((name, index) => {
    const row = document.createElement('p')
    const swatch = document.createElement('span')
    swatch.className = 'swatch'
    swatch.style.background = seriesColour(index)
    const value = document.createElement('b')
    const own = point[index + 1] ?? null
    value.textContent = own === null ? '–' : valueLabel(own)
    row.append(swatch, name, value)
    return row
  })
  tip.replaceChildren(title, ...rows)
  const left = pointer.x + 16 + tip.offsetWidth > canvas.clientWidth ? pointer.x - 16 - tip.offsetWidth : pointer.x + 16
  const top = Math.min(pointer.y + 12, canvas.clientHeight - tip.offsetHeight - 4)
  tip.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`
}

function draw(): void {
  const [from, to] = ends()
  const point = pointed()
  chart.draw(from, to, point)
  readings.update(from, to)
  tell(point)
  element('empty').hidden = store.points.length > 0
}

/** As often as the screen is drawn; not at all while nobody sees it. */
function animate(): void {
  draw()
  requestAnimationFrame(animate)
}

function say(id: string, text: string): void {
  element(id).textContent = text
}

function showState(state: string, text: string): void {
  element('state').dataset.state = state
  say('state-text', text)
}

const WORDS: Readonly<Record<string, string>> = {
  ready: 'connected',
  connecting: 'connecting',
  initialising: 'connecting',
  waiting: 'connecting again',
  idle: 'not connected',
}

listen({
  hello({ url, query, window, names }) {
    store.replace(names, [])
    if (element('url').textContent === '') choose(window)
    say('title', query === '' ? 'Stream' : query)
    say('url', url)
    document.title = `${query === '' ? 'Stream' : query} · sockio plot`
  },
  points: ({ names, points }) => store.add(names, points),
  status({ time, state, perSecond, lines, skipped, note }) {
    ahead = time - performance.now()
    showState(state, WORDS[state] ?? state)
    say('lines', lines.toLocaleString('en'))
    say('rate', perSecond.toFixed(1))
    say('skipped', ` · ${skipped.toLocaleString('en')} without a number`)
    element('skipped').hidden = skipped === 0
    say('note', note)
  },
  over() {
    over = true
    showState('over', 'the plot has ended')
  },
  lost: () => showState('lost', 'the command does not answer'),
})

/** Shows so many ms. */
function choose(ms: number): void {
  span = ms
  for (const button of document.querySelectorAll<HTMLElement>('#windows button')) {
    button.setAttribute('aria-pressed', String(Number(button.dataset.ms) === ms))
  }
}

element('windows').addEventListener('click', ({ target }) => {
  if (target instanceof HTMLButtonElement) choose(Number(target.dataset.ms))
})
element('hold').addEventListener('click', () => {
  const held = Number.isFinite(store.end)
  store.end = held ? Number.POSITIVE_INFINITY : (store.points.at(-1)?.[0] ?? ends()[1])
  element('hold').setAttribute('aria-pressed', String(!held))
})
canvas.addEventListener('pointermove', ({ offsetX, offsetY }) => {
  pointer = { x: offsetX, y: offsetY }
})
canvas.addEventListener('pointerleave', () => {
  pointer = undefined
})
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => readings.reset())
animate()
