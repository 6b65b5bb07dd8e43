/** The default theme, in our colours, with the switch between the flavours. */
import { type Theme, useRouter } from 'vitepress'
import theme from 'vitepress/theme'
import { h } from 'vue'
import HomeFigures from './figures.ts'
import { followReader } from './flavour.ts'
import FlavourMenu from './flavour-menu.ts'
import FlavourTabs from './flavour-tabs.ts'
import './style.css'
import './flavour.css'
import './home.css'

const menu = () => h(FlavourMenu)

export default {
  extends: theme,
  Layout: () => h(theme.Layout, null, { 'nav-bar-content-after': menu, 'nav-screen-content-before': menu }),
  enhanceApp: ({ app }) => {
    app.component('HomeFigures', HomeFigures)
    app.component('FlavourTabs', FlavourTabs)
  },
  setup: () => followReader(useRouter()),
} satisfies Theme
