/** The switch in the bar at the top: a list to choose from. What it shows follows `<html>`, so that it is right from the start. */
import { defineComponent, h } from 'vue'
import { FLAVOURS, TITLES } from '../../src/flavours.ts'
import { useFlavour } from './flavour.ts'

export default defineComponent({
  name: 'FlavourMenu',
  setup() {
    const { flavour, choose } = useFlavour()
    const select = () =>
      h(
        'select',
        {
          value: flavour.value,
          'aria-label': 'Flavour of the programs',
          onChange: ({ target }: Event) => target instanceof HTMLSelectElement && choose(target.value),
        },
        FLAVOURS.map((each) => h('option', { key: each, value: each }, TITLES[each])),
      )
    return () =>
      h('div', { class: 'flavour-menu' }, [
        FLAVOURS.map((each) => h('span', { key: each, 'data-for': each, 'aria-hidden': 'true' }, TITLES[each])),
        h('span', { class: 'vpi-chevron-down', 'aria-hidden': 'true' }),
        select(),
      ])
  },
})
