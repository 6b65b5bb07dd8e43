/** What an action sends, found out without its arguments: each is asked for as a text that nobody would write. */
import type { ActionLike } from './shape.ts'

/** Stands for an argument, in whichever way it is made a text. */
const ARGUMENT = '\u0001'

/** An argument whose methods all give its text: `toFixed(2)`, `toUpperCase()`. */
function argument(): unknown {
  const text = () => ARGUMENT
  return new Proxy(text, { get: () => text })
}

/** What it sends, with U+0001 for its arguments; undefined where that can't be found out. */
function probed({ send }: ActionLike): string | undefined {
  if (typeof send === 'string') return send
  try {
    const made: string | Uint8Array = Reflect.apply(send, undefined, Array.from({ length: send.length }, argument))
    return typeof made === 'string' ? made : Buffer.from(made).toString('latin1')
  } catch {
    return undefined
  }
}

/** How an action is recognised: by all that it sends, or by what it begins with. */
export interface ActionLine {
  /** The first word; a number in it that is an argument is `<n>`. */
  readonly header: string
  /** Does more follow, or may it? */
  readonly exact: boolean
}

export function actionLine(action: ActionLike): ActionLine | undefined {
  const line = probed(action)?.trim()
  const [header] = /^\S+/.exec(line ?? '') ?? []
  if (line === undefined || header === undefined || header.startsWith(ARGUMENT)) return undefined
  if (typeof action.send === 'string') return { header: line, exact: true }
  return { header: header.replaceAll(ARGUMENT, '<n>'), exact: false }
}
