/**
 * In place of a link to the folder of a task that stands alone in its paragraph, the site shows the task: what its programs
 * share, unless the page has shown it already, then the program of each flavour with what it prints, or why there is none; the reader's choice decides which is seen.
 *
 * `::: flavour rx` … `:::` is prose for one flavour, or for several: `::: flavour rx effect`.
 */
import { extname, posix } from 'node:path'
import container from 'markdown-it-container'
import type { MarkdownOptions } from 'vitepress'
import { FLAVOURS, type Flavour } from './flavours.ts'
import { original, target } from './pages.ts'
import { type Part, type Task, task, taskOf } from './programs.ts'

type Markdown = Parameters<NonNullable<MarkdownOptions['config']>>[0]
type State = Parameters<Parameters<Markdown['core']['ruler']['push']>[1]>[0]
type Token = State['tokens'][number]

/** The folder of the task that a paragraph stands for, as its link has it. */
function shownBy(paragraph: readonly Token[]): string | undefined {
  const [open, inline, close] = paragraph
  if (open?.type !== 'paragraph_open' || inline?.type !== 'inline' || close?.type !== 'paragraph_close')
    return undefined
  const [link, text, end, ...others] = inline.children ?? []
  if (link?.type !== 'link_open' || text?.type !== 'text' || end?.type !== 'link_close' || others.length > 0)
    return undefined
  return link.attrGet('href') ?? undefined
}

/** @throws Error when a paragraph leads into the programs, but not to a task, or when a flavour of the task is missing */
function taskShown(page: string, paragraph: readonly Token[]): Task | undefined {
  const href = shownBy(paragraph)
  const path = href === undefined ? undefined : target(page, href)?.path
  if (path === undefined || !path.startsWith('docs/programs/') || posix.extname(path) !== '') return undefined
  const name = taskOf(path)
  if (name === undefined) throw new Error(`${page} shows ${path}, and there is no such folder of programs`)
  return task(name)
}

export function showPrograms(md: Markdown): void {
  md.use(container, 'flavour', {
    validate: (info: string) => flavours(info) !== undefined,
    render: (tokens: readonly Token[], index: number) =>
      tokens[index]?.nesting === 1 ? `<div data-for="${flavours(tokens[index].info)?.join(' ')}">\n` : '</div>\n',
  })
  md.core.ruler.push('programs', (state) => {
    const page = original(state.env.relativePath ?? '')
    for (let at = 0; at + 2 < state.tokens.length; at++) {
      const shown = taskShown(page, state.tokens.slice(at, at + 3))
      if (shown === undefined) continue
      const tokens = tokensOf(shown, state, new Set(state.tokens.slice(0, at).map(textOf)))
      state.tokens.splice(at, 3, ...tokens)
      at += tokens.length - 1
    }
  })
}

/** What `::: flavour rx effect` is for. @throws Error when one of them is no flavour */
function flavours(info: string): readonly Flavour[] | undefined {
  const [kind, ...names] = info.trim().split(/\s+/)
  if (kind !== 'flavour') return undefined
  const known = FLAVOURS.filter((each) => names.includes(each))
  if (known.length === 0 || known.length < names.length)
    throw new Error(`"::: ${info.trim()}": flavours are ${FLAVOURS.join(', ')}`)
  return known
}

/** For the index of the search one flavour is enough: it would count the words of a page five times. */
const flavoursFor = (env: { readonly search?: boolean }) => (env.search ? FLAVOURS.slice(0, 1) : FLAVOURS)

/** What a block of code shows. */
const textOf = ({ type, content }: Token) => (type === 'fence' ? content : undefined)

/** @param above what the page has shown before: of the shared files, that is not shown again */
function tokensOf(
  { name, parts, shared }: Task,
  { Token, md, env }: State,
  above: ReadonlySet<string | undefined>,
): Token[] {
  const html = (content: string) => Object.assign(new Token('html_block', '', 0), { content })
  const fence = (info: string, content: string) =>
    Object.assign(new Token('fence', 'code', 0), { info, content, markup: '```' })
  const shown = (flavour: Flavour, part: Part): Token[] => {
    // A reason's links are relative to the file that it is in.
    if (part.kind === 'none') return md.parse(part.why, { relativePath: `programs/${name}/${flavour}.md` })
    return [fence('ts', part.code), ...(part.output === undefined ? [] : [fence('text', part.output)])]
  }
  return [
    html('<div class="task">\n'),
    ...Object.entries(shared).flatMap(([file, content]) =>
      above.has(content)
        ? []
        : [html(`<p class="file"><code>${file}</code></p>\n`), fence(extname(file).slice(1), content)],
    ),
    html('<FlavourTabs />\n'),
    ...flavoursFor(env).flatMap((flavour) => [
      // Only what Vue takes for static stays out of the script of a page: so no `role` here.
      html(`<div data-for="${flavour}">\n`),
      ...shown(flavour, parts[flavour]),
      html('</div>\n'),
    ]),
    html('</div>\n'),
  ]
}
