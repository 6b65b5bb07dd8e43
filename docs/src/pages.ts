/** The pages: where they are in the repository, and where on the site. */
import { existsSync, globSync, statSync } from 'node:fs'
import { dirname, join, posix, resolve } from 'node:path'

/** The repository. */
export const root: string = resolve(import.meta.dirname, '..', '..')
export const docs: string = join(root, 'docs')

const repository = 'https://github.com/sockio/sockio'

/** Where the site is published, with a slash at its end; the workflow that publishes it says where else. */
export const site: string = process.env.SITE_URL ?? 'https://sockio.github.io/sockio/'

/** Folders of `docs` that are generated, or hold no pages. */
const notPages: readonly string[] = [
  'api',
  'packages',
  'snippets',
  'programs',
  'node_modules',
  '.vitepress',
  'screenshots',
]

/** Pages that live elsewhere in the repository; the site gets copies. */
export function foreign(): string[] {
  return [
    'CONTRIBUTING.md',
    'examples/README.md',
    ...globSync('packages/{*,internal/*}/README.md', { cwd: root }).sort(),
  ]
}

/** All pages that are written by hand, relative to the repository. */
export function pages(): string[] {
  const own = globSync('docs/**/*.md', { cwd: root, exclude: (path) => notPages.includes(posix.basename(path)) })
  return ['README.md', ...foreign(), ...own.sort()]
}

/** The file of the site, relative to `docs`, that shows a page of the repository. */
export function copy(page: string): string {
  if (page.startsWith('docs/')) return page.slice('docs/'.length)
  if (page === 'CONTRIBUTING.md') return 'packages/contributing.md'
  if (page === 'examples/README.md') return 'packages/examples.md'
  if (page === 'README.md') return 'index.md'
  return `${dirname(page)}.md`
}

/** Where the site shows a page of the repository: `/guides/streams`. */
export function address(page: string): string {
  return `/${copy(page).replace(/(?:(^|\/)index)?\.md$/, '$1')}`
}

/** The page of the repository that a file of the site, relative to `docs`, shows. */
export function original(file: string): string {
  return foreign().find((page) => copy(page) === file) ?? `docs/${file}`
}

/** What a link in `page` means, relative to the repository; undefined when it leads out of it, or within the page. */
export function target(page: string, href: string): { readonly path: string; readonly anchor: string } | undefined {
  if (/^[a-z]+:|^#|^\//.test(href)) return undefined
  const [path = '', anchor = ''] = href.split('#')
  return { path: posix.normalize(posix.join(dirname(page), decodeURI(path))), anchor }
}

/** Where a link in `page` leads on the site; to the repository when the site has no such page. */
export function siteLink(page: string, href: string): string {
  const to = target(page, href)
  if (to === undefined) return href
  const here = join(root, to.path)
  const readme = posix.join(to.path, 'README.md')
  const shown = [to.path, readme].find((path) => pages().includes(path))
  const anchor = to.anchor === '' ? '' : `#${to.anchor}`
  if (shown !== undefined) return `${address(shown)}${anchor}`
  const kind = existsSync(here) && statSync(here).isDirectory() ? 'tree' : 'blob'
  return `${repository}/${kind}/main/${to.path}`
}

/** The anchor of a heading, by the rule of GitHub, so that links work in both places. */
export function slug(heading: string): string {
  return heading
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
    .replaceAll(' ', '-')
}
