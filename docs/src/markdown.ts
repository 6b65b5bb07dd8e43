/** How the site differs from GitHub in reading the same Markdown: links lead to its own pages, and it draws the diagrams, and shows programs. */
import type { MarkdownOptions } from 'vitepress'
import { draw } from './diagrams/draw.ts'
import { original, siteLink, slug } from './pages.ts'
import { showPrograms } from './show-programs.ts'

export const markdown: MarkdownOptions = {
  theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
  anchor: { slugify: slug },
  languageAlias: { cjs: 'js' },
  config(md) {
    showPrograms(md)
    md.core.ruler.push('links', ({ tokens, env }) => {
      const page = original(env.relativePath)
      for (const token of tokens.flatMap(({ children }) => children ?? [])) {
        const href = token.type === 'link_open' ? token.attrGet('href') : null
        if (href !== null && !page.startsWith('docs/api/')) token.attrSet('href', siteLink(page, href))
      }
    })
    // The corner of a table is the head of nothing.
    md.core.ruler.push('corners', ({ tokens }) => {
      for (const [index, token] of tokens.entries()) {
        const end = tokens[index + 2]
        if (token.type !== 'th_open' || tokens[index + 1]?.content !== '' || end === undefined) continue
        token.tag = 'td'
        end.tag = 'td'
      }
    })
    const code = md.renderer.rules.code_inline
    md.renderer.rules.code_inline = (tokens, index, options, env, self) =>
      breakable(code?.(tokens, index, options, env, self) ?? '')
    const fence = md.renderer.rules.fence
    md.renderer.rules.fence = (tokens, index, options, env, self) => {
      const token = tokens[index]
      if (token?.info === 'mermaid') return `<figure class="diagram" v-pre>${draw(token.content)}</figure>\n`
      return fence?.(tokens, index, options, env, self) ?? ''
    }
  },
}

/** Long names may go on in the next line after a sign, so that tables of them fit. */
function breakable(html: string): string {
  return html.length < 30 ? html : html.replace(/(?<=>)[^<]+/, (text) => text.replaceAll(/[.(,_|]+(?=\w)/g, '$&<wbr>'))
}
