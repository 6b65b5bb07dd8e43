/** The site: the pages of this folder, copies of the packages' READMEs, and the API reference. */
import { defineConfig } from 'vitepress'
import { chosenBeforePaint } from '../src/flavours.ts'
import { markdown } from '../src/markdown.ts'
import { apiSidebar, sidebar } from '../src/sidebar.ts'

export default defineConfig({
  title: 'sockio',
  description: 'Talk to laboratory instruments over TCP',
  lang: 'en-GB',
  cleanUrls: true,
  srcExclude: ['snippets/**', 'programs/**', 'src/**', 'test/**'],
  head: [
    ['link', { rel: 'icon', href: 'data:,' }],
    ['script', {}, chosenBeforePaint],
  ],
  markdown,
  vite: { build: { chunkSizeWarningLimit: 2000 } },
  themeConfig: {
    nav: [
      { text: 'Quick start', link: '/quick-start/', activeMatch: '^/quick-start/' },
      { text: 'Guides', link: '/guides/choosing-a-flavour', activeMatch: '^/guides/' },
      { text: 'Errors', link: '/errors' },
      { text: 'API', link: '/api/', activeMatch: '^/api/' },
    ],
    sidebar: { '/api/': apiSidebar(), '/': sidebar },
    outline: { level: [2, 3] },
    socialLinks: [{ icon: 'github', link: 'https://github.com/sockio/sockio' }],
    search: {
      provider: 'local',
      options: {
        detailedView: false,
        miniSearch: {
          // The guides say when and why; the reference comes after them.
          searchOptions: { boostDocument: (id) => (/^\/(api|packages)\//.test(String(id)) ? 0.3 : 1) },
        },
      },
    },
  },
})
