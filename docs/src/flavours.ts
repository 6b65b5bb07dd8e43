/** The flavours, as the switch of the site names them. */

/** In the order of the switch; without a choice, and without script, the first is shown. */
export const FLAVOURS = ['aio', 'sio', 'rx', 'effect', 'legacy'] as const
export type Flavour = (typeof FLAVOURS)[number]

/** What the reader looks for: the paradigm. */
export const TITLES: Readonly<Record<Flavour, string>> = {
  aio: 'Promises',
  sio: 'Blocking',
  rx: 'RxJS',
  effect: 'Effect',
  legacy: 'Callbacks',
}

/** Where the choice is kept, and what it is called in the address: `?flavour=rx`. */
export const KEY = 'sockio-flavour'
export const PARAMETER = 'flavour'

/**
 * A script for the head of each page: it says what is chosen as an attribute of `<html>`, before anything is painted, and
 * styles show what is for that flavour. The page of a quick start chooses its own, then the address, then what was kept.
 */
export const chosenBeforePaint = `{
  const known = ${JSON.stringify(FLAVOURS)}
  let kept
  try { kept = localStorage.getItem('${KEY}') } catch {}
  const [, started] = /\\/quick-start\\/(\\w+)/.exec(location.pathname) ?? []
  const asked = new URLSearchParams(location.search).get('${PARAMETER}')
  const { dataset } = document.documentElement
  const chosen = [started, asked, kept].find((each) => known.includes(each))
  dataset.flavour = chosen ?? known[0]
  dataset.flavourBy = chosen ? 'reader' : 'default'
}`
