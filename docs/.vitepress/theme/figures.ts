/** A few figures, each with a link to where it comes from. */
import { withBase } from 'vitepress'
import { defineComponent, h } from 'vue'
import { data } from '../figures.data.ts'

export default defineComponent({
  name: 'HomeFigures',
  setup: () => () =>
    h(
      'ul',
      { class: 'figures' },
      data.map(({ value, meaning, source }) =>
        h('li', { key: source }, [h('strong', value), ' ', h('a', { href: withBase(source) }, meaning)]),
      ),
    ),
})
