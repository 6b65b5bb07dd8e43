/** How a framing is recorded: by what it is made of, or, of one that is a user's own, by what it answers. */
import type { Framing } from '@sockio/core'
import { piece } from './line-writer.ts'
import { bytesJson, dataJson, errorJson, field } from './notation.ts'

/** What framings are made of, and the limits of their calls, as JSON; most calls have those of the call before. */
export class Recipes {
  readonly #known = new WeakMap<Framing, string>()
  #last: Framing | undefined
  #lastLimit = Number.NaN
  #piece: Uint8Array | undefined

  /** `,"framing":...`, with `timeout` where there is one; undefined for a framing of a user's own. */
  of(framing: Framing, timeout: number): Uint8Array | undefined {
    if (framing === this.#last && timeout === this.#lastLimit) return this.#piece
    const { recipe } = framing
    if (recipe === undefined) return undefined
    const json = this.#known.get(framing) ?? `[${recipe.map(dataJson).join(',')}]`
    this.#known.set(framing, json)
    this.#last = framing
    this.#lastLimit = timeout
    this.#piece = piece(`,"framing":${json}${field('timeout', timeout)}`)
    return this.#piece
  }
}

/** The facts of a framing that is not known by a recipe. */
export function factsJson(framing: Framing): string {
  const { bounded, line, first, ended, silence, trailers } = framing
  const asks = (['inMessage', 'searching', 'expected', 'body', 'lead'] as const).filter((name) => framing[name])
  const plain = JSON.stringify({ bounded, line, first, ended, silence, asks })
  const swallowed = trailers === undefined ? '' : `,"trailers":[${trailers.map(bytesJson).join(',')}]`
  return `{"own":${plain.slice(0, -1)}${swallowed}}}`
}

/** A framing that does what this one does, and whose answers are told. */
export function heard(framing: Framing, answer: (json: string) => void): Framing {
  const told = <T>(ask: () => T, json: (value: T) => string): T => {
    let value: T
    try {
      value = ask()
    } catch (thrown) {
      answer(`{"thrown":${errorJson(thrown)}}`)
      throw thrown
    }
    answer(json(value))
    return value
  }
  const { inMessage, searching, expected, body, lead } = framing
  return {
    ...framing,
    end: (...of) => told(() => framing.end(...of), String),
    ...(inMessage && { inMessage: (...of) => told(() => inMessage.apply(framing, of), String) }),
    ...(searching && { searching: (...of) => told(() => searching.apply(framing, of), String) }),
    ...(expected && {
      expected: () =>
        told(
          () => expected.call(framing),
          (text) => JSON.stringify(text),
        ),
    }),
    ...(body && {
      body: (frame) =>
        told(
          () => body.call(framing, frame),
          (bytes) => `{"bytes":${bytesJson(bytes)}}`,
        ),
    }),
    ...(lead && { lead: (...of) => told(() => lead.apply(framing, of), String) }),
  }
}
