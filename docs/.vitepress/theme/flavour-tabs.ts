/** The switch above each program: radio buttons, so that keyboards and screen readers know what they are. */
import { defineComponent, h, useId } from 'vue'
import { FLAVOURS, TITLES } from '../../src/flavours.ts'
import { useFlavour } from './flavour.ts'

export default defineComponent({
  name: 'FlavourTabs',
  setup() {
    const { flavour, choose } = useFlavour()
    const name = useId()
    const tab = (each: (typeof FLAVOURS)[number]) =>
      h('label', { key: each, 'data-tab': each }, [
        h('input', {
          type: 'radio',
          name,
          value: each,
          checked: flavour.value === each,
          // A click, which keys make as well, also where it is on already: who clicks what is shown for want of a choice has chosen.
          onClick: ({ target }: Event) => choose(each, target instanceof Element ? target.closest('fieldset') : null),
        }),
        TITLES[each],
      ])
    return () =>
      h('fieldset', { class: 'flavour-tabs' }, [
        h('legend', { class: 'visually-hidden' }, 'Flavour'),
        FLAVOURS.map(tab),
      ])
  },
})
