/** "What is new": the changelogs of all packages as one page, since they share their versions; what is not released yet first. */
import { globSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { FLAVOURS } from './flavours.ts'
import { root } from './pages.ts'

type Kind = 'major' | 'minor' | 'patch'

export interface Change {
  readonly kind: Kind
  /** The names of the packages, without `@sockio/`. */
  readonly packages: readonly string[]
  readonly text: string
}

const TITLES: Readonly<Record<Kind, string>> = { major: 'Breaking', minor: 'New', patch: 'Better' }

/** A file of `.changeset`: who it is for, and what to tell them. */
export function changeset(file: string): Change {
  const [, head = '', text = ''] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(file) ?? []
  const bumps = [...head.matchAll(/^['"]@sockio\/([\w-]+)['"]: (major|minor|patch)$/gm)]
  const kinds = bumps.map(([, , kind]) => kind)
  const kind = (['major', 'minor'] as const).find((each) => kinds.includes(each)) ?? 'patch'
  return { kind, packages: bumps.map(([, name = '']) => name), text: text.trim() }
}

/** The changelog of a package, by version; what only follows from another package is left out. */
export function changelog(name: string, file: string): ReadonlyMap<string, readonly Change[]> {
  const versions = file.split(/^## /m).slice(1)
  return new Map(
    versions.map((section) => {
      const [version = '', ...kinds] = section.split(/^### (?=\w+ Changes$)/m)
      const changes = kinds.flatMap((part) => {
        const [, kind = 'patch'] = /^(\w+) Changes/.exec(part) ?? []
        const items = part.split(/^- /m).slice(1)
        return items.flatMap((item) => {
          const text = item
            .replace(/^[\da-f]{7,}: /, '')
            .replaceAll(/^ {2}/gm, '')
            .trim()
          if (text.startsWith('Updated dependencies')) return []
          return [{ kind: kind.toLowerCase() as Kind, packages: [name], text }]
        })
      })
      return [version.trim(), changes]
    }),
  )
}

/** Changes of the same text are one, for all their packages. */
function merged(changes: readonly Change[]): Change[] {
  const byText = new Map<string, Change>()
  for (const change of changes) {
    const known = byText.get(change.text)
    const packages = [...new Set([...(known?.packages ?? []), ...change.packages])]
    byText.set(change.text, { ...change, packages })
  }
  return [...byText.values()]
}

function whose(packages: readonly string[]): string {
  const all = FLAVOURS.every((each) => packages.includes(each))
  const others = packages.filter((each) => !all || !FLAVOURS.some((flavour) => flavour === each))
  return [...(all ? ['all flavours'] : []), ...others].join(', ')
}

function section(title: string, changes: readonly Change[]): string {
  const groups = (['major', 'minor', 'patch'] as const).flatMap((kind) => {
    const those = merged(changes).filter((each) => each.kind === kind)
    if (those.length === 0) return []
    const items = those.map(({ packages, text }) => `- **${whose(packages)}**: ${text.replaceAll('\n', '\n  ')}`)
    return [`### ${TITLES[kind]}\n\n${items.join('\n')}\n`]
  })
  return [`## ${title}\n`, ...groups].join('\n')
}

const newestFirst = (a: string, b: string) => b.localeCompare(a, 'en', { numeric: true })

/** The page. */
export function whatsNew(
  unreleased: readonly Change[],
  logs: readonly ReadonlyMap<string, readonly Change[]>[],
): string {
  const versions = [...new Set(logs.flatMap((log) => [...log.keys()]))].sort(newestFirst)
  return [
    '# What is new\n\nAll packages have the same version. What a line is about stands at its beginning.\n',
    ...(unreleased.length === 0 ? [] : [section('Not released yet', unreleased)]),
    ...versions.map((version) =>
      section(
        version,
        logs.flatMap((log) => log.get(version) ?? []),
      ),
    ),
  ].join('\n')
}

/** The page of today. */
export function whatsNewToday(): string {
  const read = (file: string) => readFileSync(join(root, file), 'utf8')
  const unreleased = globSync('.changeset/*.md', { cwd: root, exclude: ['**/README.md'] }).sort()
  const logs = globSync('packages/*/CHANGELOG.md', { cwd: root }).sort()
  return whatsNew(
    unreleased.map((file) => changeset(read(file))),
    logs.map((file) => changelog(basename(dirname(file)), read(file))),
  )
}
