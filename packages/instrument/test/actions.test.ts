/** Actions that are questions: what they are described as, and what can't be. */
import { describe, expect, test } from 'vitest'
import { action, float32, instrument, integer, number, property } from '../src/index.ts'

describe('the answer of an action', () => {
  test('is what it gives, and is described as that', () => {
    const scope = instrument({
      marker: action((n: number) => `CALC:MARK${n}:Y?`, { answer: number({ unit: 'dB' }) }),
      run: action('RUN', { answer: 'OK' }),
    })
    expect(scope.describe().members).toEqual({
      marker: { member: 'action', parameters: 1, value: { kind: 'number', unit: 'dB' } },
      run: { member: 'action', send: 'RUN', parameters: 0 },
    })
  })

  test.each([
    ['opc', () => action('CURV?', { answer: float32(), settles: 'opc' })],
    ['poll', () => action('CURV?', { answer: float32(), settles: 'poll' })],
    ['opc', () => property({ get: 'N?', set: 'N {}', answer: float32() }, integer(), { settles: 'opc' })],
  ])('is a line beside settles: %s', (settles, make) => {
    expect(make).toThrow(new TypeError(`options.answer: expected a decoder of a line beside settles: "${settles}"`))
  })
})
