/** The reader's choice of a flavour: kept in the browser, in the address, and as an attribute of `<html>` that styles go by. */
import { type Router, useRouter } from 'vitepress'
import { nextTick, onMounted, type Ref, readonly, ref } from 'vue'
import { FLAVOURS, type Flavour, KEY, PARAMETER } from '../../src/flavours.ts'

/** As on the page that the server sends, until the browser says otherwise. */
const flavour = ref<Flavour>(FLAVOURS[0])
/** Whether somebody chose it; what is shown for want of a choice is not for the address. */
let chosen = false

const flavourOf = (name: string | undefined): Flavour | undefined => FLAVOURS.find((each) => each === name)
const quickStart = (path: string) => /\/quick-start\/(\w*)$/.exec(path.replace(/[?#].*/, ''))?.[1]

function show(name: Flavour): void {
  flavour.value = name
  document.documentElement.dataset.flavour = name
}

function keep(name: Flavour): void {
  chosen = true
  try {
    localStorage.setItem(KEY, name)
  } catch {
    // Not allowed here: the address still has it.
  }
}

function putInAddress(): void {
  const url = new URL(location.href)
  if (!chosen || url.searchParams.get(PARAMETER) === flavour.value) return
  url.searchParams.set(PARAMETER, flavour.value)
  history.replaceState(history.state, '', url)
}

/** Takes over what the script in the head found, and follows the reader from page to page. Called once. */
export function followReader(router: Router): void {
  onMounted(() => {
    const { dataset } = document.documentElement
    chosen = dataset.flavourBy === 'reader'
    show(flavourOf(dataset.flavour) ?? flavour.value)
    putInAddress()
  })
  router.onBeforeRouteChange = (to) => {
    if (!chosen || quickStart(to) !== '') return true
    void router.go(`${to.replace(/[?#].*/, '')}${flavour.value}`)
    return false
  }
  router.onAfterRouteChange = (to) => {
    const started = flavourOf(quickStart(to))
    if (started !== undefined) {
      show(started)
      keep(started)
    }
    putInAddress()
  }
}

/** What is shown; and how to choose another, with the place in the page that must stay where the reader sees it. */
export function useFlavour(): {
  readonly flavour: Readonly<Ref<Flavour>>
  choose(name: string, place?: Element | null): Promise<void>
} {
  const router = useRouter()
  return {
    flavour: readonly(flavour),
    async choose(name, place) {
      const wanted = flavourOf(name)
      if (wanted === undefined) return
      const before = place?.getBoundingClientRect().top
      show(wanted)
      keep(wanted)
      await nextTick()
      if (place != null && before !== undefined) {
        scrollBy({ top: place.getBoundingClientRect().top - before, behavior: 'instant' })
      }
      putInAddress()
      const { path } = router.route
      if (flavourOf(quickStart(path)) !== undefined) await router.go(path.replace(/\w+$/, wanted))
    },
  }
}
