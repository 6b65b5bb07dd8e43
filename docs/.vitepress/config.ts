/** The site: the pages of this folder, copies of the packages' READMEs, and the API reference. */
import { defineConfig, type HeadConfig } from 'vitepress'
import { chosenBeforePaint } from '../src/flavours.ts'
import { writeForModels } from '../src/for-models.ts'
import { markdown } from '../src/markdown.ts'
import { site } from '../src/pages.ts'
import { apiSidebars, sidebar, versions } from '../src/sidebar.ts'

/** Where it is published it may be in a folder; here it is at the root. */
const base = process.env.SITE_URL === undefined ? '/' : new URL(site).pathname
const description = 'Talk to laboratory instruments over TCP'

/** What a link to a page shows where it is posted. */
const social: HeadConfig[] = Object.entries({
  'og:type': 'website',
  'og:title': 'sockio',
  'og:description': description,
  'og:image': `${site}social.png`,
  'og:image:width': '1200',
  'og:image:height': '630',
  'og:image:alt': 'sockio: talk to laboratory instruments over TCP, in five paradigms',
}).map(([property, content]) => ['meta', { property, content }])

export default defineConfig({
  title: 'sockio',
  description,
  lang: 'en-GB',
  base,
  cleanUrls: true,
  metaChunk: true, // the menus of all packages once, not in each page
  srcExclude: ['snippets/**', 'programs/**', 'src/**', 'test/**'],
  head: [
    ['link', { rel: 'icon', href: `${base}logo.svg`, type: 'image/svg+xml' }],
    ['script', {}, chosenBeforePaint],
    ...social,
    ['meta', { name: 'twitter:card', content: 'summary_large_image' }],
  ],
  markdown,
  vite: { build: { chunkSizeWarningLimit: 2000 } },
  buildEnd: ({ outDir }) => writeForModels(outDir, sidebar),
  themeConfig: {
    logo: { src: '/logo.svg', alt: '' },
    nav: [
      { text: 'Quick start', link: '/quick-start/', activeMatch: '/quick-start/' },
      { text: 'Recipes', link: '/recipes/', activeMatch: '/recipes/' },
      { text: 'Guides', link: '/guides/choosing-a-flavour', activeMatch: '/guides/' },
      { text: 'Errors', link: '/errors' },
      { text: 'API', link: '/api/', activeMatch: '/api/' },
      ...versions(process.env.SITE_VERSIONS, site),
    ],
    sidebar: { ...apiSidebars(), '/': sidebar },
    outline: { level: [2, 3] },
    socialLinks: [{ icon: 'github', link: 'https://github.com/sockio/sockio' }],
    search: {
      provider: 'local',
      options: {
        detailedView: false,
        translations: { button: { buttonText: 'Search', buttonAriaLabel: '' } }, // its text, with the keys, is its name
        _render: (text, env, md) => md.render(text, Object.assign(env, { search: true })),
        miniSearch: {
          options: {
            // What a question has besides its words would find any page. Runs in the browser too, alone.
            processTerm: (term) => {
              const word = term.toLowerCase()
              const small = 'a an and are do does for from how i in is it my of on or set the to what when which with'
              return small.split(' ').includes(word) ? null : word
            },
          },
          searchOptions: {
            // Recipes and guides say how, when and why; tables, lists and the reference come after them.
            boostDocument: (id) => {
              const page = String(id)
              if (/\/guides\/(from|writing)-/.test(page)) return 0.5
              if (/\/(recipes|guides)\//.test(page)) return 1
              if (/\/(api|packages)\/|\/conformance\b/.test(page)) return 0.1
              return /\/errors\b/.test(page) ? 0.5 : 0.4
            },
          },
        },
      },
    },
  },
})
