/** The order of the pages. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DefaultTheme } from 'vitepress'
import { docs } from './pages.ts'

const group = (text: string, folder: string, pages: Readonly<Record<string, string>>): DefaultTheme.SidebarItem => ({
  text,
  items: Object.entries(pages).map(([page, title]) => ({ text: title, link: `${folder}${page}` })),
})

const quickStarts = {
  aio: 'Promises (aio)',
  sio: 'Blocking calls (sio)',
  rx: 'RxJS (rx)',
  effect: 'Effect (effect)',
  legacy: 'Callbacks (legacy)',
}

export const sidebar: DefaultTheme.SidebarItem[] = [
  group('Quick start', '/quick-start/', quickStarts),
  group('Which one', '/', {
    'guides/choosing-a-flavour': 'Choosing a flavour',
    'side-by-side': 'Side by side',
    'packages/examples': 'Examples',
    'packages/cli': 'The command line',
  }),
  group('Recipes', '/recipes/', {
    '': 'All, and how to run one',
    sweep: 'Sweep and read back',
    waveform: 'Waveform and a picture',
    logging: 'A log over reboots',
    'two-instruments': 'Two instruments in step',
    'set-up': 'Set up, check errors, wait',
    watchdog: 'A watchdog',
    ssh: 'Behind SSH',
    endpoint: 'An HTTP endpoint',
    dashboard: 'A dashboard',
    electron: 'In Electron',
    'driver-test': "A driver's test",
    'graceful-shutdown': 'Graceful shutdown',
  }),
  group('Guides', '/guides/', {
    reconnection: 'Reconnection and retries',
    timeouts: 'Timeouts and cancellation',
    streams: 'Streams and back-pressure',
    'connection-hook': 'Initialising on connect',
    values: 'Values instead of text',
    'write-a-driver-once': 'Write a driver once',
    'binary-blocks': 'Binary blocks',
    'why-no-answer': 'Why does it not answer?',
    'odd-instruments': 'Slow and odd instruments',
    testing: 'Testing your own driver',
    'record-and-replay': 'Record and replay',
    'sharing-an-instrument': 'Sharing an instrument',
    'across-hosts': 'Across hosts',
    'running-a-hub': 'Running a hub',
    'writing-a-flavour': 'Writing another flavour',
  }),
  group('Coming from', '/guides/', {
    'from-python-sockio': "Python's sockio",
    'from-pyvisa': 'PyVISA',
    'from-pymeasure': 'pymeasure',
    'from-net-socket': 'net.Socket',
  }),
  group('Reference', '/', {
    errors: 'Errors',
    'when-things-go-wrong': 'When things go wrong',
    'what-the-doctor-says': 'What the doctor says',
    'link-states': 'The states of a link',
    recordings: 'The format of recordings',
    conformance: 'What every flavour does',
    'one-exchange': 'One exchange',
    glossary: 'Glossary',
    'api/': 'API',
  }),
  group('The project', '/', {
    'packages/whats-new': 'What is new',
    architecture: 'Architecture',
    performance: 'Performance',
    'packages/core': 'The engine (core)',
    'packages/node': 'The driver (node)',
    'packages/instrument': 'Values and drivers (instrument)',
    'packages/sim': 'The simulator (sim)',
    'packages/hub': 'The hub (hub)',
    'packages/recorder': 'The recorder',
    'packages/internal/bench': 'The benchmark',
    'packages/contributing': 'Contributing',
  }),
]

/** The menu of versions: main, and each release. @param names `v1.10 v1.9`; without any there is no menu */
export function versions(names: string | undefined, site: string): DefaultTheme.NavItem[] {
  const known = (names ?? '').split(' ').filter((name) => name !== '')
  if (known.length === 0) return []
  const [, root = site, here] = /^(.*\/)(v\d+\.\d+)\/$/.exec(site) ?? []
  const items = known.map((name) => ({ text: name, link: `${root}${name}/`, target: '_self' }))
  return [{ text: here ?? 'main', items: [{ text: 'main', link: root, target: '_self' }, ...items] }]
}

/** What the reference writes as its navigation. */
interface Entry {
  readonly title: string
  readonly path?: string
  readonly children?: readonly Entry[]
}

const order: readonly string[] = [
  'aio',
  'sio',
  'rx',
  'effect',
  'effect/testing',
  'legacy',
  'instrument',
  'sim',
  'hub',
  'recorder',
  'node',
  'core',
]

/** A menu for each package, with its public names, and the packages: all names on every page would be most of the site. */
export function apiSidebars(): DefaultTheme.SidebarMulti {
  const file = join(docs, 'api', 'navigation.json')
  if (!existsSync(file)) return {}
  const modules: readonly Entry[] = JSON.parse(readFileSync(file, 'utf8'))
  const link = (entry: Entry) => `/api/${(entry.path ?? '').replace(/(?:index)?\.md$/, '')}`
  const item = (entry: Entry): DefaultTheme.SidebarItem =>
    entry.children === undefined
      ? { text: entry.title, link: link(entry) }
      : { text: entry.title, collapsed: true, items: entry.children.map(item) }
  const known = order.flatMap((name) => modules.filter(({ title }) => title === name))
  const menu = (here?: Entry) =>
    known.map((module): DefaultTheme.SidebarItem => {
      const named = { text: `@sockio/${module.title}`, link: link(module) }
      if (module !== here) return named
      return { ...named, items: (module.children ?? []).flatMap(({ children = [] }) => children.map(item)) }
    })
  return {
    '/api/': menu(),
    ...Object.fromEntries(known.map((module) => [`/api/${module.title}/`, menu(module)])),
  }
}
