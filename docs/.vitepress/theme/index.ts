/** The default theme, in our colours, with the switch between the flavours. */
import { type Theme, useData, useRouter } from 'vitepress'
import theme from 'vitepress/theme'
import { h, watchPostEffect } from 'vue'
import HomeFigures from './figures.ts'
import { followReader } from './flavour.ts'
import FlavourMenu from './flavour-menu.ts'
import FlavourTabs from './flavour-tabs.ts'
import './style.css'
import './flavour.css'
import './home.css'

const menu = () => h(FlavourMenu)

/** The home page has no main part of its own in the default theme. */
function markMain(): void {
  const { frontmatter } = useData()
  watchPostEffect(() => {
    const content = document.querySelector('#VPContent')
    if (frontmatter.value.layout === 'home') content?.setAttribute('role', 'main')
    else content?.removeAttribute('role')
  })
}

export default {
  extends: theme,
  Layout: () => h(theme.Layout, null, { 'nav-bar-content-after': menu, 'nav-screen-content-before': menu }),
  enhanceApp: ({ app }) => {
    app.component('HomeFigures', HomeFigures)
    app.component('FlavourTabs', FlavourTabs)
  },
  setup: () => {
    followReader(useRouter())
    markMain()
  },
} satisfies Theme
