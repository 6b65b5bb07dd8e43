/** The cards above the chart: of each series its newest value, and what it was in the time shown. */
import type { Store } from './store.ts'
import { element, seriesColour } from './theme.ts'
import { valueLabel } from './ticks.ts'

const FIGURES = ['min', 'max', 'mean'] as const

function add(parent: HTMLElement, tag: string, className = ''): HTMLElement {
  const made = document.createElement(tag)
  if (className !== '') made.className = className
  parent.append(made)
  return made
}

function set(node: HTMLElement | undefined, text: string): void {
  if (node !== undefined && node.textContent !== text) node.textContent = text
}

/** A card; what changes in it. */
function card(name: string, index: number): HTMLElement[] {
  const article = add(element('readings'), 'article', 'reading')
  const heading = add(article, 'h2')
  add(heading, 'span', 'swatch').style.background = seriesColour(index)
  add(heading, 'span').textContent = name
  const last = add(article, 'p', 'last')
  const list = add(article, 'dl')
  const figures = FIGURES.map((figure) => {
    const pair = add(list, 'div')
    add(pair, 'dt').textContent = figure
    return add(pair, 'dd')
  })
  return [last, ...figures]
}

export class Readings {
  readonly #store: Store
  #names: readonly string[] = []
  #cards: HTMLElement[][] = []

  constructor(store: Store) {
    this.#store = store
  }

  /** Makes the cards anew: the series, or their colours, are others. */
  reset(): void {
    this.#names = this.#store.names
    element('readings').replaceChildren()
    this.#cards = this.#names.map(card)
  }

  update(from: number, to: number): void {
    if (this.#names.join() !== this.#store.names.join()) this.reset()
    for (const [index, [last, ...figures]] of this.#cards.entries()) {
      const reading = this.#store.reading(index, from, to)
      set(last, reading === undefined ? '–' : valueLabel(reading.last))
      for (const [i, figure] of FIGURES.entries())
        set(figures[i], reading === undefined ? '–' : valueLabel(reading[figure]))
    }
  }
}
