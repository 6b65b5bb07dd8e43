/** The default theme, in our colours. */
import theme from 'vitepress/theme'
import './style.css'

export default theme
