/** The table of the lifecycle: what may follow what, and that nothing else may. */
import { describe, expect, it } from 'vitest'
import { type Cause, type State, transitions } from '../src/index.ts'
import { next } from '../src/state.ts'

const states = Object.keys(transitions) as State[]
const causes = [...new Set(states.flatMap((state) => Object.keys(transitions[state])))] as Cause[]

describe('the lifecycle', () => {
  for (const from of states) {
    for (const cause of causes) {
      const to = transitions[from][cause]
      if (to === undefined) {
        it(`${from} knows no "${cause}"`, () =>
          expect(() => next(from, cause)).toThrow(`"${cause}" in state "${from}"`))
      } else it(`${from} becomes ${to} when "${cause}"`, () => expect(next(from, cause)).toBe(to))
    }
  }

  it('can be left from every state but the last, and ends in it from all', () => {
    const ends = (from: State, seen = new Set<State>()): boolean => {
      if (from === 'closed') return true
      if (seen.has(from)) return false
      seen.add(from)
      return Object.values(transitions[from]).some((to) => ends(to, seen))
    }
    expect(states.filter((state) => !ends(state))).toEqual([])
    expect(transitions.closed).toEqual({})
  })
})
