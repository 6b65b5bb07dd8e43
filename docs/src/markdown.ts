/** How the site differs from GitHub in reading the same Markdown: links lead to its own pages, and it draws the diagrams. */
import type { MarkdownOptions } from 'vitepress'
import { draw } from './diagrams/draw.ts'
import { original, siteLink, slug } from './pages.ts'

export const markdown: MarkdownOptions = {
  anchor: { slugify: slug },
  config(md) {
    md.core.ruler.push('links', ({ tokens, env }) => {
      const page = original(env.relativePath)
      for (const token of tokens.flatMap(({ children }) => children ?? [])) {
        const href = token.type === 'link_open' ? token.attrGet('href') : null
        if (href !== null && !page.startsWith('docs/api/')) token.attrSet('href', siteLink(page, href))
      }
    })
    const fence = md.renderer.rules.fence
    md.renderer.rules.fence = (tokens, index, options, env, self) => {
      const token = tokens[index]
      if (token?.info === 'mermaid') return `<figure class="diagram" v-pre>${draw(token.content)}</figure>\n`
      return fence?.(tokens, index, options, env, self) ?? ''
    }
  },
}
