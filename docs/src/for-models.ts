/**
 * What the site has for language models, by the convention of https://llmstxt.org: `llms.txt`, which says what there is;
 * each page as Markdown, beside its HTML; and `llms-full.txt`, all pages in one. Programs are in them, in every flavour.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { DefaultTheme } from 'vitepress'
import { FLAVOURS, TITLES } from './flavours.ts'
import { address, copy, original, pages, root, site, siteLink } from './pages.ts'
import { loneLink, shownOn, task } from './programs.ts'

const summary = `# sockio

> Talk to laboratory instruments over TCP: requests and replies, lines and blocks, with reconnection, timeouts and typed
> errors, in TypeScript for Node. One engine, five flavours: ${FLAVOURS.map((each) => `@sockio/${each} (${TITLES[each]})`).join(', ')}.

The verbs, options and errors are the same in all flavours. Each program in these pages was run against a simulator, and the
text after it is what it printed.
`

/** A page as Markdown that stands alone: its programs in it, its links absolute. */
export function plain(page: string): string {
  const text = readFileSync(join(root, page), 'utf8').replace(/^---\n[\s\S]*?\n---\n+/, '')
  const parts = text.split(/^(```[\s\S]*?^```)$/m)
  return parts.map((part, index) => (index % 2 === 1 ? part : prose(page, part))).join('')
}

function prose(page: string, text: string): string {
  return text
    .replaceAll(loneLink, (link) => shownOn(page, link).map(programs)[0] ?? link)
    .replaceAll(/^::: flavour (.*)$/gm, 'In $1:')
    .replaceAll(/^:::\n/gm, '')
    .replaceAll(/^<(?:\/?div|[A-Z]).*>\n+/gm, '') // how it looks
    .replaceAll(/\]\(([^)\s]+)\)/g, (_, href: string) => `](${absolute(siteLink(page, href))})`)
}

function programs(name: string): string {
  const { parts, shared } = task(name)
  const files = Object.entries(shared).map(
    ([file, code]) => `\`${file}\`:\n\n${fenced(file.replace(/.*\./, ''), code)}`,
  )
  const shown = FLAVOURS.map((flavour) => {
    const part = parts[flavour]
    if (part.kind === 'none') return `**${TITLES[flavour]}**: ${part.why}`
    const printed = part.output === undefined ? '' : `\n\nIt prints:\n\n${fenced('text', part.output)}`
    return `**${TITLES[flavour]}**:\n\n${fenced('ts', part.code)}${printed}`
  })
  return [...files, ...shown].join('\n\n')
}

const fenced = (language: string, code: string) => `\`\`\`${language}\n${code.trimEnd()}\n\`\`\``

/** Pages by the address that links have. */
const byAddress = new Map(pages().map((page) => [address(page), page]))

function absolute(link: string): string {
  if (!link.startsWith('/')) return link
  const [path = '', anchor] = link.split('#')
  const page = byAddress.get(path)
  const file = page === undefined ? path.slice(1) : copy(page)
  return `${site}${file}${anchor === undefined ? '' : `#${anchor}`}`
}

/** The groups of the menu, with the pages that are written by hand. */
function groups(sidebar: readonly DefaultTheme.SidebarItem[]) {
  return sidebar.map(({ text = '', items = [] }) => ({
    title: text,
    pages: items.flatMap(({ text: title = '', link = '' }) => {
      const page = byAddress.get(link)
      return page === undefined ? [] : [{ title, page }]
    }),
  }))
}

/** What a page is about: its first sentence, by which a model knows whether to read on. */
function about(page: string): string {
  const [paragraph = ''] = /(?<=\n\n)[^#\n](?:.+\n)+/.exec(plain(page)) ?? []
  const text = paragraph.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1').replaceAll(/\s+/g, ' ')
  return /^.*?[.?](?= |$)/.exec(text)?.[0] ?? text.trim()
}

/** `llms.txt`: what there is, where, and what about. */
export function contents(sidebar: readonly DefaultTheme.SidebarItem[]): string {
  const sections = groups(sidebar).map(({ title, pages }) => {
    const lines = pages.map(({ title: name, page }) => `- [${name}](${site}${copy(page)}): ${about(page)}`)
    return `## ${title}\n\n${lines.join('\n')}\n`
  })
  const optional = `## Optional\n\n- [All of it in one file](${site}llms-full.txt)\n- [API reference](${site}api/)\n`
  return [summary, ...sections, optional].join('\n')
}

/** `llms-full.txt`: all pages of the menu, in its order. */
export function everything(sidebar: readonly DefaultTheme.SidebarItem[]): string {
  const all = groups(sidebar).flatMap((group) => group.pages.map(({ page }) => page))
  return [summary, ...[...new Set(all)].map((page) => `<!-- ${site}${copy(page)} -->\n\n${plain(page).trim()}\n`)].join(
    '\n',
  )
}

/** Writes all of it beside the built site. */
export function writeForModels(folder: string, sidebar: readonly DefaultTheme.SidebarItem[]): void {
  const write = (file: string, text: string) => {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), text)
  }
  write('llms.txt', contents(sidebar))
  write('llms-full.txt', everything(sidebar))
  for (const page of pages()) if (original(copy(page)) === page) write(copy(page), plain(page))
}
