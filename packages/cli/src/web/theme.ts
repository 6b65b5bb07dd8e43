/** The colours of the page, as its style sheet has them now: light or dark. */

export function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim()
}

const SERIES = 8

/** The colour of series `index`; the same for a series however many there are. */
export function seriesColour(index: number): string {
  return colour(`series-${(index % SERIES) + 1}`)
}

/** The element of the page with this id. */
export function element(id: string): HTMLElement {
  const found = document.getElementById(id)
  if (found === null) throw new Error(`the page has no #${id}`)
  return found
}
